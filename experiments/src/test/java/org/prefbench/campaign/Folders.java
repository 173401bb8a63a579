package org.prefbench.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Copies and removes folders. */
final class Folders {
  private Folders() {}

  /** Copies a file, or a folder with all that is in it, to a place where there is nothing. */
  static void copy(Path from, Path to) throws IOException {
    for (Path path : walk(from)) {
      Files.copy(path, to.resolve(from.relativize(path).toString()));
    }
  }

  /** Removes what is in a folder. */
  static void empty(Path folder) throws IOException {
    for (Path path : walk(folder).stream().sorted(Comparator.reverseOrder()).toList()) {
      if (!path.equals(folder)) {
        Files.delete(path);
      }
    }
  }

  /** Removes a folder with all that is in it, if it is there. */
  static void remove(Path folder) throws IOException {
    if (Files.exists(folder)) {
      empty(folder);
      Files.delete(folder);
    }
  }

  private static List<Path> walk(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.toList();
    }
  }
}
