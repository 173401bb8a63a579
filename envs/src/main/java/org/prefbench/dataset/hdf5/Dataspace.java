package org.prefbench.dataset.hdf5;

/**
 * A shape (section IV.A.2.b).
 *
 * @param dimensions empty for a single value
 * @param largest the dimensions up to which it may grow, {@link Bytes#NOWHERE} for no limit
 * @param empty whether it holds no value at all
 */
record Dataspace(long[] dimensions, long[] largest, boolean empty) {
  private static final int MAX_RANK = 32; // as in the HDF5 library

  static Dataspace read(Hdf5File file, Bytes message) {
    int version = message.u8();
    int rank = message.u8();
    int flags = message.u8();
    int kind = 1;
    if (version == 1) {
      message.skip(5);
    } else if (version == 2) {
      kind = message.u8();
    } else {
      throw file.refused("a shape of version %d is not read", version);
    }
    if (rank > MAX_RANK || kind > 2) {
      throw file.damaged("a shape of %d dimensions and kind %d", rank, kind);
    }
    long[] dimensions = new long[rank];
    for (int i = 0; i < rank; i++) {
      dimensions[i] = message.length();
    }
    long[] largest = dimensions.clone();
    if ((flags & 1) != 0) {
      for (int i = 0; i < rank; i++) {
        largest[i] = message.bits(file.lengthSize());
      }
    }
    long bits = 0;
    for (long dimension : dimensions) {
      bits += 64 - Long.numberOfLeadingZeros(dimension);
    }
    if (bits > 56) { // so that no product of sizes below overflows
      throw file.damaged("a shape of more than 2^56 values");
    }
    return new Dataspace(dimensions, largest, kind == 2);
  }

  /** Returns the number of values. */
  long count() {
    long count = empty ? 0 : 1;
    for (long dimension : dimensions) {
      count *= dimension;
    }
    return count;
  }
}
