package org.prefbench.dataset.hdf5;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.prefbench.core.InvalidInputException;

/** What was done to chunks before they were stored (section IV.A.2.l), undone in reverse order. */
final class Filters {
  static final Filters NONE = new Filters(List.of());

  private static final int DEFLATE = 1;
  private static final int SHUFFLE = 2;
  private static final int FLETCHER = 3;
  private static final int LZF = 32_000;

  /** Registered filters, so that a refusal has a name. */
  private static final Map<Integer, String> NAMES =
      Map.of(
          4,
          "szip",
          5,
          "n-bit",
          6,
          "scale-offset",
          32_001,
          "blosc",
          32_004,
          "LZ4",
          32_008,
          "bitshuffle",
          32_013,
          "zfp",
          32_015,
          "zstandard",
          32_026,
          "blosc2");

  /** The most that one byte of a stream of DEFLATE or LZF becomes (RFC 1951: 258 of 2 bits). */
  private static final int MOST_EXPANSION = 1032;

  private record Filter(int id, int elementSize) {}

  private final List<Filter> filters;

  private Filters(List<Filter> filters) {
    this.filters = filters;
  }

  static Filters read(Hdf5File file, String name, Bytes message) {
    int version = message.u8();
    int count = message.u8();
    message.skip(version == 1 ? 6 : 0);
    List<Filter> filters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int id = message.u16();
      int nameSize = version == 1 || id >= 256 ? message.u16() : 0;
      message.skip(2);
      int values = message.u16();
      message.skip(version == 1 ? nameSize + 7 & ~7 : nameSize);
      int first = 0;
      for (int j = 0; j < values; j++) {
        long value = message.u32();
        first = j == 0 ? (int) Math.min(Integer.MAX_VALUE, value) : first;
      }
      message.skip(version == 1 && values % 2 == 1 ? 4 : 0);
      if (id != DEFLATE && id != SHUFFLE && id != FLETCHER && id != LZF) {
        throw file.refused(
            "%s: compressed by %s, which is not read (deflate, shuffle, fletcher32 and lzf are)",
            name, NAMES.getOrDefault(id, "the filter " + id));
      }
      filters.add(new Filter(id, first));
    }
    return new Filters(filters);
  }

  boolean isEmpty() {
    return filters.isEmpty();
  }

  /** Returns the most bytes that {@code stored} ones can become. */
  long most(long stored) {
    boolean compressed =
        filters.stream().anyMatch(filter -> filter.id() == DEFLATE || filter.id() == LZF);
    return compressed ? stored * MOST_EXPANSION : stored;
  }

  /**
   * Returns a chunk as it was.
   *
   * @param mask a bit for every filter that was left out
   * @param length of the chunk in bytes
   */
  byte[] undo(Hdf5File file, String name, byte[] stored, int mask, int length) {
    byte[] bytes = stored;
    for (int i = filters.size() - 1; i >= 0; i--) {
      if ((mask >> i & 1) == 0) {
        bytes = undo(file, name, filters.get(i), bytes, length);
      }
    }
    if (bytes.length != length) {
      throw file.damaged("%s: a chunk of %d bytes, expected %d", name, bytes.length, length);
    }
    return bytes;
  }

  private static byte[] undo(Hdf5File file, String name, Filter filter, byte[] bytes, int length) {
    try {
      return switch (filter.id()) {
        case DEFLATE -> inflated(bytes, length);
        case SHUFFLE -> unshuffled(bytes, filter.elementSize());
        case LZF -> expanded(bytes, between(length));
        default -> checked(bytes);
      };
    } catch (DataFormatException e) {
      throw new InvalidInputException(
          file.damaged("%s: a chunk that does not unpack", name).getMessage(), e);
    }
  }

  /** The most that a chunk can have between two filters: a checksum, or a failed compression. */
  private static int between(int length) {
    return length + length / 16 + 64;
  }

  /** Unpacks a chunk, or what another filter made of it, which may be a little longer. */
  private static byte[] inflated(byte[] bytes, int length) throws DataFormatException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(bytes);
      byte[] chunk = new byte[length];
      int count = inflate(inflater, chunk);
      byte[] rest = new byte[between(length) - length];
      int more = inflate(inflater, rest); // the end of the stream, even where no byte is left
      if (!inflater.finished()) {
        throw new DataFormatException("too long or cut short");
      }
      byte[] result = count + more == length ? chunk : Arrays.copyOf(chunk, count + more);
      System.arraycopy(rest, 0, result, count, more);
      return result;
    } finally {
      inflater.end();
    }
  }

  /** Returns how many bytes of {@code target} there are. */
  private static int inflate(Inflater inflater, byte[] target) throws DataFormatException {
    int count = 0;
    int more = 1;
    while (more > 0 && count < target.length && !inflater.finished()) {
      more = inflater.inflate(target, count, target.length - count);
      count += more;
    }
    return count;
  }

  /** Bytes of elements lie by their place within the element; a rest is left as it is. */
  private static byte[] unshuffled(byte[] bytes, int elementSize) {
    int count = elementSize < 2 ? 0 : bytes.length / elementSize;
    byte[] result = bytes.clone();
    for (int place = 0, at = 0; place < (count == 0 ? 0 : elementSize); place++) {
      for (int i = 0; i < count; i++, at++) {
        result[i * elementSize + place] = bytes[at];
      }
    }
    return result;
  }

  /** Marc Lehmann's LZF (liblzf 3.6): runs of literals, and copies of what came before. */
  private static byte[] expanded(byte[] bytes, int most) throws DataFormatException {
    byte[] result = new byte[most];
    int at = 0;
    int count = 0;
    try {
      while (at < bytes.length) {
        int control = bytes[at++] & 0xFF;
        if (control < 32) {
          System.arraycopy(bytes, at, result, count, control + 1);
          at += control + 1;
          count += control + 1;
        } else {
          int length = (control >> 5) + 2;
          if (length == 9) {
            length += bytes[at++] & 0xFF;
          }
          int from = count - ((control & 31) << 8 | bytes[at++] & 0xFF) - 1;
          for (int i = 0; i < length; i++) {
            result[count++] = result[from++];
          }
        }
      }
    } catch (IndexOutOfBoundsException e) {
      DataFormatException cause = new DataFormatException("too long or cut short");
      cause.initCause(e);
      throw cause;
    }
    return Arrays.copyOf(result, count);
  }

  private static byte[] checked(byte[] bytes) throws DataFormatException {
    int length = bytes.length - Integer.BYTES;
    if (length < 0) {
      throw new DataFormatException("too short");
    }
    int stated = 0;
    for (int i = 3; i >= 0; i--) {
      stated = stated << 8 | bytes[length + i] & 0xFF;
    }
    if (Checksums.fletcher32(bytes, length) != stated) {
      throw new DataFormatException("checksum");
    }
    return Arrays.copyOf(bytes, length);
  }
}
