package org.prefbench.dataset.hdf5;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;

/** What h5py wrote is what h5py reads; {@code dialects.py} beside the files says what they hold. */
class Hdf5FileTest {
  @TempDir Path folder;

  @BeforeEach
  void unpack() throws IOException {
    for (String name : List.of("earliest", "latest", "user-block", "four-bytes", "refused")) {
      Files.write(folder.resolve(name + ".hdf5"), unpacked(name + ".hdf5.gz"));
    }
    try (var input = Hdf5FileTest.class.getResourceAsStream("linked.hdf5")) {
      Files.copy(input, folder.resolve("linked.hdf5"));
    }
  }

  private static byte[] unpacked(String name) throws IOException {
    try (var input = new GZIPInputStream(Hdf5FileTest.class.getResourceAsStream(name))) {
      return input.readAllBytes();
    }
  }

  private Hdf5File open(String name) {
    return Hdf5File.open(folder.resolve(name));
  }

  /** Returns all values, read in blocks of {@code rows} rows. */
  private static double[] values(Hdf5Dataset dataset, int rows) {
    long[] shape = dataset.shape();
    int width = shape.length == 2 ? (int) shape[1] : 1;
    double[] values = new double[(int) shape[0] * width];
    Hdf5Type type = dataset.type();
    for (int row = 0; row < shape[0]; row += rows) {
      int count = (int) Math.min(rows, shape[0] - row);
      ByteBuffer block = dataset.rows(row, count);
      for (int i = 0; i < count * width; i++) {
        byte[] element = new byte[type.size()];
        block.get(element);
        values[row * width + i] =
            type.kind() == Hdf5Type.Kind.FLOAT
                ? Double.parseDouble(type.text(element))
                : type.wholeAt(element);
      }
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({"earliest", "latest", "user-block", "four-bytes"})
  void everyColumnIsReadAsH5pyReadsIt(String name) throws IOException {
    List<String> lines =
        new String(unpacked("expected.txt.gz"), StandardCharsets.UTF_8).lines().toList();
    assertTrue(lines.size() > 80, "the file of expected values is whole");
    try (Hdf5File file = open(name + ".hdf5")) {
      for (String line : lines) {
        String[] words = line.split(" ");
        Hdf5Dataset dataset = file.find(words[0]).orElseThrow(() -> none(line)).dataset();
        assertEquals(
            words[1].replace(",", ", "),
            Arrays.toString(dataset.shape()).replaceAll("[\\[\\]]", ""),
            words[0]);
        double[] expected =
            Arrays.stream(words, 2, words.length).mapToDouble(Double::parseDouble).toArray();
        assertArrayEquals(expected, values(dataset, Integer.MAX_VALUE), words[0]);
        assertArrayEquals(expected, values(dataset, 5), words[0] + " in blocks");
      }
    }
  }

  private static AssertionError none(String line) {
    return new AssertionError("not found: " + line.split(" ")[0]);
  }

  @ParameterizedTest
  @CsvSource({"earliest", "latest", "user-block", "four-bytes"})
  void groupsTextsAndAttributesAreRead(String name) {
    try (Hdf5File file = open(name + ".hdf5")) {
      Hdf5Object many = file.find("many").orElseThrow();
      assertTrue(many.isGroup());
      assertEquals(100, many.names().size());
      assertEquals(Optional.of("37"), file.find("many/entry_037").orElseThrow().text());
      assertEquals(Optional.empty(), file.find("many/entry_100"));
      assertEquals(Optional.of("fixed length"), file.find("texts/fixed").orElseThrow().text());
      assertEquals(Optional.of("variable Länge"), file.find("texts/variable").orElseThrow().text());
      assertEquals(Optional.of("600"), file.find("texts/number").orElseThrow().text());
      assertEquals(Optional.of("0.25"), file.find("texts/fraction").orElseThrow().text());
      for (int i = 0; i < 20; i++) {
        String attribute = String.format("attribute_%02d", i);
        assertEquals(
            OptionalLong.of(i), file.root().attribute(attribute).orElseThrow().whole(), attribute);
      }
      Hdf5Object texts = file.find("texts").orElseThrow();
      assertEquals(OptionalLong.of(50), texts.attribute("scalar").orElseThrow().whole());
      assertEquals(OptionalLong.of(50), texts.attribute("array").orElseThrow().whole());
      assertEquals("[50]", texts.attribute("array").orElseThrow().toString());
      assertEquals(OptionalLong.empty(), texts.attribute("pair").orElseThrow().whole());
      assertEquals("[50, 60]", texts.attribute("pair").orElseThrow().toString());
      assertEquals("fifty", texts.attribute("text").orElseThrow().toString());
      assertEquals(Optional.empty(), texts.attribute("missing"));
    }
  }

  @Test
  void namesOfEnumerationsAndTypesAreTold() {
    try (Hdf5File file = open("latest.hdf5")) {
      Hdf5Type type = file.find("types/enumeration").orElseThrow().dataset().type();
      assertEquals(Map.of(0L, "NO", 1L, "YES"), type.members());
      assertEquals("uint16", file.find("types/big-u2").orElseThrow().dataset().type().title());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "float16 | float16",
        "long double | float80 (long double)",
        "compound | a compound",
        "complex | a compound",
        "opaque | opaque bytes",
        "reference | a reference",
        "sequence | a sequence of variable length",
        "array | an array within each element",
        "text | text"
      })
  void typesThatAreNotReadHaveATitle(String name, String title) {
    try (Hdf5File file = open("refused.hdf5")) {
      assertEquals(title, file.find(name).orElseThrow().dataset().type().title());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scale-offset | scale-offset: compressed by scale-offset, which is not read (deflate,"
            + " shuffle, fletcher32 and lzf are)",
        "virtual | virtual: a virtual dataset, put together from others; not read",
        "external storage | external storage: its data lie in another file (external storage), not"
            + " read",
        "fill never | fill never: has elements that were never written, and no value for them",
        "dangling | dangling is a link to '/nowhere', where there is nothing",
        "circle | circle: more than 32 links lead on",
        "other file | other file is a link into the file 'gone.hdf5', which is not there"
      })
  void whatIsNotReadIsRefusedByName(String name, String reason) {
    try (Hdf5File file = open("refused.hdf5")) {
      String message =
          assertThrows(
                  InvalidInputException.class,
                  () -> file.find(name).orElseThrow().dataset().rows(0, 6))
              .getMessage();
      assertEquals(folder.resolve("refused.hdf5") + ": " + reason, message);
    }
  }

  @Test
  void everyTruncationIsOneClearLine() throws IOException {
    for (String name : List.of("earliest.hdf5", "latest.hdf5", "user-block.hdf5")) {
      byte[] whole = Files.readAllBytes(folder.resolve(name));
      Path cut = folder.resolve("cut.hdf5");
      for (int length = 0; length < whole.length; length += 1 + length / 3) {
        Files.write(cut, Arrays.copyOf(whole, length));
        String message =
            assertThrows(InvalidInputException.class, () -> Hdf5File.open(cut)).getMessage();
        assertTrue(message.startsWith(cut + ": "), message);
        assertFalse(message.contains("\n"), message);
      }
    }
  }

  /** Whatever bytes a file holds, reading it ends, with numbers or with one line. */
  @ParameterizedTest
  @ValueSource(strings = {"earliest.hdf5", "latest.hdf5", "refused.hdf5"})
  void damageIsALineAndNothingElse(String name) throws IOException {
    byte[] whole = Files.readAllBytes(folder.resolve(name));
    RandomStream random = new Seed(17).child(name).generator();
    Path damaged = folder.resolve("damaged.hdf5");
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] bytes = whole.clone();
      for (int j = 0; j <= i % 4; j++) {
        // structures stand among the data, the larger part of the file
        int at = random.nextInt(bytes.length - 8);
        switch (random.nextInt(3)) {
          case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
          case 1 -> Arrays.fill(bytes, at, at + 1 + random.nextInt(8), (byte) 0xFF);
          default -> System.arraycopy(bytes, at / 2, bytes, at, 8);
        }
      }
      Files.write(damaged, bytes);
      try (Hdf5File file = Hdf5File.open(damaged)) {
        readAll(file, file.root());
      } catch (InvalidInputException e) {
        refused++;
        assertTrue(e.getMessage().startsWith(damaged + ": "), e.getMessage());
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
      }
    }
    assertTrue(refused > 50, refused + " refused");
  }

  private static void readAll(Hdf5File file, Hdf5Object group) {
    for (String name : group.names()) {
      Hdf5Object object = file.find(group, name).orElseThrow();
      object.attribute("any");
      if (object.isGroup()) {
        readAll(file, object);
      } else {
        object.text();
        Hdf5Dataset dataset = object.dataset();
        long[] shape = dataset.shape();
        if (shape.length == 1 || shape.length == 2) {
          dataset.rows(0, (int) Math.min(1000, shape[0]));
        }
      }
    }
  }

  @Test
  void checksumsAreThoseOfTheirAuthors() {
    // the self-test of lookup3.c: hashlittle("Four score and seven years ago", 30, 0)
    byte[] text = "Four score and seven years ago".getBytes(StandardCharsets.US_ASCII);
    assertEquals(0x17770551, Checksums.lookup3(ByteBuffer.wrap(text), text.length));
    assertEquals(0xdeadbeef, Checksums.lookup3(ByteBuffer.allocate(0), 0));
    // by hand: the words 0x0102 and 0x0300 add up to 0x0402, and their sums to 0x0504
    assertEquals(0x05040402, Checksums.fletcher32(new byte[] {1, 2, 3}, 3));
  }
}
