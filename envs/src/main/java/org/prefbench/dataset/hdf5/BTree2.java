package org.prefbench.dataset.hdf5;

import java.util.ArrayList;
import java.util.List;

/** B-trees of version 2 (section III.A.2). */
final class BTree2 {
  private static final String WHAT = "a B-tree";
  private static final int OVERHEAD = 10; // signature, version, type, checksum

  private final Hdf5File file;
  private final Hdf5File.Walk walk;
  private final int type;
  private final int nodeSize;
  private final int recordSize;
  private final int[] pointerSizes; // by level: bytes of the number of records of all levels below
  private final int countSize;
  private final List<Bytes> records = new ArrayList<>();

  private BTree2(Hdf5File file, long address, int type) {
    this.file = file;
    this.type = type;
    walk = file.new Walk();
    int head = 22 + file.addressSize() + file.lengthSize();
    Bytes header = walk.checked(address, head, WHAT).signature("BTHD").expect("version", 0);
    header.expect("type", type);
    nodeSize = (int) Math.min(Integer.MAX_VALUE, header.u32());
    recordSize = header.u16();
    int depth = header.u16();
    header.skip(2);
    long root = header.address();
    int count = header.u16();
    if (recordSize == 0 || depth > 64) {
      throw file.damaged("%s: records of %d bytes, %d levels", WHAT, recordSize, depth);
    }
    long most = Math.max(0, nodeSize - OVERHEAD) / recordSize; // records of a leaf
    countSize = bytesFor(most);
    pointerSizes = new int[depth + 1];
    long all = most;
    for (int level = 1; level <= depth; level++) {
      int pointer = file.addressSize() + countSize + pointerSizes[level - 1];
      long own = Math.max(0, nodeSize - OVERHEAD - pointer) / (recordSize + pointer);
      all = Math.min(Long.MAX_VALUE >> 33, (own + 1) * all + own);
      pointerSizes[level] = bytesFor(all);
    }
    if (root != Bytes.NOWHERE) {
      node(root, count, depth);
    }
  }

  /** Returns all records in order. */
  static List<Bytes> records(Hdf5File file, long address, int type) {
    return new BTree2(file, address, type).records;
  }

  static int bytesFor(long limit) {
    return (63 - Long.numberOfLeadingZeros(Math.max(1, limit))) / 8 + 1;
  }

  private void node(long address, int count, int level) {
    boolean leaf = level == 0;
    int pointer = leaf ? 0 : file.addressSize() + countSize + pointerSizes[level - 1];
    long used = OVERHEAD + count * (long) recordSize + (leaf ? 0 : (count + 1L) * pointer);
    if (used > nodeSize) {
      throw file.damaged("%s: %d records in a node of %d bytes", WHAT, count, nodeSize);
    }
    Bytes node = walk.checked(address, used, WHAT).signature(leaf ? "BTLF" : "BTIN");
    node.expect("version", 0).expect("type", type);
    for (int i = 0; i < count; i++) {
      records.add(node.slice(recordSize));
    }
    if (!leaf) {
      for (int i = 0; i <= count; i++) {
        long child = node.address();
        int childCount = (int) Math.min(Integer.MAX_VALUE, node.unsigned(countSize));
        node.skip(pointerSizes[level - 1]);
        node(child, childCount, level - 1);
      }
    }
  }
}
