package org.prefbench.preference.numpy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.prefbench.core.Checks;
import org.prefbench.core.FileErrors;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Message;

/**
 * Reads {@code .npy} files and {@code .npz} archives of them (NEP 1; numpy.lib.format, versions 1
 * to 3). Arrays of objects, which are pickles, are refused.
 */
public final class NpyReader {
  private static final int[] MAGIC = {0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '([^']{1,20})', 'fortran_order': (True|False),"
              + " 'shape': \\(((?:\\d{1,10}, ?)*\\d{0,10},?)\\), ?\\} *\n?");
  private static final int LONGEST_HEADER = 1 << 14;
  private static final int MOST_ENTRIES = 1000;
  private static final long FREE = 16L << 20; // bytes that every archive may unpack to
  private static final long RATIO = 50; // bytes that every stored byte adds to that
  private static final String ENDING = ".npy";

  private NpyReader() {}

  /**
   * Returns the array of a file.
   *
   * @throws InvalidInputException with the file's name, if it is not of this format or damaged
   */
  public static NumpyArray read(Path file) {
    return located(file.toString(), () -> array(Cursor.of(file)));
  }

  /**
   * Returns arrays of an archive by their names.
   *
   * @param wanted the names to read; others are not looked at
   * @throws InvalidInputException with the names of file and array, if it is not of this format or
   *     damaged
   */
  public static Map<String, NumpyArray> readArchive(Path file, Predicate<String> wanted) {
    Map<String, NumpyArray> arrays = new TreeMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Checks.require(
          zip.size() <= MOST_ENTRIES,
          "%s: %d arrays are more than the %d that are read",
          file,
          zip.size(),
          MOST_ENTRIES);
      long left = Math.min(Cursor.LARGEST, FREE + RATIO * Files.size(file));
      for (ZipEntry entry : entries(zip)) {
        if (entry.getName().endsWith(ENDING)) {
          String name = entry.getName().substring(0, entry.getName().length() - ENDING.length());
          if (wanted.test(name)) {
            ByteBuffer bytes = unpacked(file, zip, entry, left);
            left -= bytes.remaining();
            arrays.put(name, located(file + ": " + name, () -> array(new Cursor(bytes))));
          }
        }
      }
    } catch (IOException e) {
      throw new InvalidInputException(
          file + ": not a readable archive of arrays: " + FileErrors.reason(e), e);
    }
    return arrays;
  }

  private static List<? extends ZipEntry> entries(ZipFile zip) throws IOException {
    try {
      return zip.stream().toList();
    } catch (IllegalArgumentException e) {
      throw new IOException("a name is damaged", e);
    }
  }

  /** Takes memory as bytes come, whatever size the archive claims. */
  private static ByteBuffer unpacked(Path file, ZipFile zip, ZipEntry entry, long most)
      throws IOException {
    try (InputStream input = zip.getInputStream(entry)) {
      byte[] bytes = input.readNBytes((int) most + 1);
      Checks.require(
          bytes.length <= most,
          "%s: its bytes unpack to more than %d times as many; store it uncompressed",
          file,
          RATIO);
      return ByteBuffer.wrap(bytes);
    }
  }

  /** Names the place in errors, which may repeat what the file holds. */
  static <T> T located(String place, Supplier<T> read) {
    try {
      return read.get();
    } catch (InvalidInputException e) {
      throw new InvalidInputException(place + ": " + Message.line(e.getMessage()), e);
    }
  }

  private static NumpyArray array(Cursor cursor) {
    for (int expected : MAGIC) {
      Checks.require(cursor.u1() == expected, "is no array: it does not begin as one");
    }
    int version = cursor.u1();
    Checks.require(
        version >= 1 && version <= 3 && cursor.u1() == 0,
        "version %d of the format is not read",
        version);
    long length = version == 1 ? cursor.u2() : cursor.u4();
    Checks.require(length <= LONGEST_HEADER, "its header has %d bytes", length);
    String header = cursor.text(length);
    Matcher parts = HEADER.matcher(header);
    Checks.require(parts.matches(), "its header is not understood: %s", header.strip());
    NumberType type = NumberType.of(parts.group(1));
    int[] shape = shape(parts.group(3));
    NumpyArray array =
        new NumpyArray(shape, type, cursor.take((long) NumpyArray.size(shape) * type.bytes()));
    Checks.require(cursor.left() == 0, "%d bytes follow behind the array", cursor.left());
    return Boolean.parseBoolean(parts.group(2)) ? array.fromColumnMajor() : array;
  }

  private static int[] shape(String text) {
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(axis -> !axis.isEmpty())
        .mapToLong(Long::parseLong)
        .mapToInt(axis -> (int) Math.min(axis, Integer.MAX_VALUE))
        .toArray();
  }
}
