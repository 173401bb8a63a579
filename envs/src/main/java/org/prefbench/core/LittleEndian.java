package org.prefbench.core;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;

/** Arrays of numbers on disk, little-endian; a count comes first unless the caller knows it. */
public final class LittleEndian {
  private static final int PIECE = 1 << 14; // numbers at a time
  private static final int FIRST_BYTES = 1 << 16;
  private static final long MOST_BYTES = 1L << 30; // of one array

  private LittleEndian() {}

  /** Writes the first {@code count} floats of an array piece by piece, without the count. */
  public static void writeFloats(DataOutput output, float[] values, int count) throws IOException {
    ByteBuffer bytes = buffer(Math.min(PIECE, count) * Float.BYTES);
    for (int at = 0; at < count; at += PIECE) {
      int length = Math.min(PIECE, count - at);
      bytes.asFloatBuffer().put(values, at, length);
      output.write(bytes.array(), 0, length * Float.BYTES);
    }
  }

  /** Reads what {@link #writeFloats(DataOutput, float[], int)} wrote into the first entries. */
  public static void readFloats(DataInput input, float[] values, int count) throws IOException {
    ByteBuffer bytes = buffer(Math.min(PIECE, count) * Float.BYTES);
    for (int at = 0; at < count; at += PIECE) {
      int length = Math.min(PIECE, count - at);
      input.readFully(bytes.array(), 0, length * Float.BYTES);
      bytes.asFloatBuffer().get(values, at, length);
    }
  }

  /** Writes the count and the floats. */
  public static void writeFloats(DataOutput output, float[] values) throws IOException {
    ByteBuffer bytes = buffer(Integer.BYTES + Float.BYTES * values.length);
    bytes.putInt(values.length).asFloatBuffer().put(values);
    output.write(bytes.array());
  }

  /** Reads what {@link #writeFloats} wrote. */
  public static float[] readFloats(DataInput input) throws IOException {
    FloatBuffer numbers = readCounted(input, Float.BYTES).asFloatBuffer();
    float[] values = new float[numbers.remaining()];
    numbers.get(values);
    return values;
  }

  /** Writes the count and the doubles. */
  public static void writeDoubles(DataOutput output, double[] values) throws IOException {
    ByteBuffer bytes = buffer(Integer.BYTES + Double.BYTES * values.length);
    bytes.putInt(values.length).asDoubleBuffer().put(values);
    output.write(bytes.array());
  }

  /** Reads what {@link #writeDoubles} wrote. */
  public static double[] readDoubles(DataInput input) throws IOException {
    DoubleBuffer numbers = readCounted(input, Double.BYTES).asDoubleBuffer();
    double[] values = new double[numbers.remaining()];
    numbers.get(values);
    return values;
  }

  /** Writes the count and the integers. */
  public static void writeInts(DataOutput output, int[] values) throws IOException {
    ByteBuffer bytes = buffer(Integer.BYTES + Integer.BYTES * values.length);
    bytes.putInt(values.length).asIntBuffer().put(values);
    output.write(bytes.array());
  }

  /** Reads what {@link #writeInts} wrote. */
  public static int[] readInts(DataInput input) throws IOException {
    IntBuffer numbers = readCounted(input, Integer.BYTES).asIntBuffer();
    int[] values = new int[numbers.remaining()];
    numbers.get(values);
    return values;
  }

  /** Returns the bytes of as many numbers as the count before them says. */
  private static ByteBuffer readCounted(DataInput input, int size) throws IOException {
    byte[] number = new byte[Integer.BYTES];
    input.readFully(number);
    int count = ByteBuffer.wrap(number).order(ByteOrder.LITTLE_ENDIAN).getInt();
    Checks.atLeast("count of numbers", count, 0);
    return ByteBuffer.wrap(readBytes(input, (long) count * size)).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Returns the next bytes of an input. Memory is taken as they come, so that a false count in a
   * damaged file costs no more than the file has.
   *
   * @throws EOFException with the count if the input ends before
   */
  public static byte[] readBytes(DataInput input, long count) throws IOException {
    Checks.require(
        count >= 0 && count <= MOST_BYTES,
        "%d bytes are announced, and an array has between 0 and %d",
        count,
        MOST_BYTES);
    byte[] bytes = new byte[(int) Math.min(count, FIRST_BYTES)];
    int done = 0;
    while (true) {
      try {
        input.readFully(bytes, done, bytes.length - done);
      } catch (EOFException e) {
        EOFException told = new EOFException(count + " bytes are announced, and fewer are left");
        told.initCause(e);
        throw told;
      }
      done = bytes.length;
      if (done == count) {
        return bytes;
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(count, 2L * done));
    }
  }

  private static ByteBuffer buffer(int count) {
    return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
  }
}
