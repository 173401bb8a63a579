package org.prefbench.network;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.prefbench.numeric.MatrixProduct;
import org.prefbench.numeric.Vectors;

/**
 * Memory that one computation after the other uses for its batches, because fresh arrays of this
 * size cost more than what is computed in them. Not thread-safe.
 */
public final class Workspace {
  private static final long LARGEST = 1L << 26; // floats that are kept, 256 MB

  final MatrixProduct product = new MatrixProduct();
  final MatrixProduct.Packed packed = product.packed();
  final Vectors vectors = new Vectors();
  private final Map<Integer, Deque<float[]>> free = new HashMap<>();
  private final List<float[]> taken = new ArrayList<>();
  private long kept;

  /** Returns an array of a length with anything in it, until the next {@link #release}. */
  float[] take(int length) {
    Deque<float[]> some = free.get(length);
    float[] array;
    if (some == null || some.isEmpty()) {
      array = new float[length];
    } else {
      array = some.pop();
      kept -= length;
    }
    taken.add(array);
    return array;
  }

  /** Takes all arrays back; whoever holds one must not read it any more. */
  public void release() {
    for (float[] array : taken) {
      if (kept + array.length > LARGEST) {
        free.clear();
        kept = 0;
      }
      free.computeIfAbsent(array.length, any -> new ArrayDeque<>()).push(array);
      kept += array.length;
    }
    taken.clear();
  }
}
