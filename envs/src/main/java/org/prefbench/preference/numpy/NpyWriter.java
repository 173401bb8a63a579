package org.prefbench.preference.numpy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes {@code .npz} archives of arrays of 32-bit floats; the same arrays give the same bytes. */
public final class NpyWriter {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int ALIGNMENT = 64; // of the numbers, as NumPy has it
  private static final long NO_TIME = 315_532_800_000L; // 1980, the first that an archive can hold

  private NpyWriter() {}

  /**
   * An array to write.
   *
   * @param shape sizes of its axes
   * @param values in row-major order
   */
  public record Floats(int[] shape, float[] values) {}

  /** Writes arrays by their names. */
  public static void writeArchive(OutputStream output, Map<String, Floats> arrays)
      throws IOException {
    ZipOutputStream zip = new ZipOutputStream(output);
    for (Map.Entry<String, Floats> array : arrays.entrySet()) {
      ZipEntry entry = new ZipEntry(array.getKey() + ".npy");
      entry.setTime(NO_TIME);
      zip.putNextEntry(entry);
      zip.write(bytes(array.getValue()));
      zip.closeEntry();
    }
    zip.finish();
  }

  private static byte[] bytes(Floats array) {
    StringBuilder shape = new StringBuilder();
    for (int axis : array.shape()) {
      shape.append(axis).append(", ");
    }
    String header =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape.toString().strip() + "), }";
    int used = MAGIC.length + Short.BYTES + header.length() + 1;
    String padded = header + " ".repeat((ALIGNMENT - used % ALIGNMENT) % ALIGNMENT) + "\n";
    ByteBuffer bytes =
        ByteBuffer.allocate(
                MAGIC.length
                    + Short.BYTES
                    + padded.length()
                    + Math.multiplyExact(Float.BYTES, array.values().length))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).putShort((short) padded.length());
    bytes.put(padded.getBytes(StandardCharsets.US_ASCII));
    bytes.asFloatBuffer().put(array.values());
    return bytes.array();
  }
}
