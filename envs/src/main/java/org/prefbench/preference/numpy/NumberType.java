package org.prefbench.preference.numpy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import org.prefbench.core.Checks;

/**
 * What a number of an array is: kind and bytes as NumPy names them, such as {@code i8}, and the
 * order of the bytes.
 */
public record NumberType(String name, ByteOrder order) {
  private static final Set<String> KNOWN =
      Set.of("b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "f4", "f8");
  private static final long EXACT = 1L << 53; // whole numbers up to it are doubles

  /** Validates the name. */
  public NumberType {
    Checks.require(
        KNOWN.contains(name),
        "numbers of type '%s' are not read (known: %s)",
        name,
        String.join(", ", KNOWN.stream().sorted().toList()));
  }

  /**
   * Returns the type of a text such as {@code <f8}, {@code |b1} or {@code i8}, which is in the
   * order of the machine that wrote it: little-endian.
   */
  static NumberType of(String text) {
    boolean marked = !text.isEmpty() && "<>|=".indexOf(text.charAt(0)) >= 0;
    return new NumberType(
        marked ? text.substring(1) : text,
        text.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns the type in NumPy's words. */
  String text() {
    return (order == ByteOrder.BIG_ENDIAN ? ">" : "<") + name;
  }

  /** Returns the bytes of a number. */
  int bytes() {
    return name.charAt(1) - '0';
  }

  /**
   * Returns the number at a byte.
   *
   * @throws org.prefbench.core.InvalidInputException if it is a whole number beyond 2^53
   */
  double get(ByteBuffer bytes, int at) {
    ByteBuffer ordered = bytes.duplicate().order(order);
    return switch (name) {
      case "b1" -> ordered.get(at) == 0 ? 0 : 1;
      case "i1" -> ordered.get(at);
      case "u1" -> Byte.toUnsignedInt(ordered.get(at));
      case "i2" -> ordered.getShort(at);
      case "u2" -> Short.toUnsignedInt(ordered.getShort(at));
      case "i4" -> ordered.getInt(at);
      case "u4" -> Integer.toUnsignedLong(ordered.getInt(at));
      case "f4" -> ordered.getFloat(at);
      case "f8" -> ordered.getDouble(at);
      default -> exact(ordered.getLong(at));
    };
  }

  /** Returns a whole number that a double holds. */
  static double exact(long value) {
    Checks.require(
        value >= -EXACT && value <= EXACT, "whole numbers are read up to 2^53, got %d", value);
    return value;
  }
}
