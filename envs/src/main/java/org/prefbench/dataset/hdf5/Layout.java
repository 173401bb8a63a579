package org.prefbench.dataset.hdf5;

/** Where the elements of a dataset are (section IV.A.2.i). */
sealed interface Layout {
  /** In the header itself. */
  record Compact(byte[] bytes) implements Layout {}

  /** In one piece; {@link Bytes#NOWHERE} while nothing was written. */
  record Contiguous(long address) implements Layout {}

  /** How chunks are found. */
  enum Index {
    /** A B-tree of version 1. */
    TREE_1,
    /** There is one chunk alone. */
    SINGLE,
    /** All chunks one behind the other. */
    IMPLICIT,
    /** An array of fixed length. */
    FIXED_ARRAY,
    /** An array that grows. */
    EXTENSIBLE_ARRAY,
    /** A B-tree of version 2. */
    TREE_2
  }

  /**
   * In chunks of one shape.
   *
   * @param shape values of a chunk along each dimension
   * @param index how chunks are found
   * @param address of the index
   * @param partialUnfiltered whether chunks that reach beyond the dataset are stored unfiltered
   * @param singleSize stored bytes of a filtered single chunk, else 0
   * @param singleMask filters that the single chunk leaves out
   */
  record Chunked(
      long[] shape,
      Index index,
      long address,
      boolean partialUnfiltered,
      long singleSize,
      int singleMask)
      implements Layout {}

  /** Reads a layout message of any version. */
  static Layout read(Hdf5File file, String name, Bytes message) {
    int version = message.u8();
    if (version < 1 || version > 5) {
      throw file.refused("%s: a layout of version %d is not read", name, version);
    }
    if (version < 3) {
      return readOld(file, name, message);
    }
    int kind = message.u8();
    return switch (kind) {
      case 0 -> new Compact(message.array(message.u16()));
      case 1 -> new Contiguous(message.address());
      case 2 -> version == 3 ? readChunked(file, name, message) : readIndexed(file, name, message);
      case 3 ->
          throw file.refused("%s: a virtual dataset, put together from others; not read", name);
      default -> throw file.damaged("%s: layout %d", name, kind);
    };
  }

  private static Layout readOld(Hdf5File file, String name, Bytes message) {
    int rank = message.u8();
    int kind = message.u8();
    message.skip(5);
    return switch (kind) {
      case 0 -> new Compact(message.skip(4L * rank).array(message.u32()));
      case 1 -> new Contiguous(message.address());
      case 2 -> {
        long address = message.address();
        long[] shape = shape(file, name, message, rank, 4);
        yield new Chunked(shape, Index.TREE_1, address, false, 0, 0);
      }
      default -> throw file.damaged("%s: layout %d", name, kind);
    };
  }

  private static Layout readChunked(Hdf5File file, String name, Bytes message) {
    int rank = message.u8();
    long address = message.address();
    return new Chunked(shape(file, name, message, rank, 4), Index.TREE_1, address, false, 0, 0);
  }

  private static Layout readIndexed(Hdf5File file, String name, Bytes message) {
    int flags = message.u8();
    int rank = message.u8();
    int bytes = message.u8();
    if (bytes < 1 || bytes > 8) {
      throw file.damaged("%s: sizes of chunks in %d bytes", name, bytes);
    }
    long[] shape = shape(file, name, message, rank, bytes);
    int kind = message.u8();
    if (kind < 1 || kind >= Index.values().length) {
      throw file.damaged("%s: an index of chunks of kind %d", name, kind);
    }
    Index index = Index.values()[kind];
    long size = 0;
    int mask = 0;
    switch (index) {
      case SINGLE -> {
        if ((flags & 2) != 0) {
          size = message.length();
          mask = (int) message.u32();
        }
      }
      case FIXED_ARRAY -> message.skip(1);
      case EXTENSIBLE_ARRAY -> message.skip(5);
      case TREE_2 -> message.skip(6);
      default -> {}
    }
    return new Chunked(shape, index, message.address(), (flags & 1) != 0, size, mask);
  }

  /** The last of the numbers is the size of an element. */
  private static long[] shape(Hdf5File file, String name, Bytes message, int rank, int bytes) {
    if (rank < 1 || rank > 33) {
      throw file.damaged("%s: chunks of %d dimensions", name, rank);
    }
    long[] shape = new long[rank - 1];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = message.unsigned(bytes);
      if (shape[i] < 1) {
        throw file.damaged("%s: chunks of length 0", name);
      }
    }
    message.skip(bytes);
    return shape;
  }
}
