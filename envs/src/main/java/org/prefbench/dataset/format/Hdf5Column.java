package org.prefbench.dataset.format;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.dataset.DatasetBase;
import io.jhdf.object.datatype.BitField;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.EnumDataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.OrderedDataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Map;
import org.prefbench.core.Checks;

/**
 * One column of an HDF5 file, of which a block of rows is held at a time: a dataset {@code [N]} or
 * {@code [N, width]} of numbers or booleans. h5py's booleans (an enumeration), bit fields and
 * integers all read as booleans; 32 and 64 bit floats and integers all read as numbers.
 */
final class Hdf5Column {
  private final String label;
  private final DatasetBase dataset;
  private final HdfFile file;
  private final long rows;
  private final int width;
  private final int size;
  private ByteBuffer block = ByteBuffer.allocate(0);
  private long first;

  /** Opens a dataset of {@code file}. */
  Hdf5Column(String fileName, HdfFile file, Dataset dataset) {
    this.label = fileName + ": " + dataset.getPath().substring(1);
    this.file = file;
    long[] dimensions = dataset.getDimensionsAsLong();
    Checks.require(
        dimensions.length == 1 || dimensions.length == 2,
        "%s must have 1 or 2 dimensions, got %d",
        label,
        dimensions.length);
    Checks.require(
        dataset instanceof DatasetBase && numbers(dataset.getDataType()),
        "%s must hold numbers or booleans, got %s",
        label,
        dataset.getDataType().getClass().getSimpleName().toLowerCase(Locale.ROOT));
    this.dataset = (DatasetBase) dataset;
    rows = dimensions[0];
    width = dimensions.length == 2 ? Math.toIntExact(dimensions[1]) : 1;
    size = dataset.getDataType().getSize();
  }

  private static boolean numbers(DataType type) {
    return type instanceof FloatingPoint && type.getSize() >= Float.BYTES
        || type instanceof FixedPoint
        || type instanceof BitField
        || type instanceof EnumDataType enumeration && enumeration.getBaseType().getSize() <= 8;
  }

  /** Returns the number of rows. */
  long rows() {
    return rows;
  }

  /** Returns the number of values in a row. */
  int width() {
    return width;
  }

  /** Returns whether the values are floats of 64 bits. */
  boolean isDouble() {
    return dataset.getDataType() instanceof FloatingPoint && size == Double.BYTES;
  }

  /** Returns this column if it has the given shape. */
  Hdf5Column require(long expectedRows, int expectedWidth) {
    Checks.require(
        rows == expectedRows && width == expectedWidth,
        "%s has shape [%d, %d], expected [%d, %d]",
        label,
        rows,
        width,
        expectedRows,
        expectedWidth);
    return this;
  }

  /** Loads {@code count} rows from row {@code from} on. */
  void load(long from, int count) {
    first = from;
    int bytes = Math.multiplyExact(Math.multiplyExact(count, width), size);
    if (dataset instanceof ContiguousDataset contiguous && !file.inMemory()) {
      block =
          file.getHdfBackingStorage()
              .readBufferFromAddress(
                  contiguous.getDataAddress() + from * width * (long) size, bytes);
    } else if (dataset.getDimensionsAsLong().length == 1) {
      block = dataset.getSliceDataBuffer(new long[] {from}, new int[] {count});
    } else {
      block = dataset.getSliceDataBuffer(new long[] {from, 0}, new int[] {count, width});
    }
    Checks.require(
        block.remaining() == bytes,
        "%s: read %d bytes of %d rows, expected %d",
        label,
        block.remaining(),
        count,
        bytes);
    block.order(
        dataset.getDataType() instanceof OrderedDataType ordered
            ? ordered.getByteOrder()
            : ByteOrder.LITTLE_ENDIAN);
  }

  /** Copies a loaded row, rounded to float, into {@code target}. */
  void read(long row, float[] target) {
    int at = Math.toIntExact(row - first) * width;
    for (int j = 0; j < width; j++) {
      target[j] = (float) value(at + j);
    }
  }

  /** Copies a loaded row into {@code target}. */
  void read(long row, double[] target) {
    int at = Math.toIntExact(row - first) * width;
    for (int j = 0; j < width; j++) {
      target[j] = value(at + j);
    }
  }

  /** Returns whether a loaded value is true. */
  boolean isTrue(long row) {
    int at = Math.toIntExact(row - first);
    if (dataset.getDataType() instanceof EnumDataType enumeration) {
      Map<Integer, String> names = enumeration.getEnumMapping();
      String name = names.getOrDefault(block.get(at * size) & 0xFF, "?");
      Checks.require(
          name.equalsIgnoreCase("TRUE") || name.equalsIgnoreCase("FALSE"),
          "%s: row %d must be TRUE or FALSE, got %s",
          label,
          row,
          name);
      return name.equalsIgnoreCase("TRUE");
    }
    double value = value(at);
    Checks.require(
        value == 0 || value == 1, "%s: row %d must be 0 or 1, got %s", label, row, value);
    return value == 1;
  }

  private double value(int index) {
    int at = index * size;
    if (dataset.getDataType() instanceof FloatingPoint) {
      return size == Float.BYTES ? block.getFloat(at) : block.getDouble(at);
    }
    return switch (size) {
      case Byte.BYTES -> block.get(at);
      case Short.BYTES -> block.getShort(at);
      case Integer.BYTES -> block.getInt(at);
      default -> block.getLong(at);
    };
  }
}
