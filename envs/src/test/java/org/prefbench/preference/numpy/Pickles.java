package org.prefbench.preference.numpy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Pickles and arrays byte by byte, as pickletools.py and NEP 1 describe them. */
public final class Pickles {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Begins a pickle of protocol 3. */
  public Pickles() {
    op(0x80, 3);
  }

  /** Adds bytes. */
  public Pickles op(int... codes) {
    for (int code : codes) {
      bytes.write(code);
    }
    return this;
  }

  /** Adds a text as it is. */
  public Pickles text(String text) {
    bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Adds GLOBAL. */
  public Pickles global(String module, String name) {
    return text("c" + module + "\n" + name + "\n");
  }

  /** Adds BINUNICODE. */
  public Pickles unicode(String text) {
    return op('X').fourBytes(text.length()).text(text);
  }

  private Pickles fourBytes(int value) {
    return op(value & 0xFF, value >> 8 & 0xFF, value >> 16 & 0xFF, value >>> 24);
  }

  /** Adds STOP and returns the pickle. */
  public byte[] done() {
    op('.');
    return bytes.toByteArray();
  }

  /** Returns the pickle of a one-dimensional array of int64. */
  public static byte[] ofLongs(long... values) {
    ByteBuffer numbers = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    numbers.asLongBuffer().put(values);
    return ofArray("i8", numbers.array(), values.length);
  }

  /** Returns the pickle of an array. */
  public static byte[] ofArray(String type, byte[] numbers, int... shape) {
    Pickles pickle =
        new Pickles()
            .global("numpy.core.multiarray", "_reconstruct")
            .global("numpy", "ndarray")
            .op('K', 0, 0x85, 'C', 1, 'b', 0x87, 'R', '(', 'K', 1, '(');
    for (int axis : shape) {
      pickle.op('J').fourBytes(axis);
    }
    pickle
        .op('t')
        .global("numpy", "dtype")
        .unicode(type)
        .op('K', 0, 'K', 1, 0x87, 'R', '(', 'K', 3)
        .unicode("<")
        .op('N', 'N', 'N', 'J', 0xFF, 0xFF, 0xFF, 0xFF, 'J', 0xFF, 0xFF, 0xFF, 0xFF)
        .op('K', 0, 't', 'b', 0x89, 'B')
        .fourBytes(numbers.length);
    pickle.bytes.writeBytes(numbers);
    return pickle.op('t', 'b').done();
  }

  /** Returns the pickle of a list of whole numbers of 32 bits. */
  public static byte[] ofList(int... values) {
    Pickles pickle = new Pickles().op(']', '(');
    for (int value : values) {
      pickle.op('J').fourBytes(value);
    }
    return pickle.op('e').done();
  }

  /** Returns an .npy file of doubles. */
  public static byte[] npy(double[] values, int... shape) {
    StringBuilder axes = new StringBuilder();
    for (int axis : shape) {
      axes.append(axis).append(", ");
    }
    String header =
        "{'descr': '<f8', 'fortran_order': False, 'shape': (" + axes.toString().strip() + "), }\n";
    ByteBuffer file =
        ByteBuffer.allocate(10 + header.length() + 8 * values.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1);
    file.put((byte) 0).putShort((short) header.length());
    file.put(header.getBytes(StandardCharsets.US_ASCII));
    file.asDoubleBuffer().put(values);
    return file.array();
  }

  /** Returns an archive of named files. */
  public static byte[] npz(Object... namesAndFiles) throws IOException {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(archive)) {
      for (int i = 0; i < namesAndFiles.length; i += 2) {
        zip.putNextEntry(new ZipEntry(namesAndFiles[i] + ".npy"));
        zip.write((byte[]) namesAndFiles[i + 1]);
      }
    }
    return archive.toByteArray();
  }
}
