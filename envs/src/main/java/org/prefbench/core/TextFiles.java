package org.prefbench.core;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts in files that anybody may have written. */
public final class TextFiles {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private TextFiles() {}

  /**
   * Returns a file's text without a byte-order mark.
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
}
