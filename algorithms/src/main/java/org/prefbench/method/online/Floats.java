package org.prefbench.method.online;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The first numbers of an array in a checkpoint, little-endian, piece by piece. */
final class Floats {
  private static final int PIECE = 1 << 14;

  private Floats() {}

  static void write(DataOutput output, float[] values, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(PIECE * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < count; at += PIECE) {
      int length = Math.min(PIECE, count - at);
      bytes.asFloatBuffer().put(values, at, length);
      output.write(bytes.array(), 0, length * Float.BYTES);
    }
  }

  static void read(DataInput input, float[] values, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(PIECE * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < count; at += PIECE) {
      int length = Math.min(PIECE, count - at);
      input.readFully(bytes.array(), 0, length * Float.BYTES);
      bytes.asFloatBuffer().get(values, at, length);
    }
  }
}
