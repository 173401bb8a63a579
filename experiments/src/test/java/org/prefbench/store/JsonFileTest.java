package org.prefbench.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    assertEquals(
        """
        {
          "name":"a : \\"b\\", {c}",
          "inner":[{"a":1,"b":[0.5,2.0]},{"a":2,"b":[]}],
          "words":{"k":"v"},
          "none":[]
        }
        """,
        Files.readString(file));
    assertEquals(outer, JsonFile.read(file, Outer.class, "record").orElseThrow());
  }
}
