package org.prefbench.cli.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.prefbench.cli.Shell;
import org.prefbench.study.Study;
import org.prefbench.study.StudyFile;

/**
 * Every study in the source folder, with each of its presets, names datasets, methods, settings and
 * teachers that exist.
 */
class StudiesOfThePaperTest {
  private static final Path FOLDER = Path.of("src/main/resources/studies");

  @TempDir private Path folder;

  static Stream<String> studies() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("studies")
  void everythingInItExists(String name) throws IOException {
    String yaml = Files.readString(FOLDER.resolve(name));
    Study study = StudyFile.parse(name, yaml, Map.of()).study();
    assertEquals(name, study.id() + ".yaml");
    assertFalse(study.title().isEmpty());
    Path file = Files.writeString(folder.resolve(name), yaml);
    Shell.ok("study", "explain", file);
    for (Study.Preset preset : study.presets()) {
      String values = Shell.ok("study", "explain", file, "--preset", preset.name());
      assertTrue(values.contains(study.id() + "-" + preset.name()), values);
    }
  }
}
