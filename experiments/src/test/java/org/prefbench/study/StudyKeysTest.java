package org.prefbench.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StudyKeysTest {
  @Test
  void theDocumentedTableIsTheRecord() throws IOException {
    String page = Files.readString(Path.of("docs/study-files.md"));
    assertTrue(
        page.contains(StudyKeys.markdown()),
        () -> "docs/study-files.md must contain this table:\n" + StudyKeys.markdown());
  }

  @Test
  void aKeyHasPathTypeDefaultAndMeaning() {
    StudyKeys.Key key =
        StudyKeys.all().stream()
            .filter(any -> any.path().equals("methods[].set"))
            .findFirst()
            .orElseThrow();
    assertEquals("a mapping of keys to values", key.type());
    assertEquals(Optional.of("{}"), key.orElse());
    assertTrue(StudyKeys.all().stream().noneMatch(any -> any.help().isBlank()));
  }
}
