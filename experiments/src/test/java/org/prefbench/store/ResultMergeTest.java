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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.core.InvalidInputException;
import org.prefbench.study.Protocol;
import org.prefbench.study.Study;
import org.prefbench.study.StudyFile;
import org.prefbench.study.Trial;

/** Folders that are made one: what is taken from where, and what is refused by name. */
class ResultMergeTest {
  private static final Study STUDY = study(2);
  private static final List<Trial> TRIALS = STUDY.trials(); // reference/0 dpo/0 reference/1 dpo/1

  @TempDir private Path folder;

  private static Study study(int runs) {
    return StudyFile.parse(
            "small.yaml",
            """
            id: small
            runs: %d
            tasks: [{dataset: pendulum-medium-v1}]
            methods: [{method: reference}, {method: dpo}]
            """
                .formatted(runs),
            Map.of())
        .study();
  }

  /** One evaluation with the given mean of one episode, or a row without any where it failed. */
  private static TrialResult result(Trial trial, TrialRow.Status status, double mean, String code) {
    TrialRow row =
        new TrialRow(
            new TrialRow.Key("small", trial.task().label(), trial.method().label(), trial.run()),
            status,
            new TrialRow.Evaluated(Protocol.Evaluation.LAST, Protocol.Mode.DETERMINISTIC, 100, 100),
            new TrialRow.Outcome(1, mean, 0, mean, 200, Double.NaN),
            new TrialRow.Costs("", 1, 0, 0, 0, 5, 7),
            new TrialRow.Inputs("d", "r", "p", STUDY.protocol().hash()),
            status == TrialRow.Status.FAILED ? "the disk is full" : "",
            new TrialRow.Resources(Math.random(), Math.random(), 1)); // times never count
    return new TrialResult(
        trial.key(),
        "inputs",
        List.of(row),
        List.of(
            new TrialResult.Returns(
                Protocol.Evaluation.LAST,
                Protocol.Mode.DETERMINISTIC,
                100,
                List.of(mean),
                List.of(200))),
        List.of(),
        Map.of(),
        Map.of(),
        List.of(),
        Map.of("training", Math.random()),
        Map.of("os", "any"),
        Map.of("trial", code));
  }

  private static TrialResult ok(Trial trial, double mean) {
    return result(trial, TrialRow.Status.OK, mean, "c");
  }

  /** Makes a folder as a run leaves it. */
  private Path part(String name, Study study, String machine, TrialResult... results) {
    ResultStore store = new ResultStore(folder.resolve(name));
    store.begin(study);
    store.put(
        new StageResult(
            "pendulum-medium-v1",
            results[0].rows().get(0).run(),
            "d",
            "r",
            "p",
            "",
            Map.of(),
            List.of(),
            Map.of("dataset", Math.random()),
            List.of(),
            Map.of("dataset", "i"),
            Map.of("dataset", "c")));
    for (TrialResult result : results) {
      Trial trial =
          study.trials().stream().filter(one -> one.key().equals(result.key())).findAny().get();
      store.put(trial, result);
    }
    store.writeCode(new CodeTable(List.of()));
    store.assemble(store.results(study));
    store.writeProvenance(
        new Provenance(
                study.hash(),
                study.protocol().hash(),
                List.of("run"),
                "2026-01-0" + (results[0].rows().get(0).run() + 1) + "T00:00:00Z",
                60,
                2,
                Map.of("cpu", machine),
                List.of(machine + ".jar"),
                Map.of(),
                Map.of())
            .with(store.hashes()));
    return store.folder();
  }

  private ResultMerge.Outcome merge(Path... parts) {
    return ResultMerge.of(List.of(parts), folder.resolve("merged"), List.of("merge"));
  }

