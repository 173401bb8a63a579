package org.prefbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.cli.study.WorkerMain;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Sha256;
import org.prefbench.run.worker.RunListener;
import org.prefbench.store.ResultStore;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialTable;

/** Trials made again by real worker processes, and what differs. */
class RecreationTest {
  private static final String TASK = "gaussian-1d-random-v0";

  @TempDir private static Path folder;
  private static ResultStore store;

  @BeforeAll
  static void runOnce() {
    store = new ResultStore(folder.resolve("results"));
    Runs.run(
        Studies.of(
            "[{method: reference}, {method: test-scripted},"
                + " {method: test-scripted, label: failing, set: {act: fail}}]",
            Map.of()),
        store.folder(),
        options());
  }

  private static Runs.Options options() {
    return new Runs.Options(
        1,
        Optional.empty(),
        folder.resolve("cache"),
        WorkerMain.class,
        List.of("test"),
        RunListener.SILENT);
  }

  private static Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        files.put(file.toString(), Sha256.of(file));
      }
    }
    return files;
  }

  @Test
  void allTrialsThatDidNotFailAreTheSameAndNothingIsTouched() throws IOException {
    Map<String, String> before = files();
    Recreation all = Recreation.of(store, 100, 0, options());
    assertEquals(before, files(), "results and cache");
    assertEquals(
        List.of(
            TASK + "/reference/0",
            TASK + "/test-scripted/0",
            TASK + "/reference/1",
            TASK + "/test-scripted/1"),
        all.trials());
    assertEquals(4, all.of());
    // of two runs: the reference's last policy in two modes, and of the other 2 checkpoints,
    // last and best in two modes each
    assertEquals(2 * (2 + 6), all.rows());
    assertEquals(List.of(), all.differences());
    assertEquals(List.of(), all.others());
    assertEquals(Set.of(all.here()), all.madeOn());
    assertFalse(all.here().contains("not recorded"), all.here());
  }

  @Test
  void theSeedChoosesTheTrials() {
    Recreation one = Recreation.of(store, 1, 1, options());
    assertEquals(1, one.trials().size());
    assertEquals(one.trials(), Recreation.of(store, 1, 1, options()).trials());
    Set<List<String>> chosen = new HashSet<>();
    for (long seed = 1; seed < 4; seed++) {
      chosen.add(Recreation.of(store, 2, seed, options()).trials());
    }
    assertNotEquals(1, chosen.size());
  }

  @Test
  void theRowAndTheColumnThatDifferAreNamed() {
    List<TrialRow> rows =
        TrialTable.read(store.trialsFile()).stream()
            .filter(row -> row.trial().equals(TASK + "/test-scripted/0"))
            .toList();
    assertEquals(List.of(), Recreation.differences("key", rows, rows));
    TrialRow row = rows.get(0);
    List<TrialRow> slower = new ArrayList<>(rows);
    slower.set(
        0,
        new TrialRow(
            row.key(),
            row.status(),
            row.policy(),
            row.outcome(),
            row.costs(),
            row.inputs(),
            row.message(),
            new TrialRow.Resources(9, 9, 9)));
    assertEquals(List.of(), Recreation.differences("key", rows, slower), "times and memory");
    List<TrialRow> other = new ArrayList<>(rows);
    other.set(0, row.withValidationLoss(Math.nextUp(0.5)));
    List<String> lines =
        Recreation.differences("key", List.of(row.withValidationLoss(0.5)), other.subList(0, 1));
    assertEquals(
        List.of(
            TrialTable.name(row)
                + ": validation_loss is recorded as 0.5, made again it is 0.5000000000000001"),
        lines);
    assertEquals(
        List.of("key: 6 rows are recorded, 5 were made"),
        Recreation.differences("key", rows, rows.subList(0, 5)));
  }

  @Test
  void theScratchFolderGoesWhateverHappens() throws IOException {
    Path scratch = Files.createDirectory(folder.resolve("scratch"));
    assertThrows(
        InvalidInputException.class,
        () ->
            Recreation.withoutTrace(
                scratch,
                () -> {
                  try {
                    Files.writeString(
                        Files.createDirectory(scratch.resolve("a")).resolve("b"), "c");
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                  throw new InvalidInputException("on purpose");
                }));
    assertFalse(Files.exists(scratch));
    assertTrue(Files.exists(store.trialsFile()));
  }
}
