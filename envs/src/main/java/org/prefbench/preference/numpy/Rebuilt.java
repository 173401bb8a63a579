package org.prefbench.preference.numpy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;

/**
 * What NumPy's pickles call and build, done here: {@code _reconstruct} and {@code ndarray} with the
 * state (version, shape, dtype, column-major, bytes), {@code _frombuffer} (bytes, dtype, shape,
 * order) of protocol 5, {@code dtype} with its byte order, {@code scalar} (dtype, bytes), and
 * {@code _codecs.encode}, by which protocols below 3 write bytes.
 */
final class Rebuilt {
  private enum Global {
    RECONSTRUCT,
    FROM_BUFFER,
    NDARRAY,
    DTYPE,
    SCALAR,
    ENCODE
  }

  private static final Map<String, Global> GLOBALS =
      Map.of(
          "numpy.core.multiarray._reconstruct", Global.RECONSTRUCT,
          "numpy._core.multiarray._reconstruct", Global.RECONSTRUCT,
          "numpy.core.numeric._frombuffer", Global.FROM_BUFFER,
          "numpy._core.numeric._frombuffer", Global.FROM_BUFFER,
          "numpy.ndarray", Global.NDARRAY,
          "numpy.dtype", Global.DTYPE,
          "numpy.core.multiarray.scalar", Global.SCALAR,
          "numpy._core.multiarray.scalar", Global.SCALAR,
          "_codecs.encode", Global.ENCODE);

  private Rebuilt() {}

  /** An array that may still lack its state. */
  static final class Array {
    private NumpyArray array;

    NumpyArray array() {
      Checks.require(array != null, "holds an array without its numbers");
      return array;
    }
  }

  /** A type of numbers whose byte order may still change. */
  private static final class Type {
    private NumberType type;

    Type(NumberType type) {
      this.type = type;
    }
  }

  /** Returns what a pickle names. */
  static Object global(String module, String name) {
    Global global = GLOBALS.get(module + "." + name);
    if (global == null) {
      throw new InvalidInputException(
          "the global "
              + module
              + "."
              + name
              + " is not read: only NumPy's arrays are, and no code is run");
    }
    return global;
  }

  /** Returns what a call returns. */
  static Object call(Object callee, List<Object> arguments) {
    Checks.require(callee instanceof Global, "calls %s", kind(callee));
    return switch ((Global) callee) {
      case RECONSTRUCT -> {
        Checks.require(
            !arguments.isEmpty() && arguments.get(0) == Global.NDARRAY,
            "_reconstruct must make an ndarray");
        yield new Array();
      }
      case FROM_BUFFER -> {
        requireCount("_frombuffer", arguments, 4);
        Array array = new Array();
        array.array =
            array(
                arguments.get(2),
                arguments.get(1),
                text(arguments.get(3)).equals("F"),
                arguments.get(0));
        yield array;
      }
      case DTYPE -> {
        Checks.require(!arguments.isEmpty(), "dtype needs an argument");
        yield new Type(NumberType.of(text(arguments.get(0))));
      }
      case SCALAR -> {
        requireCount("scalar", arguments, 2);
        yield array(List.of(), arguments.get(0), false, arguments.get(1)).get(0);
      }
      case ENCODE -> {
        requireCount("encode", arguments, 2);
        Checks.require(text(arguments.get(1)).equals("latin1"), "encode must be to latin1");
        String text = text(arguments.get(0));
        Checks.require(
            text.chars().allMatch(letter -> letter <= 0xFF), "a letter is none of latin1");
        yield ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
      }
      case NDARRAY -> throw new InvalidInputException("calls ndarray itself");
    };
  }

  /** Gives a value that was made its state. */
  static void build(Object value, List<Object> state) {
    if (value instanceof Array array) {
      requireCount("the state of an array", state, 5);
      array.array =
          array(state.get(1), state.get(2), number(state.get(3), "order") != 0, state.get(4));
      return;
    }
    Checks.require(value instanceof Type, "gives a state to %s", kind(value));
    Checks.require(state.size() >= 8, "the state of a dtype has %d values", state.size());
    Checks.require(
        !(state.get(3) instanceof List) && !(state.get(4) instanceof List),
        "records with fields are not read");
    Type type = (Type) value;
    type.type =
        new NumberType(
            type.type.name(),
            text(state.get(1)).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  private static NumpyArray array(Object shape, Object type, boolean columnMajor, Object bytes) {
    Checks.require(shape instanceof List, "a shape must be a tuple, got %s", kind(shape));
    Checks.require(type instanceof Type, "a dtype is missing, got %s", kind(type));
    Checks.require(
        bytes instanceof ByteBuffer, "the numbers of an array must be bytes, got %s", kind(bytes));
    int[] axes =
        ((List<?>) shape)
            .stream()
                .mapToInt(axis -> (int) Math.min(number(axis, "a shape"), Integer.MAX_VALUE))
                .toArray();
    Checks.require(
        !columnMajor || axes.length < 2, "a pickled array in column-major order is not read");
    return new NumpyArray(axes, ((Type) type).type, ((ByteBuffer) bytes).slice());
  }

  private static void requireCount(String what, List<Object> values, int count) {
    Checks.require(values.size() == count, "%s has %d values, not %d", what, values.size(), count);
  }

  /** Returns a number on the stack. */
  static double number(Object value, String what) {
    if (value instanceof Long whole) {
      return NumberType.exact(whole);
    }
    Checks.require(value instanceof Double, "%s must be a number, got %s", what, kind(value));
    return (Double) value;
  }

  private static String text(Object value) {
    if (value instanceof ByteBuffer bytes) {
      return StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString();
    }
    Checks.require(value instanceof String, "needs a text, got %s", kind(value));
    return (String) value;
  }

  /** Returns what a value is called in errors. */
  static String kind(Object value) {
    return value instanceof Long || value instanceof Double
        ? "a number"
        : value instanceof String
            ? "a text"
            : value instanceof ByteBuffer
                ? "bytes"
                : value instanceof List
                    ? "a list"
                    : value instanceof Array
                        ? "an array"
                        : value instanceof Global ? "a function or class" : "something else";
  }
}
