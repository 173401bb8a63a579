package org.prefbench.code;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.prefbench.core.FileErrors;

/**
 * The content of a jar or of a folder of classes. META-INF is no part of it: it says when and by
 * whom a jar was packed, and which members there are.
 */
final class ClassRoot {
  private static final String CLASS = ".class";

  private final Path path;
  private final Map<String, byte[]> classes = new TreeMap<>();
  private final Set<String> resources = new TreeSet<>();

  /** Reads the classes and lists the resources. */
  ClassRoot(Path path) {
    this.path = path;
    try {
      if (Files.isDirectory(path)) {
        readFolder();
      } else {
        readJar();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read the program's own code in " + path + ": " + FileErrors.reason(e), e);
    }
  }

  private void readFolder() throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(path)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String name = path.relativize(file).toString().replace('\\', '/');
      if (isClass(name)) {
        classes.put(className(name), Files.readAllBytes(file));
      } else if (counts(name)) {
        resources.add(name);
      }
    }
  }

  private void readJar() throws IOException {
    try (ZipFile zip = new ZipFile(path.toFile())) {
      for (ZipEntry entry : zip.stream().filter(one -> !one.isDirectory()).toList()) {
        if (isClass(entry.getName())) {
          try (InputStream input = zip.getInputStream(entry)) {
            classes.put(className(entry.getName()), input.readAllBytes());
          }
        } else if (counts(entry.getName())) {
          resources.add(entry.getName());
        }
      }
    }
  }

  private static boolean counts(String name) {
    return !name.startsWith("META-INF/");
  }

  private static boolean isClass(String name) {
    return counts(name) && name.endsWith(CLASS);
  }

  private static String className(String file) {
    return file.substring(0, file.length() - CLASS.length());
  }

  /** Returns the bytes of the classes by their names, {@code org/prefbench/core/Seed}. */
  Map<String, byte[]> classes() {
    return classes;
  }

  /** Returns the names of all other files, {@code org/prefbench/physics/hopper.xml}. */
  Set<String> resources() {
    return resources;
  }

  /** Returns the content of a resource. */
  byte[] resource(String name) {
    try {
      if (Files.isDirectory(path)) {
        return Files.readAllBytes(path.resolve(name));
      }
      try (ZipFile zip = new ZipFile(path.toFile());
          InputStream input = zip.getInputStream(zip.getEntry(name))) {
        return input.readAllBytes();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read " + name + " in " + path + ": " + FileErrors.reason(e), e);
    }
  }
}
