package org.prefbench.preference.numpy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.prefbench.core.Checks;
import org.prefbench.core.FileErrors;
import org.prefbench.core.InvalidInputException;

/** A place in the bytes of a file, from which no more is taken than there is. */
final class Cursor {
  /** Bytes that a file, and an unpacked entry of an archive, may have. */
  static final int LARGEST = 1 << 28;

  private static final int LONGEST_LINE = 1 << 10;

  private final ByteBuffer bytes;

  Cursor(ByteBuffer bytes) {
    this.bytes = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns a cursor at the start of a file. */
  static Cursor of(Path file) {
    try {
      long size = Files.size(file);
      Checks.require(size <= LARGEST, "%d bytes are more than the %d that are read", size, LARGEST);
      return new Cursor(ByteBuffer.wrap(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new InvalidInputException("cannot be read: " + FileErrors.reason(e), e);
    }
  }

  /** Returns how many bytes were taken. */
  int position() {
    return bytes.position();
  }

  /** Returns how many bytes are left. */
  int left() {
    return bytes.remaining();
  }

  private void require(long count) {
    Checks.require(
        count >= 0 && count <= bytes.remaining(),
        "%d bytes must follow at byte %d, there are %d",
        count,
        bytes.position(),
        bytes.remaining());
  }

  /** Takes bytes without copying them. */
  ByteBuffer take(long count) {
    require(count);
    ByteBuffer part = bytes.slice(bytes.position(), (int) count);
    bytes.position(bytes.position() + (int) count);
    return part;
  }

  /** Takes a text of so many bytes. */
  String text(long count) {
    return StandardCharsets.UTF_8.decode(take(count)).toString();
  }

  /** Takes a line of ASCII letters, without its end. */
  String line() {
    StringBuilder line = new StringBuilder();
    for (char letter = (char) u1(); letter != '\n'; letter = (char) u1()) {
      line.append(letter);
      Checks.require(line.length() <= LONGEST_LINE, "a line does not end at byte %d", position());
    }
    return line.toString();
  }

  /** Takes the bytes of a line of any length, without its end. */
  ByteBuffer letters() {
    int end = bytes.position();
    while (end < bytes.limit() && bytes.get(end) != '\n') {
      end++;
    }
    Checks.require(end < bytes.limit(), "a line does not end");
    ByteBuffer line = take(end - bytes.position());
    require(1);
    bytes.get();
    return line;
  }

  int u1() {
    require(1);
    return Byte.toUnsignedInt(bytes.get());
  }

  int u2() {
    require(2);
    return Short.toUnsignedInt(bytes.getShort());
  }

  int i4() {
    require(4);
    return bytes.getInt();
  }

  long u4() {
    return Integer.toUnsignedLong(i4());
  }

  long i8() {
    require(8);
    return bytes.getLong();
  }

  double bigEndianDouble() {
    require(8);
    return Double.longBitsToDouble(Long.reverseBytes(bytes.getLong()));
  }
}
