package org.prefbench.drawing;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.prefbench.core.FileErrors;
import org.prefbench.core.InvalidInputException;

/**
 * Letters of two weights, and the TrueType files that they are from, which a PDF file embeds.
 *
 * @param plain the letters of ticks, legends and axes
 * @param bold those of headings
 * @param plainFile the file of the first
 * @param boldFile the file of the second
 */
public record Typeface(Font plain, Font bold, byte[] plainFile, byte[] boldFile) {
  /** Most bytes that a file of letters may have; the largest there are have thirty million. */
  private static final long LARGEST = 100_000_000;

  static Typeface of(byte[] plain, byte[] bold) throws IOException, FontFormatException {
    return new Typeface(font(plain), font(bold), plain, bold);
  }

  /**
   * Reads TrueType files.
   *
   * @param bold the letters of headings, the others too if empty
   * @throws InvalidInputException if a file cannot be read or is no such font
   */
  public static Typeface read(Path plain, Optional<Path> bold) {
    byte[] plainFile = bytes(plain);
    byte[] boldFile = bold.map(Typeface::bytes).orElse(plainFile);
    return new Typeface(
        font(plain, plainFile), font(bold.orElse(plain), boldFile), plainFile, boldFile);
  }

  private static byte[] bytes(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw new InvalidInputException(file + ": is no TrueType font, it is too large");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read: " + FileErrors.reason(e), e);
    }
  }

  private static Font font(Path file, byte[] bytes) {
    try {
      return font(bytes);
    } catch (IOException | FontFormatException e) {
      throw new InvalidInputException(file + ": is no TrueType font that Java reads", e);
    }
  }

  private static Font font(byte[] bytes) throws IOException, FontFormatException {
    return Font.createFont(Font.TRUETYPE_FONT, new ByteArrayInputStream(bytes));
  }
}
