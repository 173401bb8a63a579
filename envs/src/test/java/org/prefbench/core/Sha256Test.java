package org.prefbench.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Sha256Test {
  /** FIPS 180-4's example of the one-block message "abc". */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void hashesTheExampleOfTheStandard(@TempDir Path folder) throws IOException {
    assertEquals(ABC, Sha256.of("abc"));
    Path file = Files.writeString(folder.resolve("abc"), "abc");
    assertEquals(ABC, Sha256.of(file));
  }

  @Test
  void textsAddedOneByOneDoNotRunTogether() {
    assertNotEquals(new Sha256().add("ab").add("c").hex(), new Sha256().add("a").add("bc").hex());
  }
}
