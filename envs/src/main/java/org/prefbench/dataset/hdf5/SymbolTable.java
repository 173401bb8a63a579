package org.prefbench.dataset.hdf5;

import java.util.ArrayList;
import java.util.List;

/** The links of a group of the old kind: a B-tree of version 1 over a heap of names. */
final class SymbolTable {
  private final Hdf5File file;
  private final Hdf5File.Walk walk;
  private final Bytes names;
  private final List<Link> links = new ArrayList<>();

  private SymbolTable(Hdf5File file, long heap) {
    this.file = file;
    walk = file.new Walk();
    Bytes head = walk.peek(heap, 32, "names of a group").signature("HEAP").expect("version", 0);
    long size = head.skip(3).length();
    head.length(); // where free space begins
    names = walk.read(head.address(), size, "names of a group");
  }

  static List<Link> read(Hdf5File file, long tree, long heap) {
    SymbolTable table = new SymbolTable(file, heap);
    BTree1.walk(file, tree, 0, file.lengthSize(), (key, child) -> table.readNode(child));
    return table.links;
  }

  private void readNode(long address) {
    String what = "entries of a group";
    int count = walk.peek(address, 8, what).signature("SNOD").expect("version", 1).skip(1).u16();
    Bytes node = walk.read(address + 8, count * (2L * file.addressSize() + 24), what);
    for (int i = 0; i < count; i++) {
      long name = node.address();
      long object = node.address();
      long cached = node.u32();
      Bytes scratch = node.skip(4).slice(16);
      String text = names.again().skip(name).textToZero();
      links.add(
          cached == 2 // a soft link, whose path is among the names too
              ? new Link.Soft(text, names.again().skip(scratch.u32()).textToZero())
              : new Link.Hard(text, object));
    }
  }
}
