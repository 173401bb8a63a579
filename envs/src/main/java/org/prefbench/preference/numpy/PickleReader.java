package org.prefbench.preference.numpy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;

/**
 * Reads one NumPy array, or one list of numbers, from a pickle of protocol 0 to 5 (PEP 3154, PEP
 * 574; Lib/pickletools.py). Of the instructions of a pickle it follows those that make numbers,
 * texts, tuples and lists and fetch them from the memo; the functions and classes that a pickle may
 * name are those by which NumPy rebuilds an array, which are done here. Everything else is refused
 * by name: no code is ever run.
 */
public final class PickleReader {
  private static final int MOST_VALUES = 1 << 24;
  private static final Object MARK = new Object();
  private static final Object NONE = new Object();

  private final Cursor cursor;
  private final List<Object> stack = new ArrayList<>();
  private final Map<Long, Object> memo = new HashMap<>();
  private long encoded;

  private PickleReader(Cursor cursor) {
    this.cursor = cursor;
  }

  /** Values that were put together by TUPLE; a list may still grow. */
  private record Tuple(List<Object> values) {}

  /**
   * Returns the array of a file; a list is an array of one axis.
   *
   * @throws InvalidInputException with the file's name and the byte, if the pickle is damaged or
   *     holds anything else
   */
  public static NumpyArray read(Path file) {
    return NpyReader.located(file.toString(), () -> new PickleReader(Cursor.of(file)).read());
  }

  private NumpyArray read() {
    int at = 0;
    try {
      for (int code = cursor.u1(); code != '.'; code = cursor.u1()) {
        at = cursor.position() - 1;
        follow(code);
        Checks.require(stack.size() <= MOST_VALUES, "holds more than %d values", MOST_VALUES);
      }
      at = cursor.position() - 1;
      return array(pop());
    } catch (InvalidInputException e) {
      throw new InvalidInputException("byte " + at + ": " + e.getMessage(), e);
    }
  }

  private static NumpyArray array(Object value) {
    if (value instanceof Rebuilt.Array array) {
      return array.array();
    }
    Checks.require(
        value instanceof List, "holds %s, not an array or a list of numbers", Rebuilt.kind(value));
    List<?> list = (List<?>) value;
    double[] numbers = new double[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Rebuilt.number(list.get(i), "item " + i + " of the list");
    }
    return NumpyArray.of(numbers);
  }

  private void follow(int code) {
    switch (code) {
      case 0x80 -> Checks.require(cursor.u1() <= 5, "protocol above 5 is not read");
      case 0x95 -> cursor.i8(); // FRAME: how many bytes belong together
      case '(' -> stack.add(MARK);
      case 'N' -> stack.add(NONE);
      case 0x88 -> stack.add(1L);
      case 0x89 -> stack.add(0L);
      case 'K' -> stack.add((long) cursor.u1());
      case 'M' -> stack.add((long) cursor.u2());
      case 'J' -> stack.add((long) cursor.i4());
      case 0x8a -> stack.add(whole(cursor.u1()));
      case 0x8b -> stack.add(whole(cursor.u4()));
      case 'I', 'L' -> stack.add(wholeText(cursor.line()));
      case 'G' -> stack.add(cursor.bigEndianDouble());
      case 'F' -> stack.add(floatText(cursor.line()));
      case 'X' -> stack.add(cursor.text(cursor.u4()));
      case 'V' -> stack.add(PickleText.unicode(cursor.letters()));
      case 'S' -> stack.add(PickleText.quoted(cursor.letters()));
      case 0x8c -> stack.add(cursor.text(cursor.u1()));
      case 0x8d -> stack.add(cursor.text(cursor.i8()));
      case 'B', 'T' -> stack.add(cursor.take(cursor.u4()));
      case 'C', 'U' -> stack.add(cursor.take(cursor.u1()));
      case 0x8e, 0x96 -> stack.add(cursor.take(cursor.i8()));
      case ']' -> stack.add(new ArrayList<Object>());
      case 'l' -> stack.add(toMark());
      case 'a' -> append(List.of(pop()));
      case 'e' -> append(toMark());
      case ')' -> stack.add(new Tuple(List.of()));
      case 't' -> stack.add(new Tuple(toMark()));
      case 0x85, 0x86, 0x87 -> stack.add(new Tuple(last(code - 0x84)));
      case 'q' -> memo.put((long) cursor.u1(), peek());
      case 'r' -> memo.put(cursor.u4(), peek());
      case 'p' -> memo.put(wholeText(cursor.line()), peek());
      case 0x94 -> memo.put((long) memo.size(), peek());
      case 'h' -> stack.add(remembered(cursor.u1()));
      case 'j' -> stack.add(remembered(cursor.u4()));
      case 'g' -> stack.add(remembered(wholeText(cursor.line())));
      case 'c' -> stack.add(Rebuilt.global(cursor.line(), cursor.line()));
      case 0x93 -> {
        Object name = pop();
        stack.add(Rebuilt.global(text(pop()), text(name)));
      }
      case 'R' -> {
        List<Object> arguments = tuple(pop());
        stack.add(bounded(Rebuilt.call(pop(), arguments)));
      }
      case 'b' -> {
        List<Object> state = tuple(pop());
        Rebuilt.build(peek(), state);
      }
      default ->
          throw new InvalidInputException(
              "the instruction "
                  + PickleNames.of(code)
                  + " is not followed: only arrays, lists and numbers are read, and no code is run");
    }
  }

