package org.prefbench.dataset.hdf5;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.prefbench.core.InvalidInputException;

/** A dataset: its shape and type, and its elements, block by block. */
public final class Hdf5Dataset {
  private static final int MOST_TEXT = 1 << 20; // bytes
  private static final int MOST_ELEMENT = 1 << 20; // bytes
  private static final int MOST_ROWS = 1 << 30; // bytes
  private static final int MOST_CHUNK = 512 << 20; // bytes
  private static final int USUAL_CHUNK = 16 << 20; // bytes, whatever the dataset's size

  private final Hdf5File file;
  private final String name;
  private final Hdf5Type type;
  private final Dataspace space;
  private final Layout layout;
  private final FillValue fill;
  private final Filters filters;
  private Optional<ChunkIndex> index = Optional.empty();

  Hdf5Dataset(
      Hdf5File file,
      String name,
      Hdf5Type type,
      Dataspace space,
      Layout layout,
      FillValue fill,
      Filters filters) {
    this.file = file;
    this.name = name;
    this.type = type;
    this.space = space;
    this.layout = layout;
    this.fill = fill;
    this.filters = filters;
    if (type.size() > MOST_ELEMENT) {
      throw file.damaged("%s: elements of %d bytes", name, type.size());
    }
    if (layout instanceof Layout.Chunked chunked
        && chunked.shape().length != space.dimensions().length) {
      throw file.damaged("%s: chunks of %d dimensions", name, chunked.shape().length);
    }
  }

  /** Returns the path within the file. */
  public String name() {
    return name;
  }

  /** Returns the type of the elements. */
  public Hdf5Type type() {
    return type;
  }

  /** Returns the length of every dimension; none for a single value. */
  public long[] shape() {
    return space.dimensions().clone();
  }

  /** Returns the single value as text, if it is one that can be: a number, a name, a text. */
  Optional<String> text() {
    if (space.count() != 1 || space.dimensions().length > 1) {
      return Optional.empty();
    }
    return switch (type.kind()) {
      case OTHER -> Optional.empty();
      case HEAP_TEXT -> Optional.of(heapText(new Bytes(file, name, ByteBuffer.wrap(element()))));
      default -> Optional.of(type.text(element()));
    };
  }

  private byte[] element() {
    ByteBuffer bytes = plain(0, type.size());
    byte[] element = new byte[type.size()];
    bytes.get(element);
    return element;
  }

  /** A text of variable length is a reference into the global heap (section III.E). */
  private String heapText(Bytes reference) {
    String what = "texts of variable length";
    long length = reference.u32();
    long address = reference.address();
    long wanted = reference.u32();
    if (length == 0) {
      return "";
    }
    Hdf5File.Walk walk = file.new Walk();
    int head = 8 + file.lengthSize() + 7 & ~7; // of the heap, and of an object in it
    Bytes prefix = walk.peek(address, head, what).signature("GCOL").expect("version", 1);
    Bytes heap = walk.read(address, prefix.skip(3).length(), what).skip(head);
    while (heap.remaining() >= head) {
      Bytes object = heap.slice(head);
      int number = object.u16();
      long size = object.skip(6).length();
      if (number == wanted && length <= size && size <= MOST_TEXT) {
        return heap.text(length);
      }
      if (number == 0) {
        break; // free space, which is last
      }
      heap.skip(size).align8();
    }
    throw file.damaged("%s: a text that is not there", name);
  }

  /**
   * Returns the bytes of rows {@code [from, from + count)} of a dataset of one or two dimensions.
   *
   * @throws InvalidInputException if they were never written and have no fill value, or are damaged
   */
  public ByteBuffer rows(long from, int count) {
    long width = space.dimensions().length == 2 ? space.dimensions()[1] : 1;
    long rowBytes = width * type.size();
    if (rowBytes > MOST_ROWS / Math.max(1, count)) {
      throw file.refused(
          "%s: %d rows of %d bytes, too many to read at once", name, count, rowBytes);
    }
    int bytes = (int) rowBytes * count;
    ByteBuffer block =
        layout instanceof Layout.Chunked chunked
            ? chunked(chunked, from, count, width, bytes)
            : plain(from * rowBytes, bytes);
    return block.order(type.order());
  }

