package org.prefbench.dataset.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The little-endian numbers of one block of a file; whatever runs over its end is damage. */
final class Bytes {
  /** The address that stands for nothing: all bits set. */
  static final long NOWHERE = -1;

  private final Hdf5File file;
  private final String what;
  private final ByteBuffer buffer;

  /**
   * Wraps a block.
   *
   * @param what the structure, for errors
   */
  Bytes(Hdf5File file, String what, ByteBuffer buffer) {
    this.file = file;
    this.what = what;
    this.buffer = buffer.order(ByteOrder.LITTLE_ENDIAN);
  }

  int remaining() {
    return buffer.remaining();
  }

  int position() {
    return buffer.position();
  }

  /** Steps over bytes. */
  Bytes skip(long count) {
    need(count);
    buffer.position(buffer.position() + (int) count);
    return this;
  }

  /** Steps over the bytes that fill up to a multiple of 8 from the block's start. */
  void align8() {
    skip(Math.min(remaining(), -position() & 7));
  }

  int u8() {
    need(1);
    return buffer.get() & 0xFF;
  }

  int u16() {
    need(2);
    return buffer.getShort() & 0xFFFF;
  }

  long u32() {
    need(4);
    return buffer.getInt() & 0xFFFFFFFFL;
  }

  /** Returns a checksum. */
  int checksum() {
    return (int) u32();
  }

  /** Returns a whole number of {@code size} bytes; one that exceeds 63 bits is damage. */
  long unsigned(int size) {
    long value = bits(size);
    if (value < 0) {
      throw file.damaged("%s: a size of %s", what, Long.toUnsignedString(value));
    }
    return value;
  }

  /** Returns a size or count. */
  long length() {
    return unsigned(file.lengthSize());
  }

  /** Returns an address, relative to the file's base, or {@link #NOWHERE}. */
  long address() {
    int size = file.addressSize();
    long value = bits(size);
    long nowhere = size == 8 ? -1 : (1L << (8 * size)) - 1;
    if (value == nowhere) {
      return NOWHERE;
    }
    if (value < 0) {
      throw file.damaged("%s: an address beyond the file", what);
    }
    return value;
  }

  /** Returns the bits of a number of {@code size} bytes. */
  long bits(int size) {
    need(size);
    long value = 0;
    for (int i = 0; i < size; i++) {
      value |= (buffer.get() & 0xFFL) << (8 * i);
    }
    return value;
  }

  byte[] array(long count) {
    need(count);
    byte[] bytes = new byte[(int) count];
    buffer.get(bytes);
    return bytes;
  }

  /** Returns the next bytes as a block of their own. */
  Bytes slice(long count) {
    need(count);
    Bytes part = new Bytes(file, what, buffer.slice(buffer.position(), (int) count));
    skip(count);
    return part;
  }

  /** Returns the same block from its start. */
  Bytes again() {
    return new Bytes(file, what, buffer.duplicate().rewind());
  }

  /** Returns a text of {@code count} bytes, up to the first zero byte. */
  String text(long count) {
    byte[] bytes = array(count);
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /** Returns a text that ends with a zero byte, and steps over that. */
  String textToZero() {
    int end = buffer.position();
    while (end < buffer.limit() && buffer.get(end) != 0) {
      end++;
    }
    return text(end - buffer.position() + 1L);
  }

  /** Checks the four letters that a structure begins with. */
  Bytes signature(String expected) {
    String found = new String(array(4), StandardCharsets.ISO_8859_1);
    if (!found.equals(expected)) {
      throw file.damaged("%s: does not begin with %s", what, expected);
    }
    return this;
  }

  /** Checks a version or another number that has one right value. */
  Bytes expect(String name, int expected) {
    int found = u8();
    if (found != expected) {
      throw file.damaged("%s: %s %d, expected %d", what, name, found, expected);
    }
    return this;
  }

  private void need(long count) {
    if (count < 0 || count > buffer.remaining()) {
      throw file.damaged("%s: needs %d bytes, has %d", what, count, buffer.remaining());
    }
  }
}