  /** Bytes that are made of texts are no more than the file has, however often one is fetched. */
  private Object bounded(Object made) {
    encoded += made instanceof ByteBuffer bytes ? bytes.remaining() : 0;
    Checks.require(
        encoded <= cursor.position() + cursor.left(), "makes more bytes than the file has");
    return made;
  }

  /** LONG1 and LONG4: little-endian, two's complement. */
  private long whole(long bytes) {
    Checks.require(bytes <= Long.BYTES, "a whole number of %d bytes is not read", bytes);
    ByteBuffer digits = cursor.take(bytes);
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= Byte.toUnsignedLong(digits.get(i)) << (8 * i);
    }
    int unused = 64 - 8 * (int) bytes;
    return bytes == 0 ? 0 : value << unused >> unused;
  }

  private static long wholeText(String line) {
    String digits = line.endsWith("L") ? line.substring(0, line.length() - 1) : line;
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new InvalidInputException("must be a whole number, got '" + line + "'", e);
    }
  }

  private static double floatText(String line) {
    try {
      return Double.parseDouble(line);
    } catch (NumberFormatException e) {
      throw new InvalidInputException("must be a number, got '" + line + "'", e);
    }
  }

  private Object peek() {
    Checks.require(!stack.isEmpty(), "takes a value where there is none");
    return stack.get(stack.size() - 1);
  }

  private Object pop() {
    Object value = peek();
    Checks.require(value != MARK, "takes a value where there is none");
    stack.remove(stack.size() - 1);
    return value;
  }

  private List<Object> last(int count) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(0, pop());
    }
    return values;
  }

  private List<Object> toMark() {
    int mark = stack.lastIndexOf(MARK);
    Checks.require(mark >= 0, "goes back to a mark that is not there");
    List<Object> above = stack.subList(mark + 1, stack.size());
    List<Object> values = new ArrayList<>(above);
    stack.subList(mark, stack.size()).clear();
    return values;
  }

  @SuppressWarnings("unchecked") // all lists on the stack are made here
  private void append(List<Object> values) {
    Object list = peek();
    Checks.require(list instanceof List, "appends to %s", Rebuilt.kind(list));
    Checks.require(
        ((List<Object>) list).size() + values.size() <= MOST_VALUES,
        "a list holds more than %d values",
        MOST_VALUES);
    ((List<Object>) list).addAll(values);
  }

  private Object remembered(long key) {
    Checks.require(memo.containsKey(key), "remembers value %d, which was not kept", key);
    return memo.get(key);
  }

  private static List<Object> tuple(Object value) {
    Checks.require(value instanceof Tuple, "needs a tuple, got %s", Rebuilt.kind(value));
    List<Object> values = new ArrayList<>();
    for (Object item : ((Tuple) value).values()) {
      values.add(item instanceof Tuple inner ? inner.values() : item);
    }
    return values;
  }

  /** Returns a text; older pickles have it as bytes. */
  private static String text(Object value) {
    if (value instanceof ByteBuffer bytes) {
      return StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString();
    }
    Checks.require(value instanceof String, "needs a text, got %s", Rebuilt.kind(value));
    return (String) value;
  }
}
