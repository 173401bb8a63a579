package org.prefbench.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Sha256;

class JsonFileTest {
  @TempDir private Path folder;

  record Inner(int a, List<Double> b) {}

  record Outer(String name, List<Inner> inner, Map<String, String> words, List<String> none) {}

  @Test
  void everyComponentHasOneLine() throws IOException {
    Outer outer =
        new Outer(
            "a : \"b\", {c}",
            List.of(new Inner(1, List.of(0.5, 2.0)), new Inner(2, List.of())),
            Map.of("k", "v"),
            List.of());
    Path file = folder.resolve("outer.json");
    JsonFile.write(file, outer);
    String body =
        """
        {
          "name":"a : \\"b\\", {c}",
          "inner":[{"a":1,"b":[0.5,2.0]},{"a":2,"b":[]}],
          "words":{"k":"v"},
          "none":[]""";
    String hash = Sha256.of(body);
    assertEquals(body + ",\n  \"hash\":\"" + hash + "\"\n}\n", Files.readString(file));
    assertEquals(outer, JsonFile.read(file, Outer.class, "record").orElseThrow());
    assertTrue(JsonFile.hasHash(file));

    Files.writeString(file, body + "\n}\n"); // as before there were hashes
    assertEquals(outer, JsonFile.read(file, Outer.class, "record").orElseThrow());
    assertFalse(JsonFile.hasHash(file));
  }

  /** A digit, a blank, a whole line, the hash itself: none of it goes unseen. */
  @Test
  void aChangedFileIsNotRead() throws IOException {
    Path file = folder.resolve("inner.json");
    JsonFile.write(file, new Inner(1, List.of(0.5)));
    String text = Files.readString(file);
    for (String changed :
        List.of(
            text.replace("0.5", "0.6"),
            text.replace("0.5", "0.50"),
            text.replace("\"a\":1", "\"a\": 1"),
            text.replaceFirst("  \"b\".*\n", "  \"b\":[],\n"),
            text.replaceFirst("hash\":\"[0-9a-f]{8}", "hash\":\"01234567"),
            text.replace("\n}", "\n} "),
            text.replace("\n", "\r\n"))) {
      assertFalse(changed.equals(text), changed);
      Files.writeString(file, changed);
      String error =
          assertThrows(
                  InvalidInputException.class, () -> JsonFile.read(file, Inner.class, "record"))
              .getMessage();
      assertTrue(error.startsWith(file.toString()), error);
      assertTrue(error.endsWith("; delete it and resume"), error);
    }
  }

  /** Jackson names our classes. */
  @Test
  void anUnknownComponentIsNamedAlone() throws IOException {
    Path file = folder.resolve("inner.json");
    Files.writeString(file, "{\n  \"a\":1,\n  \"b\":[],\n  \"c\":2\n}\n");
    assertEquals(
        file + ":4: not a whole record (unknown component 'c'); delete it and resume",
        assertThrows(InvalidInputException.class, () -> JsonFile.read(file, Inner.class, "record"))
            .getMessage());
  }

  @Test
  void whatHasNoEndIsNotReadToIt() {
    assertEquals(
        "/dev/zero has more than the 67108864 bytes that it may have",
        assertThrows(
                InvalidInputException.class,
                () -> JsonFile.read(Path.of("/dev/zero"), Inner.class, "record"))
            .getMessage());
  }
}
