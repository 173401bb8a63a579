package org.prefbench.dataset.hdf5;

import java.nio.ByteBuffer;

/** The two checksums of HDF5. */
final class Checksums {
  private Checksums() {}

  /**
   * Bob Jenkins' lookup3 ({@code hashlittle} with initial value 0, 2006, public domain), which
   * guards metadata.
   *
   * @param length the number of bytes from the buffer's start
   */
  static int lookup3(ByteBuffer bytes, int length) {
    int a = 0xdeadbeef + length;
    int b = a;
    int c = a;
    int at = 0;
    int left = length;
    while (left > 12) {
      a += word(bytes, at, 4);
      b += word(bytes, at + 4, 4);
      c += word(bytes, at + 8, 4);
      a -= c;
      a ^= Integer.rotateLeft(c, 4);
      c += b;
      b -= a;
      b ^= Integer.rotateLeft(a, 6);
      a += c;
      c -= b;
      c ^= Integer.rotateLeft(b, 8);
      b += a;
      a -= c;
      a ^= Integer.rotateLeft(c, 16);
      c += b;
      b -= a;
      b ^= Integer.rotateLeft(a, 19);
      a += c;
      c -= b;
      c ^= Integer.rotateLeft(b, 4);
      b += a;
      at += 12;
      left -= 12;
    }
    if (left == 0) {
      return c;
    }
    a += word(bytes, at, Math.min(left, 4));
    b += word(bytes, at + 4, Math.min(left - 4, 4));
    c += word(bytes, at + 8, Math.min(left - 8, 4));
    c ^= b;
    c -= Integer.rotateLeft(b, 14);
    a ^= c;
    a -= Integer.rotateLeft(c, 11);
    b ^= a;
    b -= Integer.rotateLeft(a, 25);
    c ^= b;
    c -= Integer.rotateLeft(b, 16);
    a ^= c;
    a -= Integer.rotateLeft(c, 4);
    b ^= a;
    b -= Integer.rotateLeft(a, 14);
    c ^= b;
    c -= Integer.rotateLeft(b, 24);
    return c;
  }

  private static int word(ByteBuffer bytes, int at, int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
      value |= (bytes.get(at + i) & 0xFF) << (8 * i);
    }
    return value;
  }

  /** Fletcher's checksum of 32 bits over big-endian words of 16, which guards chunks. */
  static int fletcher32(byte[] bytes, int length) {
    long first = 0;
    long second = 0;
    for (int i = 0; i < length; i += 2) {
      int low = i + 1 < length ? bytes[i + 1] & 0xFF : 0;
      first = fold(first + ((bytes[i] & 0xFF) << 8 | low));
      second = fold(second + first);
    }
    return (int) (second << 16 | first);
  }

  /** Adds the carry back in, as sums of ones' complement do; only 0 itself stays 0. */
  private static long fold(long sum) {
    return (sum & 0xFFFF) + (sum >>> 16);
  }
}
