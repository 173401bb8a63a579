package org.prefbench.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.prefbench.core.Sha256;

/**
 * The hash of the compiled code and the resources behind a result, so that nothing made by older
 * code is taken for the work of newer code. Folders and jars of the same content have the same
 * hash.
 */
final class CodeHash {
  private CodeHash() {}

  /**
   * Returns the hash of everything in the jars or folders that the given classes come from.
   *
   * @param part which entries count, by their path such as {@code org/prefbench/core/Seed.class}
   */
  static String of(Collection<Class<?>> classes, Predicate<String> part) {
    Map<String, Path> sources = new TreeMap<>();
    for (Class<?> type : classes) {
      CodeSource source = type.getProtectionDomain().getCodeSource();
      if (source != null) { // classes of the JDK have none
        try {
          Path path = Path.of(source.getLocation().toURI());
          sources.put(path.toString(), path);
        } catch (URISyntaxException e) {
          throw new IllegalStateException("class path entry " + source.getLocation(), e);
        }
      }
    }
    Map<String, String> entries = new TreeMap<>();
    try {
      for (Path source : sources.values()) {
        if (Files.isDirectory(source)) {
          hashFolder(source, part, entries);
        } else {
          hashJar(source, part, entries);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the program's own code: " + e, e);
    }
    Sha256 hash = new Sha256();
    entries.forEach((name, content) -> hash.add(name).add(content));
    return hash.hex();
  }

  private static void hashFolder(Path folder, Predicate<String> part, Map<String, String> entries)
      throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String name = folder.relativize(file).toString().replace('\\', '/');
      if (counts(name, part)) {
        entries.put(name, Sha256.of(file));
      }
    }
  }

  private static void hashJar(Path jar, Predicate<String> part, Map<String, String> entries)
      throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        if (!entry.isDirectory() && counts(entry.getName(), part)) {
          try (InputStream content = zip.getInputStream(entry)) {
            entries.put(entry.getName(), new Sha256().add(content.readAllBytes()).hex());
          }
        }
      }
    }
  }

  /** A jar's META-INF tells when and by whom it was packed, which changes nothing. */
  private static boolean counts(String name, Predicate<String> part) {
    boolean packing = name.startsWith("META-INF/") && !name.startsWith("META-INF/services/");
    return !packing && part.test(name);
  }
}
