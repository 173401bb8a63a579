package org.prefbench.physics;

import java.util.ArrayList;
import java.util.List;

/**
 * How symmetric matrices over the degrees of freedom are stored: row k holds the entries (k, k),
 * (k, parent), (k, grandparent) ... down to the root at {@code rowStart[k] + 0, 1, 2 ...}.
 *
 * <p>The mass matrix couples a degree of freedom with its ancestors only, and so does a contact
 * with the world; factorisation then creates no further entries. Where contacts couple different
 * branches, rows are full instead: k, k - 1, k - 2 ...
 *
 * @param rowStart where each row starts, {@code [nv + 1]}
 * @param rowDof the degree of freedom of each entry
 * @param ancestorStart where each degree of freedom's list in the next two starts, {@code [nv + 1]}
 * @param ancestorDof its true ancestors, itself first
 * @param ancestorAddress of the entry that it shares with each
 */
record MatrixLayout(
    int[] rowStart, int[] rowDof, int[] ancestorStart, int[] ancestorDof, int[] ancestorAddress) {

  /**
   * Returns the layout for a forest.
   *
   * @param parent of each degree of freedom, -1 at a root
   * @param full whether rows are full
   */
  static MatrixLayout of(int[] parent, boolean full) {
    int nv = parent.length;
    int[] rowStart = new int[nv + 1];
    int[] ancestorStart = new int[nv + 1];
    List<Integer> entries = new ArrayList<>();
    List<Integer> ancestors = new ArrayList<>();
    List<Integer> addresses = new ArrayList<>();
    for (int k = 0; k < nv; k++) {
      for (int i = k; i >= 0; i = full ? i - 1 : parent[i]) {
        entries.add(i);
      }
      rowStart[k + 1] = entries.size();
      for (int i = k; i >= 0; i = parent[i]) {
        ancestors.add(i);
        addresses.add(rowStart[k] + entries.subList(rowStart[k], entries.size()).indexOf(i));
      }
      ancestorStart[k + 1] = ancestors.size();
    }
    return new MatrixLayout(
        rowStart, array(entries), ancestorStart, array(ancestors), array(addresses));
  }

  private static int[] array(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }
}
