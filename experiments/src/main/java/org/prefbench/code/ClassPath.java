package org.prefbench.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.prefbench.core.Sha256;

/**
 * Where classes are looked up: jars and folders of our own, those of plug-ins included, whose
 * classes are read, and libraries, which count by the file name of their jar. What is in neither,
 * such as the JDK, does not count. Every class is read once. Not thread-safe.
 */
public final class ClassPath {
  private final List<ClassRoot> roots = new ArrayList<>();
  private final Map<String, ClassRoot> rootOf = new HashMap<>();
  private final Map<String, ClassFile> parsed = new HashMap<>();
  private final Map<String, Optional<String>> libraries = new HashMap<>();
  private final Map<String, Map<String, String>> resources = new HashMap<>();
  private final Map<ClassRoot, Set<String>> unnamed = new HashMap<>();
  private final ClassLoader loader;

  /**
   * Reads class files.
   *
   * @param own jars and folders; the first that has a class or a resource wins
   * @param loader finds the libraries
   */
  public ClassPath(Collection<Path> own, ClassLoader loader) {
    this.loader = loader;
    for (Path path : own) {
      ClassRoot root = new ClassRoot(path);
      roots.add(root);
      root.classes().keySet().forEach(name -> rootOf.putIfAbsent(name, root));
    }
  }

  /** Returns the jars and folders that classes were loaded from, sorted; the JDK has none. */
  public static List<Path> origins(Collection<Class<?>> classes) {
    Set<Path> origins = new TreeSet<>();
    for (Class<?> type : classes) {
      CodeSource source = type.getProtectionDomain().getCodeSource();
      if (source != null) {
        try {
          origins.add(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException e) {
          throw new IllegalStateException("class path entry " + source.getLocation(), e);
        }
      }
    }
    return List.copyOf(origins);
  }

  /** Returns one of our own classes, by a name such as {@code org/prefbench/core/Seed}. */
  Optional<ClassFile> find(String name) {
    ClassRoot root = rootOf.get(name);
    return root == null
        ? Optional.empty()
        : Optional.of(
            parsed.computeIfAbsent(name, any -> ClassFile.parse(root.classes().get(name))));
  }

  /** Returns whether a class of ours is, through classes of ours, a subtype of another one. */
  boolean isSubtype(String name, String of) {
    return find(name).stream()
        .flatMap(type -> type.supertypes().stream())
        .anyMatch(type -> type.equals(of) || isSubtype(type, of));
  }

  /** Returns the file name of the library jar that has a class; nothing for the JDK's. */
  Optional<String> library(String name) {
    return libraries.computeIfAbsent(
        name,
        any -> {
          URL found = loader.getResource(name + ".class");
          if (found == null || !found.getProtocol().equals("jar")) {
            return Optional.empty(); // the JDK, or an annotation whose library is not there
          }
          try {
            URLConnection connection = found.openConnection();
            URI jar = ((JarURLConnection) connection).getJarFileURL().toURI();
            return Optional.of(Path.of(jar).getFileName().toString());
          } catch (IOException e) {
            throw new UncheckedIOException("cannot look up " + found, e);
          } catch (URISyntaxException e) {
            throw new IllegalStateException("class path entry " + found, e);
          }
        });
  }

  /**
   * Returns the resources that a class may read, by path, with their hashes: those that one of its
   * string constants names by their path or the end of it, such as {@code hopper.xml}. If it asks
   * for resources at all, also those beside it that no class names, so that a name put together
   * while the program runs is no loophole.
   */
  Map<String, String> resources(ClassFile type) {
    return resources.computeIfAbsent(type.name(), any -> readBy(type));
  }

  private Map<String, String> readBy(ClassFile type) {
    Map<String, String> found = new HashMap<>();
    for (ClassRoot root : roots) {
      for (String resource : root.resources()) {
        if (type.strings().stream().anyMatch(text -> names(text, resource))) {
          found.putIfAbsent(resource, hash(root, resource));
        }
      }
    }
    if (type.readsResources()) {
      ClassRoot root = rootOf.get(type.name());
      for (String resource : unnamed.computeIfAbsent(root, ClassPath::unnamed)) {
        found.putIfAbsent(resource, hash(root, resource));
      }
    }
    return found;
  }

  private static String hash(ClassRoot root, String resource) {
    return new Sha256().add(root.resource(resource)).hex();
  }

  /** Returns the resources of a jar or folder that none of its classes names. */
  private static Set<String> unnamed(ClassRoot root) {
    Set<String> rest = new TreeSet<>(root.resources());
    for (byte[] bytes : root.classes().values()) {
      Set<String> strings = ClassFile.parse(bytes).strings();
      rest.removeIf(resource -> strings.stream().anyMatch(text -> names(text, resource)));
    }
    return rest;
  }

  /** Returns whether a text is a file name with an ending, or a path, that a resource has. */
  private static boolean names(String text, String resource) {
    String path = text.startsWith("/") ? text.substring(1) : text;
    return path.indexOf('.') > 0 && (resource.equals(path) || resource.endsWith("/" + path));
  }
}
