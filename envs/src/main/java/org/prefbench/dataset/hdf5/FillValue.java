package org.prefbench.dataset.hdf5;

/**
 * What stands where nothing was ever written (section IV.A.2.e and f).
 *
 * @param value the bytes of one element; empty for zeros
 * @param defined whether it stands there at all, or whatever happened to be there
 */
record FillValue(byte[] value, boolean defined) {
  static final FillValue ZEROS = new FillValue(new byte[0], true);
  private static final FillValue UNDEFINED = new FillValue(new byte[0], false);
  private static final int NEVER = 1; // when it is written

  static FillValue read(Bytes message) {
    int version = message.u8();
    int first = message.u8();
    if (version == 3) {
      boolean given = (first & 32) != 0;
      FillValue value = given ? new FillValue(message.array(message.u32()), true) : ZEROS;
      return (first >> 2 & 3) == NEVER || (first & 16) != 0 ? UNDEFINED : value;
    }
    int written = message.u8();
    if (message.u8() == 0 || written == NEVER) {
      return UNDEFINED;
    }
    return readOld(message);
  }

  static FillValue readOld(Bytes message) {
    return new FillValue(message.array(message.u32()), true);
  }
}
