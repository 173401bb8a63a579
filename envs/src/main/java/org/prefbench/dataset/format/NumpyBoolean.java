package org.prefbench.dataset.format;

import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.storage.HdfBackingStorage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The HDF5 type that h5py gives to NumPy booleans, as in D4RL's files: an enumeration FALSE = 0,
 * TRUE = 1 of signed bytes (HDF5 file format specification 3.0, section IV.A.2.d, class 8).
 */
final class NumpyBoolean extends DataType {
  private static final int ENUMERATION = 8;

  NumpyBoolean() {
    super(ENUMERATION, 1);
    classBits.set(1); // the number of members, 2, in the low 16 bits
  }

  @Override
  public ByteBuffer toBuffer() {
    return toBufferBuilder()
        .writeBuffer(((FixedPoint) DataType.fromObject((byte) 0)).toBuffer())
        .writeBytes(padded("FALSE"))
        .writeBytes(padded("TRUE"))
        .writeBytes(new byte[] {0, 1})
        .build();
  }

  /** Version 1 of the message pads a name with zeros to a multiple of 8 bytes. */
  private static byte[] padded(String name) {
    byte[] bytes = new byte[8];
    byte[] letters = name.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(letters, 0, bytes, 0, letters.length);
    return bytes;
  }

  @Override
  public Class<?> getJavaType() {
    return boolean.class;
  }

  @Override
  public Object fillData(ByteBuffer buffer, int[] dimensions, HdfBackingStorage storage) {
    throw new UnsupportedOperationException("only written");
  }
}
