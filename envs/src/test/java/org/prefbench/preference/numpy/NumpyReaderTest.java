package org.prefbench.preference.numpy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.core.InvalidInputException;

class NumpyReaderTest {
  private static final int MUTATIONS = 2000; // of two pickles

  /** Written by NumPy 2.4.6 on Python 3.11: savez_compressed(label=.., fortran=..). */
  private static final String NPZ =
      "UEsDBC0AAAAIAAAAIQDcLUnY//////////8JABQAbGFiZWwubnB5AQAQAJgAAAAAAAAATQAAAAAAAACb7BfqGxDJyFDG"
          + "UK2eklqcXKRupaBuk2ahrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RrGOpo6CrUKFAAuBhTwwB5Cf7AH"
          + "AFBLAwQtAAAACAAAACEAzizg0///////////CwAUAGZvcnRyYW4ubnB5AQAQAJgAAAAAAAAAVgAAAAAAAACb7Bfq"
          + "GxDJyFDGUK2eklqcXKRupaBuk2airqOgnpZfVFKUmBefX5SSChIPKSpNBQoXZyQWpAK5GkY6CsaaOgq1CuQDLgYw"
          + "cHBgYGiwB2IHEIeBYYEDAFBLAQItAy0AAAAIAAAAIQDcLUnYTQAAAJgAAAAJAAAAAAAAAAAAAACAAQAAAABsYWJl"
          + "bC5ucHlQSwECLQMtAAAACAAAACEAzizg01YAAACYAAAACwAAAAAAAAAAAAAAgAGIAAAAZm9ydHJhbi5ucHlQSwUG"
          + "AAAAAAIAAgBwAAAAGwEAAAAA";

  /** numpy.array([3, 250, -1], int64) by protocol 0; NumPy 2.4.6, Python 3.11. */
  private static final String PROTOCOL_0 =
      "Y251bXB5Ll9jb3JlLm11bHRpYXJyYXkKX3JlY29uc3RydWN0CnAwCihjbnVtcHkKbmRhcnJheQpwMQooSTAKdHAyCmNfY29k"
          + "ZWNzCmVuY29kZQpwMwooVmIKcDQKVmxhdGluMQpwNQp0cDYKUnA3CnRwOApScDkKKEkxCihJMwp0cDEwCmNudW1weQpkdHlw"
          + "ZQpwMTEKKFZpOApwMTIKSTAwCkkwMQp0cDEzClJwMTQKKEkzClY8CnAxNQpOTk5JLTEKSS0xCkkwCnRwMTYKYkkwMApnMwoo"
          + "VgNcdTAwMDBcdTAwMDBcdTAwMDBcdTAwMDBcdTAwMDBcdTAwMDBcdTAwMDD6XHUwMDAwXHUwMDAwXHUwMDAwXHUwMDAwXHUw"
          + "MDAwXHUwMDAwXHUwMDAw//////////8KcDE3Cmc1CnRwMTgKUnAxOQp0cDIwCmIu";

  @TempDir private Path folder;

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static double[] values(NumpyArray array) {
    double[] values = new double[array.size()];
    Arrays.setAll(values, array::get);
    return values;
  }

  private NumpyArray pickled(byte[] bytes) throws IOException {
    return PickleReader.read(file("pickle", bytes));
  }

