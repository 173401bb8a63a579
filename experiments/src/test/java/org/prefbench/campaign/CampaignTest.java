package org.prefbench.campaign;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.prefbench.cli.Shell;
import org.prefbench.core.Seed;

/** The campaigns' own parts: that they can find anything, and find it again. */
class CampaignTest {
  private static final byte[] TABLE =
      "id,score\n0,1.5\n1,-2e3\n2,17\nname: {a: [1, 2], b: \"two words\"}\n"
          .getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void aMutationDependsOnTheStreamAloneAndMostlyChangesSomething(Mutation mutation) {
    byte[] given = TABLE.clone();
    Set<String> results = new HashSet<>();
    int changed = 0;
    for (int i = 0; i < 100; i++) {
      Seed seed = new Seed(i);
      byte[] damaged = mutation.apply(given, seed.generator());
      assertArrayEquals(damaged, mutation.apply(given, seed.generator()));
      assertArrayEquals(TABLE, given);
      changed += Arrays.equals(TABLE, damaged) ? 0 : 1;
      results.add(new String(damaged, StandardCharsets.ISO_8859_1));
    }
    assertTrue(changed >= 60, changed + " of 100");
    assertTrue(mutation == Mutation.BYTE_ORDER_MARK || results.size() > 5, results.toString());
  }

  @ParameterizedTest
  @EnumSource
  void filesOfOneByteCanBeDamaged(Mutation mutation) {
    for (int i = 0; i < 100; i++) {
      mutation.apply(new byte[] {'7'}, new Seed(i).generator());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatLiesAroundAFileIsMadeAnew(Coding coding) {
    byte[] file = coding.close(TABLE);
    assertArrayEquals(TABLE, coding.open(file));
    assertEquals(coding == Coding.NONE, Arrays.equals(TABLE, file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3 | prefbench: a.csv, line 3: 'x' is no number |",
        "0 | |",
        "0 | prefbench: a.csv has no content hash |",
        "1 | prefbench: a.csv: cannot | exit code 1",
        "3 | prefbench: a line is wrong | names no file",
        "3 | a.csv, line 3: 'x' is no number | a line that is not ours",
        "3 | prefbench: a.csv: java.io.EOFException | speaks of java.io.EOFException",
        "3 | prefbench: a.csv: Cannot read field because \"<local4>\" is null | speaks of because \"",
        "3 | prefbench: a.csv lacks META-INF/services/org.prefbench.core.Made |",
        "3 | prefbench: a.csv: got [I@1b2c3d4e | speaks of [I@1b2c3d4e",
        "3 | prefbench: a.csv: NumberFormatException: x | speaks of NumberFormatException",
        "3 | prefbench: a.csv: Files.size() is 3 | speaks of Files.size()",
        "3 | prefbench: a.csv: ESC[2J | control characters on standard error",
        "3 | prefbench: a.csvNEWLINEprefbench: again | 2 lines on standard error",
        "5 | prefbench: a.csv: oneNEWLINEprefbench: a.csv: two |",
      })
  void theRulesOfMessagesAreHeldTo(int code, String err, String fault) {
    String said = err == null ? "" : err.replace("NEWLINE", "\n").replace("ESC", "\u001b") + "\n";
    List<String> faults = Judge.faults(new Shell(code, "", said), Set.of(3, 5), Set.of("a.csv"));
    assertEquals(fault == null ? List.of() : List.of(fault), faults);
  }

  @Test
  void aLongLineIsAFault() {
    String line = "prefbench: a.csv: " + "x".repeat(Judge.LONGEST_LINE);
    assertEquals(
        List.of("a line of 518 characters"),
        Judge.faults(new Shell(3, "", line), Set.of(3), Set.of("a.csv")));
  }

  @Test
  void aJournalGoesOnBehindItsLastWholeLine() throws IOException {
    Journal journal = new Journal(folder);
    assertEquals(0, journal.next());
    journal.add(new Outcome(0, "csv", "bits", "dataset info", 3, List.of(), 0.25, "a\tb\u001b"));
    journal.add(new Outcome(1, "csv", "swap", "dataset info", 1, List.of("x", "y"), 1, ""));
    assertFalse(journal.isClean());
    Path file = folder.resolve("outcomes.tsv");
    Files.writeString(file, Files.readString(file) + "2\tcsv\tbi");
    Journal again = new Journal(folder);
    assertEquals(2, again.next());
    assertEquals(journal.table(), again.table());
    assertTrue(again.table().contains("      1  y"), again.table());
    assertEquals(2, Files.readAllLines(file).size());
    assertTrue(Files.readString(file).contains("a\\u0009b\\u001b"), Files.readString(file));
  }
}
