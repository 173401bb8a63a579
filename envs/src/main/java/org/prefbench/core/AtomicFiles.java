package org.prefbench.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Writes files that are there whole or not at all: into a temporary file of the same folder, then
 * an atomic move. A process killed in the middle leaves at most a file that starts with a dot and
 * ends in {@code .tmp}. Reads texts that are no larger than they may be.
 */
public final class AtomicFiles {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private AtomicFiles() {}

  /** Writes the content of one file. */
  @FunctionalInterface
  public interface Writer {
    /** Writes everything to {@code output}, which the caller closes. */
    void write(OutputStream output) throws IOException;
  }

  /**
   * Replaces {@code file} by {@code text} in UTF-8; missing folders are created.
   *
   * @throws UncheckedIOException if the folder cannot be written to
   */
  public static void write(Path file, String text) {
    write(file, output -> output.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Replaces {@code file} by what {@code content} writes; missing folders are created.
   *
   * @throws UncheckedIOException if the folder cannot be written to
   */
  public static void write(Path file, Writer content) {
    writeFile(
        file,
        temporary -> {
          try (OutputStream output = Files.newOutputStream(temporary)) {
            content.write(output);
          }
        });
  }

  /** Writes one file under the path given, for formats that seek. */
  @FunctionalInterface
  public interface FileWriter {
    /** Writes everything to {@code temporary}, which is there and empty. */
    void write(Path temporary) throws IOException;
  }

  /**
   * Replaces {@code file} by what {@code content} writes under a temporary name in the same folder;
   * missing folders are created.
   *
   * @throws UncheckedIOException if the folder cannot be written to
   */
  public static void writeFile(Path file, FileWriter content) {
    Path target = file.toAbsolutePath();
    try {
      Files.createDirectories(target.getParent());
      // not Files.createTempFile, which would hide the result from other users
      String writer = ProcessHandle.current().pid() + "-" + Thread.currentThread().getId();
      Path temporary = target.resolveSibling("." + target.getFileName() + "." + writer + ".tmp");
      try {
        Files.write(temporary, new byte[0]);
        content.write(temporary);
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + FileErrors.reason(e), e);
    }
  }

  /**
   * Creates {@code folder} with what {@code content} writes into an empty folder beside it; missing
   * parents are created. A folder that is there already is refused: replacing it would delete files
   * that this class does not know.
   *
   * @throws InvalidInputException if {@code folder} exists
   * @throws UncheckedIOException if the parent cannot be written to
   */
  public static void writeFolder(Path folder, FileWriter content) {
    Path target = folder.toAbsolutePath();
    Checks.require(!Files.exists(target), "%s: exists already; remove it first", folder);
    try {
      Files.createDirectories(target.getParent());
      String writer = ProcessHandle.current().pid() + "-" + Thread.currentThread().getId();
      Path temporary = target.resolveSibling("." + target.getFileName() + "." + writer + ".tmp");
      try {
        Files.createDirectory(temporary);
        content.write(temporary);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        delete(temporary);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + folder + ": " + FileErrors.reason(e), e);
    }
  }

  /**
   * Returns the text of a file, without a byte-order mark.
   *
   * @param largest bytes that it may have; no more are read, however many there are
   * @throws InvalidInputException if it cannot be read, is larger, or is not UTF-8 text
   */
  public static String read(Path file, int largest) {
    try (InputStream input = Files.newInputStream(file)) {
      byte[] bytes = input.readNBytes(largest + 1);
      Checks.require(
          bytes.length <= largest, "%s has more than the %d bytes that it may have", file, largest);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (IOException e) {
      throw new InvalidInputException(file + " cannot be read: " + FileErrors.reason(e), e);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> inside = Files.walk(folder)) {
        for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
