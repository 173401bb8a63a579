package org.prefbench.preference.numpy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.prefbench.core.Checks;

/** Texts and bytes as protocol 0 writes them, on a line of letters. */
final class PickleText {
  private static final String PLAIN = "\\'\"";
  private static final String NAMED = "ntr";
  private static final String MEANT = "\n\t\r";
  private static final int HEX = 16;

  private final String line;
  private int at;

  private PickleText(String line) {
    this.line = line;
  }

  /**
   * Returns a text of UNICODE: letters up to U+00FF as they are, others, line ends and backslashes
   * as {@code \}{@code uXXXX} or {@code \}{@code UXXXXXXXX}; Python's codec raw-unicode-escape.
   */
  static String unicode(ByteBuffer line) {
    return new PickleText(decoded(line)).unicode();
  }

  /**
   * Returns bytes of STRING, a literal of Python 2 between quotes, with the escapes that its {@code
   * repr} writes.
   */
  static ByteBuffer quoted(ByteBuffer line) {
    String text = decoded(line).strip();
    int last = text.length() - 1;
    Checks.require(
        last > 0 && "'\"".indexOf(text.charAt(0)) >= 0 && text.charAt(last) == text.charAt(0),
        "a text must stand between quotes");
    return new PickleText(text.substring(1, last)).bytes();
  }

  private static String decoded(ByteBuffer line) {
    return StandardCharsets.ISO_8859_1.decode(line).toString();
  }

  private String unicode() {
    StringBuilder text = new StringBuilder();
    while (at < line.length()) {
      char letter = line.charAt(at++);
      text.append(letter);
      if (letter == '\\' && at < line.length()) {
        char kind = line.charAt(at++);
        if (kind == 'u' || kind == 'U') {
          int point = digits(kind == 'u' ? 4 : 8);
          Checks.require(Character.isValidCodePoint(point), "there is no letter U+%x", point);
          text.setLength(text.length() - 1);
          text.appendCodePoint(point);
        } else {
          text.append(kind); // a backslash that means itself takes the next letter along
        }
      }
    }
    return text.toString();
  }

  private ByteBuffer bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(line.length());
    while (at < line.length()) {
      char letter = line.charAt(at++);
      bytes.put((byte) (letter == '\\' ? escaped() : letter));
    }
    return bytes.flip();
  }

  private int escaped() {
    char letter = at < line.length() ? line.charAt(at++) : 0;
    if (letter == 'x') {
      return digits(2);
    } else if (PLAIN.indexOf(letter) >= 0) {
      return letter;
    }
    Checks.require(NAMED.indexOf(letter) >= 0, "the escape \\%s of a text is not read", letter);
    return MEANT.charAt(NAMED.indexOf(letter));
  }

  private int digits(int count) {
    String digits = line.substring(at, Math.min(at + count, line.length()));
    at += digits.length();
    Checks.require(
        digits.length() == count
            && digits.chars().allMatch(digit -> Character.digit(digit, HEX) >= 0),
        "an escape needs %d digits, got '%s'",
        count,
        digits);
    return Integer.parseUnsignedInt(digits, HEX);
  }
}
