package org.prefbench.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.core.InvalidInputException;

/** What a study may ask for, and how large its text may be, is known before anything is made. */
class StudyBoundsTest {
  private static final long MOST_BYTES = 64 << 20;
  private static final String HEAD = "id: small\ntasks:\n- dataset: pendulum-medium-v1\n";
  private static final String METHODS = "methods: [{method: reference}]\n";

  private static String error(String yaml) {
    return assertThrows(
            InvalidInputException.class, () -> StudyFile.parse("small.yaml", yaml, Map.of()))
        .getMessage();
  }

  @ParameterizedTest
  @CsvSource({
    "runs: 2147483647, 'runs must be in [1, 10000], got 2147483647'",
    "runs: 0, 'runs must be in [1, 10000], got 0'",
    "protocol: {episodes: 2147483647}, 'protocol.episodes must be in [1, 100000], got 2147483647'",
    "protocol: {checkpoints: 2147483647},"
        + " 'protocol.checkpoints must be in [0, 10000], got 2147483647'",
    "protocol: {checkpoint-episodes: 2147483647},"
        + " 'protocol.checkpoint-episodes must be in [1, 100000], got 2147483647'",
    "preferences: {pairs: 2147483647},"
        + " 'preferences.pairs must be in [1, 1000000], got 2147483647'",
    "preferences: {segment-length: 2147483647},"
        + " 'preferences.segment-length must be in [1, 10000], got 2147483647'",
    "'preferences: {pairs: 1000000, segment-length: 10000}',"
        + " 'preferences.pairs must make at most 100000000 steps, got 1000000 pairs of segments of"
        + " 10000'",
    "probes: {samples: 2147483647}, 'probes.samples must be in [0, 1000000], got 2147483647'",
    "probes: {segments: 2147483647}, 'probes.segments must be in [0, 1000000], got 2147483647'",
    "probes: {transport-points: 2147483647},"
        + " 'probes.transport-points must be in [0, 1000], got 2147483647'",
    "report: {bootstrap: 2147483647},"
        + " 'report.bootstrap must be in [1, 1000000], got 2147483647'",
  })
  void countsAreBounded(String line, String message) {
    assertEquals("small.yaml:4: " + message, error(HEAD + line + "\n" + METHODS));
  }

  @Test
  void datasetsAreBounded() {
    assertEquals(
        "small.yaml:3: tasks[0].steps must be in [1, 100000000], got 2147483647",
        error("id: a\ntasks:\n- {dataset: pendulum-medium-v1, steps: 2147483647}\n" + METHODS));
  }

  @Test
  void trialsAndEntriesAreBounded() {
    StringBuilder methods = new StringBuilder("methods:\n");
    for (int i = 0; i < 500; i++) {
      methods.append("- {method: reference, label: r").append(i).append("}\n");
    }
    assertEquals(
        "small.yaml:4: runs must make at most 100000 trials, got 201 runs of 500 methods on 1"
            + " tasks",
        error(HEAD + "runs: 201\n" + methods));
    assertEquals(
        100_000,
        StudyFile.parse("small.yaml", HEAD + "runs: 200\n" + methods, Map.of())
            .study()
            .trials()
            .size());
    assertEquals(
        "small.yaml:4: methods must have at most 500 entries, got 501",
        error(HEAD + methods + "- {method: reference, label: r500}\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "'id: ID\ntasks: [{dataset: pendulum-medium-v1}]\n', 1: id",
    "'id: a\ntasks: [{dataset: ID}]\n', '2: tasks[0].dataset'",
    "'id: a\ntasks: [{dataset: pendulum-medium-v1, label: ID}]\n', '2: tasks[0].label'",
    "'id: a\nreport: {axis: {name: x, key: set.ID}}\ntasks: [{dataset: pendulum-medium-v1}]\n',"
        + " 2: report.axis.key",
  })
  void namesAreShort(String yaml, String place) {
    String id = "a" + "-a".repeat(20_000); // as many groups of a pattern, one within the other
    String message = error((yaml + METHODS).replace("\\n", "\n").replace("ID", id));
    assertTrue(
        message.startsWith("small.yaml:" + place + " must have at most 100 characters, got 4000"),
        message);
  }

  @Test
  void levelsAreFew() {
    for (String open : new String[] {"[", "{a: "}) {
      assertEquals(
          "small.yaml:4: more than 16 levels lie within each other",
          error(HEAD + "title: " + open.repeat(100_000)));
    }
    String path = "a.".repeat(20_000) + "a";
    assertEquals(
        "command line: a key has at most 16 parts, got 40001 characters",
        assertThrows(
                InvalidInputException.class,
                () -> StudyFile.parse("small.yaml", HEAD + METHODS, Map.of(path, "1")))
            .getMessage());
  }

  @Test
  void aliasesAreRefused() {
    StringBuilder yaml = new StringBuilder("id: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      yaml.append("k" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ", ").repeat(10) + "x]\n");
    }
    assertEquals("small.yaml:2: aliases (*name) are not supported", error(yaml.toString()));
  }

  @Test
  void textsAreShort(@TempDir Path folder) throws IOException {
    Path large = Files.writeString(folder.resolve("large.yaml"), "#".repeat((1 << 20) + 1));
    assertRefused(large, large + " has more than the 1048576 bytes that it may have");
    Path endless = Path.of("/dev/zero");
    assertRefused(endless, endless + " has more than the 1048576 bytes that it may have");
    Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xC3});
    assertRefused(binary, binary + " cannot be read: it is not UTF-8 text");
  }

  private static void assertRefused(Path file, String message) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertEquals(
        message,
        assertThrows(InvalidInputException.class, () -> StudyFile.read(file, Map.of()))
            .getMessage());
    long taken = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(taken < MOST_BYTES, taken + " bytes");
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheText(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("mark.yaml"), "\uFEFF" + HEAD + METHODS);
    assertEquals("small", StudyFile.read(file, Map.of()).study().id());
  }
}
