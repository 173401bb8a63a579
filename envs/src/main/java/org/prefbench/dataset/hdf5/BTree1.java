package org.prefbench.dataset.hdf5;

import java.util.function.ObjLongConsumer;

/** B-trees of version 1 (section III.A.1). */
final class BTree1 {
  private final Hdf5File file;
  private final Hdf5File.Walk walk;
  private final int type;
  private final int keySize;
  private final ObjLongConsumer<Bytes> leaf;

  private BTree1(Hdf5File file, int type, int keySize, ObjLongConsumer<Bytes> leaf) {
    this.file = file;
    walk = file.new Walk();
    this.type = type;
    this.keySize = keySize;
    this.leaf = leaf;
  }

  /**
   * Visits the entries of the leaves in order.
   *
   * @param type 0 for groups, 1 for chunks
   * @param keySize bytes of a key
   * @param leaf hears of the key before, and the address of, every child
   */
  static void walk(Hdf5File file, long root, int type, int keySize, ObjLongConsumer<Bytes> leaf) {
    new BTree1(file, type, keySize, leaf).node(root, -1);
  }

  private void node(long address, int expected) {
    String what = "a B-tree";
    int head = 8 + 2 * file.addressSize();
    Bytes prefix = walk.peek(address, head, what).signature("TREE").expect("type", type);
    int level = prefix.u8();
    int count = prefix.u16();
    if (expected >= 0 && level != expected) {
      throw file.damaged("%s: a node of level %d, expected %d", what, level, expected);
    }
    Bytes entries = walk.read(address + head, count * (long) (keySize + file.addressSize()), what);
    for (int i = 0; i < count; i++) {
      Bytes key = entries.slice(keySize);
      long child = entries.address();
      if (level == 0) {
        leaf.accept(key, child);
      } else {
        node(child, level - 1);
      }
    }
  }
}
