package org.prefbench.core;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Arrays of numbers on disk, little-endian; a count comes first unless the caller knows it. */
public final class LittleEndian {
  private static final int PIECE = 1 << 14; // numbers at a time

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
    float[] values = new float[readCount(input)];
    read(input, Float.BYTES * values.length).asFloatBuffer().get(values);
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
    double[] values = new double[readCount(input)];
    read(input, Double.BYTES * values.length).asDoubleBuffer().get(values);
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
    int[] values = new int[readCount(input)];
    read(input, Integer.BYTES * values.length).asIntBuffer().get(values);
    return values;
  }

  private static int readCount(DataInput input) throws IOException {
    return Checks.atLeast("count of numbers", read(input, Integer.BYTES).getInt(), 0);
  }

  private static ByteBuffer read(DataInput input, int count) throws IOException {
    ByteBuffer bytes = buffer(count);
    input.readFully(bytes.array());
    return bytes;
  }

  private static ByteBuffer buffer(int count) {
    return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
  }
}
