package org.prefbench.dataset.hdf5;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The type of a dataset's or attribute's elements (section IV.A.2.d).
 *
 * @param kind what can be read of it
 * @param size bytes of an element
 * @param signed whether a whole number has a sign
 * @param order the order of its bytes
 * @param members the names of an enumeration's values
 * @param title the type in words, such as {@code uint8} or {@code float16}
 */
public record Hdf5Type(
    Kind kind, int size, boolean signed, ByteOrder order, Map<Long, String> members, String title) {
  /** What can be read of a type. */
  public enum Kind {
    /** Whole numbers of 8, 16, 32 or 64 bits. */
    WHOLE,
    /** IEEE 754 floating point of 32 or 64 bits. */
    FLOAT,
    /** Whole numbers of which some have names. */
    ENUMERATION,
    /** Text of a fixed number of bytes. */
    TEXT,
    /** Text in the file's global heap. */
    HEAP_TEXT,
    /** Anything else: it has a title alone. */
    OTHER
  }

  static Hdf5Type read(Bytes message) {
    int first = message.u8();
    int version = first >> 4;
    int bits = message.u8() | message.u8() << 8 | message.u8() << 16;
    long stated = message.u32();
    int size = (int) Math.min(Integer.MAX_VALUE, stated);
    ByteOrder order = (bits & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    return switch (first & 15) {
      case 0 -> whole(size, (bits & 8) != 0, order, message.u16(), message.u16());
      case 1 -> floating(size, bits, order, message);
      case 3 -> new Hdf5Type(Kind.TEXT, size, false, order, Map.of(), "text");
      case 4 -> whole(size, false, order, message.u16(), message.u16());
      case 8 -> enumeration(size, version, bits & 0xFFFF, message);
      case 9 ->
          (bits & 15) == 1
              ? new Hdf5Type(Kind.HEAP_TEXT, size, false, order, Map.of(), "text")
              : other(size, "a sequence of variable length");
      case 2 -> other(size, "a time");
      case 5 -> other(size, "opaque bytes");
      case 6 -> other(size, "a compound");
      case 7 -> other(size, "a reference");
      case 10 -> other(size, "an array within each element");
      case 11 -> other(size, "complex numbers");
      default -> other(size, "a type of class " + (first & 15));
    };
  }

  private static Hdf5Type other(int size, String title) {
    return new Hdf5Type(Kind.OTHER, size, false, ByteOrder.LITTLE_ENDIAN, Map.of(), title);
  }

  private static Hdf5Type whole(
      int size, boolean signed, ByteOrder order, int offset, int precision) {
    String title = (signed ? "int" : "uint") + precision;
    boolean usual = size == 1 || size == 2 || size == 4 || size == 8;
    return usual && offset == 0 && precision == 8 * size
        ? new Hdf5Type(Kind.WHOLE, size, signed, order, Map.of(), title)
        : other(size, title + " within " + size + " bytes");
  }

  private static Hdf5Type floating(int size, int bits, ByteOrder order, Bytes message) {
    int offset = message.u16();
    int precision = message.u16();
    int exponentAt = message.u8();
    int exponentSize = message.u8();
    int mantissaAt = message.u8();
    int mantissaSize = message.u8();
    long bias = message.u32();
    int signAt = bits >> 8 & 0xFF;
    boolean plain = offset == 0 && precision == 8 * size && (bits & 64) == 0 && mantissaAt == 0;
    boolean implied = (bits >> 4 & 3) == 2; // the leading one of the mantissa is not stored
    boolean single =
        size == 4 && exponentAt == 23 && exponentSize == 8 && mantissaSize == 23 && bias == 127;
    boolean twofold =
        size == 8 && exponentAt == 52 && exponentSize == 11 && mantissaSize == 52 && bias == 1023;
    if (plain && implied && signAt == precision - 1 && (single || twofold)) {
      return new Hdf5Type(Kind.FLOAT, size, true, order, Map.of(), "float" + precision);
    }
    String title = "float" + precision;
    if (precision > 64) {
      title += " (long double)";
    } else if (precision == 16 && exponentSize == 8) {
      title = "bfloat16";
    } else if (precision == 32 || precision == 64) {
      title += " that is not IEEE 754's";
    }
    return other(size, title);
  }

  private static Hdf5Type enumeration(int size, int version, int count, Bytes message) {
    Hdf5Type base = read(message);
    if (base.kind() != Kind.WHOLE) {
      return other(size, "an enumeration of " + base.title());
    }
    String[] names = new String[count];
    for (int i = 0; i < count; i++) {
      int before = message.position();
      names[i] = message.textToZero();
      message.skip(version < 3 ? before - message.position() & 7 : 0);
    }
    Map<Long, String> members = new LinkedHashMap<>();
    for (String name : names) {
      members.put(base.wholeAt(message.array(base.size())), name);
    }
    return new Hdf5Type(
        Kind.ENUMERATION, base.size(), base.signed(), base.order(), members, "an enumeration");
  }

  /** Returns a number or text for people. */
  String text(byte[] bytes) {
    return switch (kind) {
      case TEXT -> trimmed(bytes);
      case FLOAT ->
          size == Float.BYTES
              ? Float.toString(Float.intBitsToFloat((int) wholeAt(bytes)))
              : Double.toString(Double.longBitsToDouble(wholeAt(bytes)));
      case ENUMERATION -> {
        long value = wholeAt(bytes);
        yield members.getOrDefault(value, Long.toString(value));
      }
      case WHOLE -> signed ? Long.toString(wholeAt(bytes)) : Long.toUnsignedString(wholeAt(bytes));
      default -> title;
    };
  }

  /** Returns the value if it is a whole number of at most 63 bits. */
  OptionalLong whole(byte[] bytes) {
    if (kind == Kind.WHOLE) {
      long value = wholeAt(bytes);
      return signed || value >= 0 ? OptionalLong.of(value) : OptionalLong.empty();
    }
    if (kind == Kind.FLOAT) {
      double value = Double.parseDouble(text(bytes));
      return value == Math.rint(value) && Math.abs(value) < 1L << 53
          ? OptionalLong.of((long) value)
          : OptionalLong.empty();
    }
    return OptionalLong.empty();
  }

  /** Text ends at its first zero byte, or where its padding of blanks begins. */
  private static String trimmed(byte[] bytes) {
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8).stripTrailing();
  }

  /**
   * Returns the whole number that bytes of this type are, as bits: 64 bits without sign may read
   * negative, and those of a float are its pattern.
   */
  long wholeAt(byte[] bytes) {
    long value = 0;
    for (int i = 0; i < size; i++) {
      byte each = bytes[order == ByteOrder.BIG_ENDIAN ? i : size - 1 - i];
      value = value << 8 | each & 0xFF;
    }
    int unused = 64 - 8 * size;
    return signed ? value << unused >> unused : value;
  }
}
