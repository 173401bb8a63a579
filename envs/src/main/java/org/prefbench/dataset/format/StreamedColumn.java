package org.prefbench.dataset.format;

import io.jhdf.ObjectHeader;
import io.jhdf.WritableDatasetImpl;
import io.jhdf.api.Group;
import io.jhdf.exceptions.HdfException;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.message.DataLayoutMessage.ContiguousDataLayoutMessage;
import io.jhdf.object.message.DataSpace;
import io.jhdf.object.message.DataSpaceMessage;
import io.jhdf.object.message.DataTypeMessage;
import io.jhdf.object.message.FillValueMessage;
import io.jhdf.object.message.Message;
import io.jhdf.storage.HdfFileChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A contiguous HDF5 dataset of which only the place is laid out by the library, so that rows can be
 * written to the file as they come instead of being held in memory.
 */
final class StreamedColumn extends WritableDatasetImpl {
  private static final int BUFFER = 1 << 18; // bytes

  private final DataType type;
  private final DataSpace space;
  private final long bytes;
  private ByteBuffer buffer = ByteBuffer.allocate(0); // of a size only while rows come
  private long address;

  /**
   * Plans a dataset.
   *
   * @param example scalar or array of one row, which gives rank and row length
   * @param rows the number of rows; ignored for a scalar
   */
  StreamedColumn(Group parent, String name, Object example, DataType type, long rows) {
    super(example, name, parent);
    this.type = type;
    DataSpace one = DataSpace.fromObject(example);
    space =
        one.getDimensions().length == 0 ? one : DataSpace.modifyDimensions(one, new long[] {rows});
    bytes = space.getTotalLength() * type.getSize();
  }

  /** Writes the header and leaves the space of the data open; returns the address after it. */
  @Override
  public long write(HdfFileChannel channel, long position) {
    int headerSize = header(position, 0).limit();
    address = position + headerSize;
    channel.write(header(position, address), position);
    channel.position(address + bytes); // where the library goes on writing
    return address + bytes;
  }

  private ByteBuffer header(long position, long dataAddress) {
    List<Message> messages = new ArrayList<>();
    messages.add(DataTypeMessage.create(type));
    messages.add(DataSpaceMessage.create(space));
    messages.add(FillValueMessage.NO_FILL);
    messages.add(ContiguousDataLayoutMessage.create(dataAddress, bytes));
    return new ObjectHeader.ObjectHeaderV2(position, messages).toBuffer();
  }

  /** Returns what the system said when the library could not write its part of a file. */
  static IOException unwritten(HdfException error) {
    Throwable cause = error;
    while (cause != null && !(cause instanceof IOException)) {
      cause = cause.getCause();
    }
    return cause instanceof IOException said ? said : new IOException(error.getMessage(), error);
  }

  /** Appends floats to the data. */
  void append(FileChannel channel, float[] values, int from, int count) throws IOException {
    for (int i = from; i < from + count; i++) {
      room(channel, Float.BYTES).putFloat(values[i]);
    }
  }

  /** Appends doubles to the data. */
  void append(FileChannel channel, double[] values, int from, int count) throws IOException {
    for (int i = from; i < from + count; i++) {
      room(channel, Double.BYTES).putDouble(values[i]);
    }
  }

  /** Appends one byte to the data. */
  void append(FileChannel channel, boolean value) throws IOException {
    room(channel, 1).put((byte) (value ? 1 : 0));
  }

  /** Appends raw bytes, few of them. */
  void append(FileChannel channel, byte[] values) throws IOException {
    room(channel, values.length).put(values);
  }

  private ByteBuffer room(FileChannel channel, int size) throws IOException {
    if (buffer.remaining() < size) {
      flush(channel);
      buffer =
          ByteBuffer.allocate((int) Math.min(BUFFER, bytes))
              .order(ByteOrder.nativeOrder()); // the library's order for types
    }
    return buffer;
  }

  /** Writes what was appended since the last time, and holds no memory until more comes. */
  void flush(FileChannel channel) throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      address += channel.write(buffer, address);
    }
    buffer = ByteBuffer.allocate(0);
  }
}