  private void assertNothingWritten() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertTrue(files.noneMatch(file -> file.getFileName().toString().contains("merged")));
    }
  }

  @Test
  void whatEachFolderHasIsInTheNewOne() {
    Path a = part("a", STUDY, "x", ok(TRIALS.get(0), 0.1 + 0.2), ok(TRIALS.get(1), -0.0));
    Path b = part("b", STUDY, "y", ok(TRIALS.get(2), 1e-300));
    ResultMerge.Outcome outcome = merge(a, b);
    assertEquals(List.of(), outcome.conflicts());
    assertEquals(Map.of(a, 2L, b, 1L), outcome.taken());
    assertEquals(1, outcome.missing(), "dpo/1 is nowhere");
    ResultStore merged = new ResultStore(folder.resolve("merged"));
    assertEquals(List.of(), ResultCheck.of(merged).differences());
    List<TrialRow> rows = TrialTable.read(merged.trialsFile());
    assertEquals(
        List.of("0.30000000000000004", "1.0E-300", "-0.0"),
        rows.stream().map(row -> TrialTable.values(row).get("return_mean")).toList(),
        "to the last bit, in the order of reports");
    assertTrue(merged.stage("pendulum-medium-v1", 1).isPresent());
    Provenance made = merged.provenance().orElseThrow();
    assertEquals("x; y", made.machine().get("cpu"));
    assertEquals(List.of("x.jar", "y.jar"), made.libraries());
    assertEquals(120, made.wallSeconds());
    assertEquals(4, made.jobs());
    assertEquals("2026-01-01T00:00:00Z", made.started());
  }

  @Test
  void theSameTwiceIsTakenOnceAndADifferenceOfOneBitIsNamed() throws IOException {
    Path a = part("a", STUDY, "x", ok(TRIALS.get(0), 0.3));
    Path same = part("same", STUDY, "y", ok(TRIALS.get(0), 0.3));
    Path other = part("other", STUDY, "x", ok(TRIALS.get(0), Math.nextUp(0.3)));
    ResultMerge.Outcome outcome = merge(a, same, other);
    String file = "/trials/pendulum-medium-v1/reference/run-0.json";
    assertEquals(
        List.of(
            other
                + file
                + ": return_mean of pendulum-medium-v1/reference/0 last deterministic step 100 is"
                + " 0.30000000000000004, "
                + a
                + file
                + " says 0.3",
            other
                + file
                + ": score of pendulum-medium-v1/reference/0 last deterministic step 100 is"
                + " 0.30000000000000004, "
                + a
                + file
                + " says 0.3"),
        outcome.conflicts());
    assertNothingWritten();
    assertEquals(Map.of(a, 1L, same, 0L), merge(a, same).taken());
  }

  @Test
  void zeroHasASign() throws IOException {
    Path a = part("a", STUDY, "x", ok(TRIALS.get(0), 0.0));
    Path b = part("b", STUDY, "x", ok(TRIALS.get(0), -0.0));
    assertEquals(2, merge(a, b).conflicts().size(), "mean and score");
    assertNothingWritten();
  }

  @Test
  void aTrialThatFailedCountsWhereThereIsNoOther() {
    TrialResult failed = result(TRIALS.get(0), TrialRow.Status.FAILED, Double.NaN, "c");
    Path a = part("a", STUDY, "x", failed, ok(TRIALS.get(1), 2));
    Path b = part("b", STUDY, "x", ok(TRIALS.get(0), 1));
    assertEquals(Map.of(a, 1L, b, 1L), merge(a, b).taken());
    ResultStore merged = new ResultStore(folder.resolve("merged"));
    assertEquals(TrialRow.Status.OK, merged.trial(TRIALS.get(0)).orElseThrow().status());
  }

  @Test
  void runsOfOneMethodAreOfOneMake() throws IOException {
    Path a = part("a", STUDY, "x", ok(TRIALS.get(1), 1));
    Path b = part("b", STUDY, "x", result(TRIALS.get(3), TrialRow.Status.OK, 1, "other"));
    assertEquals(
        List.of(
            b
                + "/trials/pendulum-medium-v1/dpo/run-1.json: the classes that it was made of are"
                + " not those in "
                + a
                + "/trials/pendulum-medium-v1/dpo/run-0.json"),
        merge(a, b).conflicts());
    assertNothingWritten();
  }

  @Test
  void anotherStudyIsRefusedWithTheLineThatDiffers() throws IOException {
    Path a = part("a", STUDY, "x", ok(TRIALS.get(0), 1));
    Path b = part("b", study(3), "x", ok(TRIALS.get(1), 1));
    refuses(b + " holds another study than " + a + ": 'runs: 3' in place of 'runs: 2'", a, b);
  }

  @Test
  void whatWasChangedOrHasNotEndedIsRefused() throws IOException {
    Path a = part("a", STUDY, "x", ok(TRIALS.get(0), 1));
    Path b = part("b", STUDY, "x", ok(TRIALS.get(1), 1));
    Path rows = b.resolve("trials.csv");
    Files.writeString(rows, Files.readString(rows).replace(",200.0,", ",201.0,"));
    refuses(b + ": trials.csv:2: ", a, b);
    Path c = part("c", STUDY, "x", ok(TRIALS.get(1), 1));
    Files.delete(c.resolve("provenance.json"));
    refuses(c + ": provenance.json is missing or damaged: the run has not ended", a, c);
    refuses(folder.resolve("none") + " holds no results", a, folder.resolve("none"));
  }

  private void refuses(String message, Path... parts) throws IOException {
    Exception refusal = assertThrows(InvalidInputException.class, () -> merge(parts));
    assertTrue(refusal.getMessage().startsWith(message), refusal.getMessage());
    assertNothingWritten();
  }

  @Test
  void aFolderThatIsThereIsNotTouched() throws IOException {
    Path a = part("a", STUDY, "x", ok(TRIALS.get(0), 1));
    Path there = Files.createDirectory(folder.resolve("merged"));
    Exception refusal = assertThrows(InvalidInputException.class, () -> merge(a));
    assertEquals(there + ": exists already; remove it first", refusal.getMessage());
    assertFalse(Files.exists(there.resolve("study.yaml")));
  }
}