  /** Of numpy.array([3, 250, -1], int64) by protocol 0 to 5; NumPy 2.4.6, Python 3.11. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        PROTOCOL_0,
        "Y251bXB5Ll9jb3JlLm11bHRpYXJyYXkKX3JlY29uc3RydWN0CnEAKGNudW1weQpuZGFycmF5CnEBKEsAdHECY19jb2Rl"
            + "Y3MKZW5jb2RlCnEDKFgBAAAAYnEEWAYAAABsYXRpbjFxBXRxBlJxB3RxCFJxCShLAShLA3RxCmNudW1weQpkdHlw"
            + "ZQpxCyhYAgAAAGk4cQxJMDAKSTAxCnRxDVJxDihLA1gBAAAAPHEPTk5OSv////9K/////0sAdHEQYkkwMApoAyhY"
            + "IQAAAAMAAAAAAAAAw7oAAAAAAAAAw7/Dv8O/w7/Dv8O/w7/Dv3ERaAV0cRJScRN0cRRiLg==",
        "gAJjbnVtcHkuX2NvcmUubXVsdGlhcnJheQpfcmVjb25zdHJ1Y3QKcQBjbnVtcHkKbmRhcnJheQpxAUsAhXECY19jb2Rl"
            + "Y3MKZW5jb2RlCnEDWAEAAABicQRYBgAAAGxhdGluMXEFhnEGUnEHh3EIUnEJKEsBSwOFcQpjbnVtcHkKZHR5cGUK"
            + "cQtYAgAAAGk4cQyJiIdxDVJxDihLA1gBAAAAPHEPTk5OSv////9K/////0sAdHEQYoloA1ghAAAAAwAAAAAAAADD"
            + "ugAAAAAAAADDv8O/w7/Dv8O/w7/Dv8O/cRFoBYZxElJxE3RxFGIu",
        "gANjbnVtcHkuX2NvcmUubXVsdGlhcnJheQpfcmVjb25zdHJ1Y3QKcQBjbnVtcHkKbmRhcnJheQpxAUsAhXECQwFicQOH"
            + "cQRScQUoSwFLA4VxBmNudW1weQpkdHlwZQpxB1gCAAAAaThxCImIh3EJUnEKKEsDWAEAAAA8cQtOTk5K/////0r/"
            + "////SwB0cQxiiUMYAwAAAAAAAAD6AAAAAAAAAP//////////cQ10cQ5iLg==",
        "gASVoQAAAAAAAACMFm51bXB5Ll9jb3JlLm11bHRpYXJyYXmUjAxfcmVjb25zdHJ1Y3SUk5SMBW51bXB5lIwHbmRhcnJh"
            + "eZSTlEsAhZRDAWKUh5RSlChLAUsDhZRoA4wFZHR5cGWUk5SMAmk4lImIh5RSlChLA4wBPJROTk5K/////0r/////"
            + "SwB0lGKJQxgDAAAAAAAAAPoAAAAAAAAA//////////+UdJRiLg==",
        "gAWVjAAAAAAAAACME251bXB5Ll9jb3JlLm51bWVyaWOUjAtfZnJvbWJ1ZmZlcpSTlCiWGAAAAAAAAAADAAAAAAAAAPoA"
            + "AAAAAAAA//////////+UjAVudW1weZSMBWR0eXBllJOUjAJpOJSJiIeUUpQoSwOMATyUTk5OSv////9K/////0sA"
            + "dJRiSwOFlIwBQ5R0lFKULg==",
      })
  void anArrayIsReadFromEveryProtocol(String base64) throws IOException {
    NumpyArray array = pickled(Base64.getDecoder().decode(base64));
    assertEquals(1, array.axes());
    assertArrayEquals(new double[] {3, 250, -1}, values(array));
  }

  @Test
  void listsAndNumbersAreRead() throws IOException {
    // pickle.dumps([0, 1, -1, 300], protocol=3)
    assertArrayEquals(
        new double[] {0, 1, -1, 300},
        values(pickled(Base64.getDecoder().decode("gANdcQAoSwBLAUr/////TSwBZS4="))));
    // pickle.dumps([numpy.int64(1), numpy.int64(0)], protocol=4)
    assertArrayEquals(
        new double[] {1, 0},
        values(
            pickled(
                Base64.getDecoder()
                    .decode(
                        "gASVgQAAAAAAAABdlCiMFm51bXB5Ll9jb3JlLm11bHRpYXJyYXmUjAZzY2FsYXKUk5SMBW51bXB5lIwF"
                            + "ZHR5cGWUk5SMAmk4lImIh5RSlChLA4wBPJROTk5K/////0r/////SwB0lGJDCAEAAAAAAAAAlIaU"
                            + "UpRoA2gJQwgAAAAAAAAAAJSGlFKUZS4="))));
    // LONG1, LONG4, BINFLOAT, INT, LONG, FLOAT, True and None's neighbours, appended one by one
    byte[] mixed =
        new Pickles()
            .op(
                ']', 0x8a, 2, 0, 0xFF, 'a', 0x8b, 1, 0, 0, 0, 7, 'a', 'G', 0x3F, 0xE0, 0, 0, 0, 0,
                0)
            .op(0, 'a', 0x88, 'a')
            .text("I12\na")
            .text("L-5L\na")
            .text("F0.25\na")
            .done();
    assertArrayEquals(new double[] {-256, 7, 0.5, 1, 12, -5, 0.25}, values(pickled(mixed)));
  }

  /** As Python 2 wrote it: bytes are literals with escapes, and lists have a mark. */
  @Test
  void literalsOfProtocolZeroAreRead() throws IOException {
    String array =
        """
        cnumpy.core.multiarray
        _reconstruct
        p0
        (cnumpy
        ndarray
        p1
        (I0
        tp2
        S'b'
        tp4
        R(I1
        (I2
        tcnumpy
        dtype
        (S"i4"
        I0
        I1
        tR(I3
        S'<'
        NNNI-1
        I-1
        I0
        tbI00
        S'\\n\\x00\\\\\\'"\\t\\r\\xff'
        tb.""";
    // the bytes 0a 00 5c 27, then 22 09 0d ff
    assertArrayEquals(
        new double[] {0x275c000a, (int) 0xff0d0922L},
        values(pickled(array.getBytes(StandardCharsets.ISO_8859_1))));
    assertArrayEquals(
        new double[] {0, 0.5, 1},
        values(pickled("(lp0\nI0\naF0.5\naI01\na.".getBytes(StandardCharsets.US_ASCII))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "S'open | a text must stand between quotes",
        "S'a\" | a text must stand between quotes",
        "S'\\q' | the escape \\q of a text is not read",
        "S'\\x1' | an escape needs 2 digits, got '1'",
        "S'\\x+1' | an escape needs 2 digits, got '+1'",
        "V\\u12 | an escape needs 4 digits, got '12'",
        "V\\U00110000 | there is no letter U+110000",
        "Vplain \\\\u0041 | holds a text, not an array",
      })
  void aTextOfProtocolZeroThatIsNoneIsTold(String line, String rule) throws IOException {
    byte[] pickle = (line + "\n.").getBytes(StandardCharsets.US_ASCII);
    String told = assertThrows(InvalidInputException.class, () -> pickled(pickle)).getMessage();
    assertTrue(told.contains(rule), told);
  }

  @Test
  void aLetterThatIsNoByteIsRefused() throws IOException {
    byte[] pickle = "c_codecs\nencode\n(V\\u0100\nVlatin1\ntR.".getBytes(StandardCharsets.US_ASCII);
    String told = assertThrows(InvalidInputException.class, () -> pickled(pickle)).getMessage();
    assertTrue(told.endsWith("a letter is none of latin1"), told);
  }

  @Test
  void noCodeIsEverRun() throws IOException {
    Path trace = folder.resolve("trace");
    byte[] attack =
        new Pickles().global("os", "system").unicode("touch " + trace).op(0x85, 'R').done();
    assertEquals(
        folder.resolve("pickle")
            + ": byte 2: the global os.system is not read: only NumPy's arrays are, and no code is run",
        assertThrows(InvalidInputException.class, () -> pickled(attack)).getMessage());
    byte[] stacked =
        new Pickles()
            .unicode("builtins")
            .unicode("eval")
            .op(0x93)
            .unicode("1")
            .op(0x85, 'R')
            .done();
    assertTrue(
        assertThrows(InvalidInputException.class, () -> pickled(stacked))
            .getMessage()
            .contains("the global builtins.eval is not read"));
    assertTrue(Files.notExists(trace));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 POP",
        "1 POP_MARK",
        "2 DUP",
        "d DICT",
        "} EMPTY_DICT",
        "s SETITEM",
        "u SETITEMS",
        "i INST",
        "o OBJ",
        "P PERSID",
        "Q BINPERSID"
      })
  void everyOtherInstructionIsRefusedByName(String codeAndName) throws IOException {
    byte[] pickle = new Pickles().op('K', 1, codeAndName.charAt(0)).done();
    String told = assertThrows(InvalidInputException.class, () -> pickled(pickle)).getMessage();
    assertTrue(
        told.contains(": byte 4: the instruction " + codeAndName.substring(2) + " is not"), told);
  }

