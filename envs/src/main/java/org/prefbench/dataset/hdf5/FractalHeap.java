package org.prefbench.dataset.hdf5;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** A heap of objects in blocks whose sizes double (section III.G). */
final class FractalHeap {
  private static final String WHAT = "a heap";

  private final Hdf5File file;
  private final Hdf5File.Walk walk;
  private final Map<Long, Bytes> blocks = new HashMap<>();
  private final boolean checksums;
  private final int width;
  private final long startSize;
  private final long largestDirect;
  private final int offsetSize;
  private final int lengthSize;
  private final long root;
  private final int rootRows;

  FractalHeap(Hdf5File file, long address) {
    this.file = file;
    walk = file.new Walk();
    int lengths = file.lengthSize();
    int addresses = file.addressSize();
    int size = 26 + 12 * lengths + 3 * addresses;
    Bytes head = walk.checked(address, size, WHAT).signature("FRHP").expect("version", 0);
    head.skip(2); // bytes of an id
    if (head.u16() != 0) {
      throw file.refused("a heap with filters is not read");
    }
    checksums = (head.u8() & 2) != 0;
    long largestObject = head.u32();
    head.skip(lengths + addresses + lengths + addresses + 8L * lengths);
    width = head.u16();
    startSize = head.length();
    largestDirect = head.length();
    int bits = head.u16();
    head.skip(2); // rows of a first root
    root = head.address();
    rootRows = head.u16();
    if (width == 0
        || Long.bitCount(startSize) != 1
        || Long.bitCount(largestDirect) != 1
        || largestDirect < startSize
        || bits > 63) {
      throw file.damaged("%s: blocks of %d to %d bytes", WHAT, startSize, largestDirect);
    }
    offsetSize = (bits + 7) / 8;
    lengthSize = Math.min(BTree2.bytesFor(largestDirect), BTree2.bytesFor(largestObject));
  }

  /** Returns the object of an id. */
  Bytes object(Bytes id) {
    int kind = id.u8() >> 4 & 3;
    if (kind == 2) {
      throw file.refused("a tiny object in a heap is not read");
    }
    if (kind != 0) {
      throw file.refused("a huge object in a heap is not read");
    }
    long offset = id.unsigned(offsetSize);
    long length = id.unsigned(lengthSize);
    return rootRows == 0
        ? direct(root, startSize, offset, length)
        : indirect(root, rootRows, offset, length);
  }

  private Bytes direct(long address, long size, long offset, long length) {
    Bytes block = blocks.computeIfAbsent(address, at -> readDirect(at, size));
    return block.again().skip(offset).slice(length);
  }

  private Bytes readDirect(long address, long size) {
    ByteBuffer raw = walk.raw(address, size, WHAT);
    int head = 5 + file.addressSize() + offsetSize;
    Bytes block = new Bytes(file, WHAT, raw.duplicate()).signature("FHDB");
    block.skip(head - 4);
    if (checksums) {
      int stated = block.checksum();
      raw.putInt(head, 0); // it stands within what it guards
      if (Checksums.lookup3(raw, (int) size) != stated) {
        throw file.damaged("%s: its checksum differs", WHAT);
      }
    }
    return new Bytes(file, WHAT, raw);
  }

  /** Rows 0 and 1 have blocks of the first size, and every row after them twice as large ones. */
  private long blockSize(int row) {
    return row == 0 ? startSize : startSize << Math.min(row - 1, 62 - log2(startSize));
  }

  private static int log2(long value) {
    return 63 - Long.numberOfLeadingZeros(value);
  }

  private Bytes indirect(long address, int rows, long offset, long length) {
    int directRows = log2(largestDirect) - log2(startSize) + 2;
    long entries = (long) rows * width;
    int head = 5 + file.addressSize() + offsetSize;
    long size = head + entries * file.addressSize() + 4;
    Bytes known = blocks.get(address);
    if (known == null) {
      known = walk.checked(address, size, WHAT).signature("FHIB").again();
      blocks.put(address, known);
    }
    long start = 0;
    for (int row = 0; row < rows; row++) {
      long each = blockSize(row);
      if (offset - start < each * width) {
        long column = (offset - start) / each;
        long within = offset - start - column * each;
        long entry = ((long) row * width + column) * file.addressSize();
        long child = known.again().skip(head + entry).address();
        return row < directRows
            ? direct(child, each, within, length)
            : indirect(child, log2(each) - log2(startSize * width) + 1, within, length);
      }
      start += each * width;
    }
    throw file.damaged("%s: an object behind its end", WHAT);
  }
}
