package org.prefbench.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the system reports is told in its own words. */
class FileErrorsTest {
  @Test
  void reasonsAreWords(@TempDir Path folder) throws IOException {
    Path none = folder.resolve("none");
    assertEquals(
        "there is no such file or folder",
        FileErrors.reason(assertThrows(IOException.class, () -> Files.readString(none))));
    assertEquals(
        "Is a directory",
        FileErrors.reason(assertThrows(IOException.class, () -> Files.readString(folder))));
    Path text = Files.write(folder.resolve("text"), new byte[] {(byte) 0xFF});
    assertEquals(
        "it is not UTF-8 text",
        FileErrors.reason(assertThrows(IOException.class, () -> Files.readString(text))));
    assertEquals(
        "it is no folder",
        FileErrors.reason(assertThrows(IOException.class, () -> Files.list(text).close())));
    assertEquals("the system gives no reason", FileErrors.reason(new EOFException()));
  }

  @Test
  void aFullDiskIsToldWithTheFile() {
    // /dev/full is Linux's device on which no space is ever left
    UncheckedIOException error =
        assertThrows(
            UncheckedIOException.class,
            () ->
                AtomicFiles.writeFile(
                    Path.of("target", "full.txt"),
                    temporary -> Files.writeString(Path.of("/dev/full"), "text")));
    assertEquals(
        "cannot write " + Path.of("target", "full.txt") + ": No space left on device",
        error.getMessage());
  }
}