  @Test
  void everyByteIsAnInstructionThatIsFollowedOrNamed() throws IOException {
    for (int code = 0; code < 256; code++) {
      byte[] pickle = new Pickles().op(code).done();
      try {
        pickled(pickle);
      } catch (InvalidInputException e) {
        assertTrue(e.getMessage().startsWith(folder.resolve("pickle") + ": byte "), e.getMessage());
      }
    }
    byte[] object = new Pickles().op(']', 0x81).done();
    assertTrue(
        assertThrows(InvalidInputException.class, () -> pickled(object))
            .getMessage()
            .contains("the instruction NEWOBJ is not followed"));
  }

  @Test
  void sizesAreHeldAgainstTheFileBeforeMemoryIsTaken() throws IOException {
    byte[] claims = Pickles.ofArray("f8", new byte[16], 1 << 30);
    assertTrue(
        assertThrows(InvalidInputException.class, () -> pickled(claims))
            .getMessage()
            .endsWith("an array of shape [1073741824] of <f8 has 16 bytes"));
    byte[] bytes = new Pickles().op('B', 0xFF, 0xFF, 0xFF, 0x7F).done();
    assertTrue(
        assertThrows(InvalidInputException.class, () -> pickled(bytes))
            .getMessage()
            .endsWith("2147483647 bytes must follow at byte 7, there are 1"));
    byte[] npy = Pickles.npy(new double[2], 2);
    String header = new String(npy, StandardCharsets.ISO_8859_1).replace("(2,)", "(9,)");
    byte[] damaged = header.getBytes(StandardCharsets.ISO_8859_1);
    assertTrue(
        assertThrows(InvalidInputException.class, () -> NpyReader.read(file("a.npy", damaged)))
            .getMessage()
            .contains("72 bytes must follow"));
  }

