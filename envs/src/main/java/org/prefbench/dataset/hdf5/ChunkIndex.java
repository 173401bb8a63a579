package org.prefbench.dataset.hdf5;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the chunks of a dataset are stored, whatever lists them (sections III.A, VII.C to VII.F).
 */
final class ChunkIndex {
  /**
   * A stored chunk.
   *
   * @param size stored bytes
   * @param mask filters that it leaves out, a bit for each
   */
  record Chunk(long address, long size, int mask) {}

  private static final String WHAT = "an index of chunks";

  private final Hdf5File file;
  private final Layout.Chunked layout;
  private final long chunkBytes;
  private final boolean filtered;
  private final long[] grid; // chunks along each dimension
  private final long[] largestGrid; // the same where the dataset has grown as far as it may
  private final Map<Long, Chunk> chunks = new HashMap<>();

  /**
   * Reads the list of chunks.
   *
   * @param chunkBytes of a whole chunk, unfiltered
   */
  ChunkIndex(
      Hdf5File file, Layout.Chunked layout, Dataspace space, long chunkBytes, boolean filtered) {
    this.file = file;
    this.layout = layout;
    this.chunkBytes = chunkBytes;
    this.filtered = filtered;
    grid = grid(space.dimensions());
    largestGrid = grid(space.largest());
    if (layout.address() != Bytes.NOWHERE) {
      switch (layout.index()) {
        case TREE_1 -> readTree1();
        case SINGLE ->
            put(
                new long[grid.length],
                new Chunk(
                    layout.address(),
                    layout.singleSize() > 0 ? layout.singleSize() : chunkBytes,
                    layout.singleMask()));
        case IMPLICIT -> readImplicit();
        case FIXED_ARRAY -> new ChunkArrays(file, this::put).readFixed(layout.address());
        case EXTENSIBLE_ARRAY -> new ChunkArrays(file, this::put).readExtensible(layout.address());
        case TREE_2 -> readTree2();
      }
    }
  }

  private long[] grid(long[] dimensions) {
    long[] counts = new long[dimensions.length];
    for (int i = 0; i < counts.length; i++) {
      long length = layout.shape()[i];
      counts[i] =
          dimensions[i] == Bytes.NOWHERE
              ? Bytes.NOWHERE
              : dimensions[i] / length + (dimensions[i] % length == 0 ? 0 : 1);
    }
    return counts;
  }

  /** Returns the chunk at a place of the grid, if it was ever written. */
  Optional<Chunk> find(long... place) {
    return Optional.ofNullable(chunks.get(key(place)));
  }

  private long key(long[] place) {
    long key = 0;
    for (int i = 0; i < place.length; i++) {
      key = key * grid[i] + place[i];
    }
    return key;
  }

  private void put(long[] place, Chunk chunk) {
    for (int i = 0; i < place.length; i++) {
      if (place[i] < 0 || place[i] >= grid[i]) {
        return; // outside what the dataset has shrunk to
      }
    }
    if (chunk.address() != Bytes.NOWHERE) {
      chunks.put(key(place), chunk);
    }
  }

  /**
   * Puts the chunk of a number in an array: counted over the largest grid, what grows outermost.
   */
  private void put(long number, ChunkArrays.Element element) {
    int rank = grid.length;
    int growing = 0;
    for (int i = 0; i < rank; i++) {
      growing = layout.index() == Layout.Index.EXTENSIBLE_ARRAY && largestGrid[i] < 0 ? i : growing;
    }
    long[] place = new long[rank];
    long rest = number;
    for (int i = rank - 1; i >= 0; i--) {
      if (i != growing) {
        place[i] = rest % Math.max(1, largestGrid[i]);
        rest /= Math.max(1, largestGrid[i]);
      }
    }
    place[growing] = rest;
    put(
        place,
        filtered
            ? new Chunk(element.address(), element.size(), element.mask())
            : new Chunk(element.address(), chunkBytes, 0));
  }

  private void readTree1() {
    int rank = grid.length;
    BTree1.walk(
        file,
        layout.address(),
        1,
        8 + 8 * (rank + 1),
        (key, address) -> {
          long size = key.u32();
          int mask = (int) key.u32();
          long[] place = new long[rank];
          for (int i = 0; i < rank; i++) {
            long at = key.unsigned(8);
            if (at % layout.shape()[i] != 0) {
              throw file.damaged("%s: a chunk at %d", WHAT, at);
            }
            place[i] = at / layout.shape()[i];
          }
          put(place, new Chunk(address, size, mask));
        });
  }

  private void readTree2() {
    int rank = grid.length;
    for (Bytes record : BTree2.records(file, layout.address(), filtered ? 11 : 10)) {
      int sizeBytes = record.remaining() - file.addressSize() - 4 - 8 * rank;
      long address = record.address();
      long size = filtered ? record.unsigned(ChunkArrays.sizeBytes(file, sizeBytes)) : chunkBytes;
      int mask = filtered ? (int) record.u32() : 0;
      long[] place = new long[rank];
      for (int i = 0; i < rank; i++) {
        place[i] = record.unsigned(8);
      }
      put(place, new Chunk(address, size, mask));
    }
  }

  private void readImplicit() {
    long count = 1;
    for (long along : largestGrid) {
      if (along < 0 || along > file.size() / chunkBytes / Math.max(1, count)) {
        throw file.damaged("%s: its chunks do not lie in the file", WHAT);
      }
      count *= along;
    }
    for (long i = 0; i < count; i++) {
      put(i, new ChunkArrays.Element(layout.address() + i * chunkBytes, chunkBytes, 0));
    }
  }
}
