package org.prefbench.dataset.hdf5;

/** Chunks listed in arrays by their number: of fixed length, or growing along one dimension. */
final class ChunkArrays {
  private static final String WHAT = "an array of chunks";

  /** What an array says of a chunk; size and mask only where chunks are filtered. */
  record Element(long address, long size, int mask) {}

  /** Hears of a chunk and its number. */
  interface Listener {
    void element(long number, Element element);
  }

  private final Hdf5File file;
  private final Hdf5File.Walk walk;
  private final Listener listener;
  private int client; // 1 for filtered chunks
  private int elementSize;

  ChunkArrays(Hdf5File file, Listener listener) {
    this.file = file;
    walk = file.new Walk();
    this.listener = listener;
  }

  /** Checks the number of bytes that a filtered chunk's size has in a record. */
  static int sizeBytes(Hdf5File file, int bytes) {
    if (bytes < 1 || bytes > 8) {
      throw file.damaged("%s: sizes of %d bytes", WHAT, bytes);
    }
    return bytes;
  }

  private void readClient(Bytes head) {
    client = head.u8();
    elementSize = head.u8();
    if (client > 1 || client == 0 && elementSize != file.addressSize()) {
      throw file.damaged("%s: elements of %d bytes", WHAT, elementSize);
    }
    if (client == 1) {
      sizeBytes(file, elementSize - file.addressSize() - 4);
    }
  }

  private void elements(Bytes block, long first, long count) {
    for (long i = 0; i < count; i++) {
      long address = block.address();
      long size = client == 1 ? block.unsigned(elementSize - file.addressSize() - 4) : 0;
      int mask = client == 1 ? (int) block.u32() : 0;
      listener.element(first + i, new Element(address, size, mask));
    }
  }

  /** Reads a block's elements, in pages where there are many of them. */
  private void block(Bytes block, long end, long first, long count, int pageBits, Bytes written) {
    long page = 1L << pageBits;
    if (count <= page) {
      elements(block, first, count);
      return;
    }
    byte[] flags = written.array((count - 1 >> pageBits) / 8 + 1);
    long at = end;
    for (long done = 0, i = 0; done < count; done += page, i++) {
      long size = Math.min(page, count - done) * elementSize + 4;
      if ((flags[(int) (i / 8)] & 0x80 >> i % 8) != 0) {
        elements(walk.checked(at, size, WHAT), first + done, Math.min(page, count - done));
      }
      at += size;
    }
  }

  private static long flagBytes(long count, int pageBits) {
    return count <= 1L << pageBits ? 0 : (count - 1 >> pageBits) / 8 + 1;
  }

  /** Reads an array of fixed length from its header on. */
  void readFixed(long address) {
    int headSize = 12 + file.lengthSize() + file.addressSize();
    Bytes head = walk.checked(address, headSize, WHAT).signature("FAHD").expect("version", 0);
    readClient(head);
    int pageBits = pageBits(head.u8());
    long count = head.length();
    long data = head.address();
    if (data == Bytes.NOWHERE) {
      return;
    }
    bound(count);
    long flags = flagBytes(count, pageBits);
    long size = 6L + file.addressSize() + flags + (flags > 0 ? 0 : count * elementSize) + 4;
    Bytes block = walk.checked(data, size, WHAT).signature("FADB").expect("version", 0);
    block.expect("client", client).skip(file.addressSize());
    block(block, data + size, 0, count, pageBits, flags > 0 ? block.slice(flags) : block);
  }

  private int pageBits(int bits) {
    if (bits > 31) {
      throw file.damaged("%s: pages of 2^%d elements", WHAT, bits);
    }
    return bits;
  }

  /** What is in an array takes room in the file. */
  private void bound(long count) {
    if (count > file.size() / elementSize) {
      throw file.damaged("%s: %d elements do not lie in the file", WHAT, count);
    }
  }

  /** Reads an array that grows from its header on. */
  void readExtensible(long address) {
    int headSize = 16 + 6 * file.lengthSize() + file.addressSize();
    Bytes head = walk.checked(address, headSize, WHAT).signature("EAHD").expect("version", 0);
    readClient(head);
    int maxBits = head.u8();
    int inIndex = head.u8();
    int leastInBlock = head.u8();
    int leastPointers = head.u8();
    int pageBits = pageBits(head.u8());
    head.skip(6L * file.lengthSize());
    long index = head.address();
    if (Integer.bitCount(leastInBlock) != 1
        || Integer.bitCount(leastPointers) != 1
        || leastPointers < 2
        || maxBits > 63) {
      throw file.damaged("%s: blocks of %d elements", WHAT, leastInBlock);
    }
    if (index == Bytes.NOWHERE) {
      return;
    }
    int superBlocks = 1 + maxBits - Integer.numberOfTrailingZeros(leastInBlock);
    int direct = 2 * Integer.numberOfTrailingZeros(leastPointers); // listed in the index itself
    int directBlocks = 2 * (leastPointers - 1);
    int offsetSize = (maxBits + 7) / 8;
    long size =
        6L
            + file.addressSize()
            + (long) inIndex * elementSize
            + (directBlocks + (long) Math.max(0, superBlocks - direct)) * file.addressSize()
            + 4;
    Bytes block = walk.checked(index, size, WHAT).signature("EAIB").expect("version", 0);
    block.expect("client", client).skip(file.addressSize());
    elements(block, 0, inIndex);
    long first = inIndex;
    for (int i = 0; i < superBlocks; i++) {
      long blocks = 1L << i / 2;
      long each = (1L << (i + 1) / 2) * leastInBlock;
      if (i < direct) {
        for (long j = 0; j < blocks; j++) {
          dataBlock(block.address(), first + j * each, each, offsetSize, pageBits, block);
        }
      } else {
        superBlock(block.address(), first, blocks, each, offsetSize, pageBits);
      }
      first += blocks * each;
    }
  }

  private void superBlock(
      long address, long first, long blocks, long each, int offsetSize, int pageBits) {
    if (address == Bytes.NOWHERE) {
      return;
    }
    bound(blocks);
    long flags = flagBytes(each, pageBits);
    long size = 6L + file.addressSize() + offsetSize + blocks * (flags + file.addressSize()) + 4;
    Bytes block = walk.checked(address, size, WHAT).signature("EASB").expect("version", 0);
    block.expect("client", client).skip(file.addressSize() + offsetSize);
    Bytes written = block.slice(blocks * flags);
    for (long j = 0; j < blocks; j++) {
      Bytes own = written.slice(flags);
      dataBlock(block.address(), first + j * each, each, offsetSize, pageBits, own);
    }
  }

  private void dataBlock(
      long address, long first, long count, int offsetSize, int pageBits, Bytes written) {
    if (address == Bytes.NOWHERE) {
      return;
    }
    bound(count);
    boolean paged = flagBytes(count, pageBits) > 0;
    long size = 6L + file.addressSize() + offsetSize + (paged ? 0 : count * elementSize) + 4;
    Bytes block = walk.checked(address, size, WHAT).signature("EADB").expect("version", 0);
    block.expect("client", client).skip(file.addressSize() + offsetSize);
    block(block, address + size, first, count, pageBits, written);
  }
}