  @Test
  void whatAPickleDoesAgainAndAgainTakesNoMoreThanTheFile() throws IOException {
    Pickles pickle = new Pickles().unicode("x".repeat(1000)).op('q', 0).global("_codecs", "encode");
    pickle.op('q', 1).unicode("latin1").op('q', 2, ']');
    for (int i = 0; i < 100; i++) {
      pickle.op('h', 1, 'h', 0, 'h', 2, 0x86, 'R', 'a');
    }
    assertTrue(
        assertThrows(InvalidInputException.class, () -> pickled(pickle.done()))
            .getMessage()
            .endsWith("makes more bytes than the file has"));
    byte[] itself = new Pickles().op(']', 'q', 0, 'h', 0, 'a').done(); // a list that holds itself
    assertTrue(
        assertThrows(InvalidInputException.class, () -> pickled(itself))
            .getMessage()
            .endsWith("item 0 of the list must be a number, got a list"));
  }

  @Test
  void archivesAreReadInAnyOrderOfTheirNumbers() throws IOException {
    Path file = file("a.npz", Base64.getDecoder().decode(NPZ));
    Map<String, NumpyArray> arrays = NpyReader.readArchive(file, name -> true);
    assertArrayEquals(new double[] {0, 0.5, 1}, values(arrays.get("label")));
    assertArrayEquals(new int[] {2, 3}, arrays.get("fortran").shape());
    assertArrayEquals(new double[] {0, 1, 2, 3, 4, 5}, values(arrays.get("fortran")));
    assertEquals(
        List.of("label"), List.copyOf(NpyReader.readArchive(file, "label"::equals).keySet()));
  }

  @Test
  void arraysOfObjectsAreRefused() throws IOException {
    String npy = new String(Pickles.npy(new double[1], 1), StandardCharsets.ISO_8859_1);
    Path file = file("o.npy", npy.replace("<f8", "|O8").getBytes(StandardCharsets.ISO_8859_1));
    assertTrue(
        assertThrows(InvalidInputException.class, () -> NpyReader.read(file))
            .getMessage()
            .startsWith(file + ": numbers of type 'O8' are not read"));
  }

  @Test
  void aThousandDamagedPicklesAndArchivesAreEachReadOrToldInOneLine() throws IOException {
    byte[] pickle = Pickles.ofLongs(0, 1, 1, -1, 0, 7, 9, 200, -5);
    byte[] npz =
        Pickles.npz(
            "obs", Pickles.npy(new double[24], 2, 3, 4), "label", Pickles.npy(new double[2], 2));
    byte[] oldest = Base64.getDecoder().decode(PROTOCOL_0);
    byte[] fromNumpy = Base64.getDecoder().decode(NPZ);
    SplittableRandom random = new SplittableRandom(19);
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < MUTATIONS; i++) {
      Path damaged = file("damaged", mutated(i % 2 == 0 ? pickle : oldest, random));
      look(wrong, damaged, () -> PickleReader.read(damaged));
      Path archive = file("damaged.npz", mutated(i % 2 == 0 ? npz : fromNumpy, random));
      look(wrong, archive, () -> NpyReader.readArchive(archive, name -> true));
    }
    assertEquals(List.of(), wrong);
  }

  private static void look(List<String> wrong, Path file, Supplier<Object> read) {
    try {
      read.get();
    } catch (InvalidInputException e) {
      if (!e.getMessage().startsWith(file.toString()) || e.getMessage().lines().count() != 1) {
        wrong.add(e.getMessage());
      }
    } catch (RuntimeException | Error e) {
      wrong.add(e.toString());
    }
  }

  /** Flips, replaces, cuts, doubles or takes away some bytes. */
  static byte[] mutated(byte[] bytes, SplittableRandom random) {
    byte[] changed = bytes.clone();
    int times = 1 + random.nextInt(3);
    for (int k = 0; k < times; k++) {
      int at = random.nextInt(changed.length);
      switch (random.nextInt(5)) {
        case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> changed[at] = (byte) random.nextInt(256);
        case 2 -> {
          for (int i = at; i < Math.min(changed.length, at + 4); i++) {
            changed[i] = (byte) 0xFF;
          }
        }
        case 3 -> changed = Arrays.copyOf(changed, 1 + at);
        default -> {
          byte[] longer = new byte[changed.length + 9];
          System.arraycopy(changed, 0, longer, 0, at);
          System.arraycopy(changed, at, longer, at + 9, changed.length - at);
          changed = longer;
        }
      }
    }
    return changed;
  }
}
