package org.prefbench.code;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.RecordComponentVisitor;
import org.objectweb.asm.Type;
import org.prefbench.core.Help;
import org.prefbench.core.Sha256;

/**
 * One class as its file tells of it. Names of classes are those of class files, {@code
 * org/prefbench/core/Seed}.
 *
 * @param name the name of the class
 * @param hash SHA-256 of the class without what changes no result: line numbers, names of local
 *     variables, the order of the constant pool, the texts of {@link Help}, and the lists of the
 *     classes nested in the same file, which have hashes of their own
 * @param references all classes that it refers to: in code, descriptors, type arguments and
 *     annotations
 * @param strings all its string constants
 * @param supertypes its superclass and its interfaces
 * @param readsResources whether it asks a class or a class loader for a resource
 * @param loadsByName whether it asks for a class by a name that it has as text
 */
record ClassFile(
    String name,
    String hash,
    Set<String> references,
    Set<String> strings,
    List<String> supertypes,
    boolean readsResources,
    boolean loadsByName) {
  private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([^;<>:()\\[ ]+)[;<]");

  // tags of constants, see the Java Virtual Machine Specification, section 4.4
  private static final int UTF8 = 1;
  private static final int CLASS = 7;
  private static final int STRING = 8;
  private static final int NAME_AND_TYPE = 12;

  /** Copies the collections. */
  ClassFile {
    references = Collections.unmodifiableSet(new TreeSet<>(references));
    strings = Collections.unmodifiableSet(new TreeSet<>(strings));
    supertypes = List.copyOf(supertypes);
  }

  /** Reads the bytes of a class file. */
  static ClassFile parse(byte[] bytes) {
    ClassWriter writer = new ClassWriter(0); // with a constant pool of its own
    new ClassReader(bytes).accept(new Normalized(writer), ClassReader.SKIP_DEBUG);
    byte[] normalized = writer.toByteArray();
    ClassReader reader = new ClassReader(normalized);
    Set<String> references = new TreeSet<>();
    Set<String> strings = new TreeSet<>();
    boolean readsResources = false;
    boolean loadsByName = false;
    char[] buffer = new char[reader.getMaxStringLength()];
    for (int i = 1; i < reader.getItemCount(); i++) {
      int item = reader.getItem(i);
      if (item == 0) {
        continue; // the second half of a long or double
      }
      switch (normalized[item - 1]) {
        case UTF8 -> addDescribed(utf8(normalized, item), references);
        case CLASS -> addNamed(reader.readUTF8(item, buffer), references);
        case STRING -> strings.add(reader.readUTF8(item, buffer));
        case NAME_AND_TYPE -> {
          String member = reader.readUTF8(item, buffer);
          readsResources |= member.matches("(get|find)Resource.*");
          loadsByName |= member.matches("forName|loadClass");
        }
        default -> {} // numbers, and what refers to the constants above
      }
    }
    references.remove(reader.getClassName());
    List<String> supertypes = new ArrayList<>(List.of(reader.getInterfaces()));
    if (reader.getSuperName() != null) { // null for java.lang.Object and modules
      supertypes.add(reader.getSuperName());
    }
    return new ClassFile(
        reader.getClassName(),
        new Sha256().add(normalized).hex(),
        references,
        strings,
        supertypes,
        readsResources,
        loadsByName);
  }

  /** Adds the class of a class constant; that of an array is a descriptor. */
  private static void addNamed(String name, Set<String> references) {
    if (name.startsWith("[")) {
      addDescribed(name, references);
    } else {
      references.add(name);
    }
  }

  /** Adds the classes in a text, if it is a descriptor or a signature. */
  private static void addDescribed(String text, Set<String> references) {
    Matcher matcher = IN_DESCRIPTOR.matcher(text);
    while (matcher.find()) {
      references.add(matcher.group(1));
    }
  }

  private static String utf8(byte[] bytes, int item) {
    try (DataInputStream input =
        new DataInputStream(new ByteArrayInputStream(bytes, item, bytes.length - item))) {
      return input.readUTF();
    } catch (IOException e) {
      throw new UncheckedIOException("a class file ends within its constants", e);
    }
  }

  /** Leaves out what changes no result. */
  private static final class Normalized extends ClassVisitor {
    Normalized(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitInnerClass(String name, String outer, String inner, int access) {}

    @Override
    public void visitNestHost(String host) {}

    @Override
    public void visitNestMember(String member) {}

    @Override
    public void visitOuterClass(String owner, String method, String descriptor) {}

    @Override
    public void visitPermittedSubclass(String subclass) {}

    @Override
    public RecordComponentVisitor visitRecordComponent(
        String name, String descriptor, String signature) {
      return new RecordComponentVisitor(
          Opcodes.ASM9, super.visitRecordComponent(name, descriptor, signature)) {
        @Override
        public AnnotationVisitor visitAnnotation(String type, boolean visible) {
          return type.equals(Type.getDescriptor(Help.class))
              ? null
              : super.visitAnnotation(type, visible);
        }
      };
    }
  }
}