  /** Reads bytes of a dataset that is stored in one piece. */
  private ByteBuffer plain(long from, int count) {
    if (layout instanceof Layout.Compact compact) {
      long all = space.count() * type.size();
      if (compact.bytes().length != all) {
        throw file.damaged("%s: has %d bytes, expected %d", name, compact.bytes().length, all);
      }
      return ByteBuffer.wrap(compact.bytes(), Math.toIntExact(from), count).slice();
    }
    if (layout instanceof Layout.Contiguous contiguous) {
      return contiguous.address() == Bytes.NOWHERE
          ? filled(count)
          : file.bytes(contiguous.address() + from, count, name);
    }
    return chunked((Layout.Chunked) layout, 0, 1, 1, count);
  }

  private ByteBuffer filled(int count) {
    ByteBuffer block = ByteBuffer.allocate(count);
    byte[] value = fill.value();
    if (!fill.defined()) {
      throw file.refused("%s: has elements that were never written, and no value for them", name);
    }
    if (value.length > 0) {
      if (value.length != type.size()) {
        throw file.damaged(
            "%s: a fill value of %d bytes, expected %d", name, value.length, type.size());
      }
      while (block.hasRemaining()) {
        block.put(value);
      }
      block.flip();
    }
    return block;
  }

  private ByteBuffer chunked(Layout.Chunked chunked, long from, int count, long width, int bytes) {
    long[] shape = chunked.shape();
    int size = type.size();
    long chunkRows = shape.length == 0 ? 1 : shape[0];
    long chunkWidth = shape.length < 2 ? 1 : shape[1];
    long most = Math.min(MOST_CHUNK, Math.max(USUAL_CHUNK, 2 * space.count() * size));
    long chunkBytes = Math.max(1, size);
    for (long length : shape) {
      if (length > most / chunkBytes) {
        throw file.refused("%s: chunks of more than %d bytes are not read", name, most);
      }
      chunkBytes *= length;
    }
    if (index.isEmpty()) {
      index = Optional.of(new ChunkIndex(file, chunked, space, chunkBytes, !filters.isEmpty()));
    }
    ByteBuffer block = ByteBuffer.allocate(bytes);
    for (long i = from / chunkRows; i * chunkRows < from + count; i++) {
      long firstRow = Math.max(from, i * chunkRows);
      long lastRow = Math.min(from + count, (i + 1) * chunkRows);
      for (long j = 0; j * chunkWidth < width; j++) {
        int columns = (int) Math.min(chunkWidth, width - j * chunkWidth);
        Optional<ChunkIndex.Chunk> found =
            shape.length == 2 ? index.get().find(i, j) : index.get().find(i);
        byte[] chunk =
            found.isPresent()
                ? unpacked(chunked, found.get(), (int) chunkBytes, i, j)
                : filled((int) Math.min(chunkBytes, (long) columns * size)).array();
        for (long row = firstRow; row < lastRow; row++) {
          long source = found.isPresent() ? (row - i * chunkRows) * chunkWidth * size : 0;
          long target = ((row - from) * width + j * chunkWidth) * size;
          block.put((int) target, chunk, (int) source, columns * size);
        }
      }
    }
    return block;
  }

  private byte[] unpacked(
      Layout.Chunked chunked, ChunkIndex.Chunk chunk, int chunkBytes, long i, long j) {
    boolean whole =
        (i + 1) * chunked.shape()[0] <= space.dimensions()[0]
            && (chunked.shape().length < 2
                || (j + 1) * chunked.shape()[1] <= space.dimensions()[1]);
    boolean plain = filters.isEmpty() || !whole && chunked.partialUnfiltered();
    long stored = plain ? chunkBytes : chunk.size();
    if (!plain && chunkBytes > filters.most(stored)) {
      throw file.damaged("%s: a chunk of %d bytes in %d stored ones", name, chunkBytes, stored);
    }
    byte[] bytes = file.bytes(chunk.address(), stored, name + ": a chunk").array();
    return plain ? bytes : filters.undo(file, name, bytes, chunk.mask(), chunkBytes);
  }
}
