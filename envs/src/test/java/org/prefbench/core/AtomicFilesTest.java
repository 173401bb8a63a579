package org.prefbench.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
  @Test
  void replacesTheWholeFileAndCreatesFolders(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("a/b/c.txt");
    AtomicFiles.write(file, "a long first text");
    AtomicFiles.write(file, "short");
    assertEquals("short", Files.readString(file));
    assertEquals(List.of(file), files(folder));
  }

  @Test
  void aWriterThatFailsLeavesTheOldFileAndNothingElse(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("c.txt");
    AtomicFiles.write(file, "old");
    assertThrows(
        UncheckedIOException.class,
        () ->
            AtomicFiles.write(
                file,
                output -> {
                  output.write("half".getBytes(StandardCharsets.UTF_8));
                  throw new IOException("disk full");
                }));
    assertEquals("old", Files.readString(file));
    assertEquals(List.of(file), files(folder));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).toList();
    }
  }
}
