package org.prefbench.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Ledger;
import org.prefbench.report.Report;
import org.prefbench.report.ReportVerifier;
import org.prefbench.report.ReportWriter;
import org.prefbench.report.StudyReport;
import org.prefbench.report.document.Terminal;
import org.prefbench.statistics.Interval;
import org.prefbench.store.ResultStore;
import org.prefbench.store.TrialResult;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialRow.Status;
import org.prefbench.store.TrialTable;
import org.prefbench.study.Protocol.Evaluation;
import org.prefbench.study.Protocol.Mode;
import org.prefbench.study.Trial;

/** Rows chosen by validation loss, worked out by hand. */
class ValidationChoiceTest {
  private static final String TASK = "hopper-medium-v2";

  private static final String STUDY =
      """
      id: made-up
      runs: 3
      tasks:
        - {dataset: hopper-medium-v2}
      methods:
        - {method: reference}
        - {method: dpo, label: weak}
        - {method: dpo, label: strong}
        - {method: pfm}
      report:
        against: [reference, tuned]
        bootstrap: 200
        chosen-by-validation-loss: [{label: tuned, of: [strong, weak]}]
      """;

  private static final double T2 = 4.302652729749462; // Student's 0.975 quantile, printed tables

  @TempDir private Path folder;

  private final List<TrialRow> rows = new ArrayList<>();

  private void add(String method, int run, double loss, double score) {
    rows.add(Rows.row(TASK, method, run, score).withValidationLoss(loss));
  }

  private void add(String method, int run, Status status, String message) {
    rows.add(
        Rows.row(
            TASK,
            method,
            run,
            status,
            Evaluation.LAST,
            Mode.SAMPLED,
            0,
            Double.NaN,
            Double.NaN,
            message));
  }

  /**
   * The smaller loss is that of weak, weak, and neither. The higher score is always the other's.
   */
  private void threeRuns() {
    for (int run = 0; run < 3; run++) {
      add("reference", run, Double.NaN, 40);
      add("pfm", run, Double.NaN, 60 + run);
    }
    add("weak", 0, 0.5, 50);
    add("weak", 1, 0.6, 52);
    add("weak", 2, 0.7, 90);
    add("strong", 0, 0.6, 80);
    add("strong", 1, 0.9, 80);
    add("strong", 2, 0.7, 54);
  }

  private ResultStore store() {
    return store(STUDY);
  }

  private ResultStore store(String study) {
    AtomicFiles.write(folder.resolve("study.yaml"), study);
    ResultStore store = new ResultStore(folder);
    TrialTable.write(store.trialsFile(), rows);
    return store;
  }

  private List<ValidationChoice> choices() {
    return StudyReport.data(store()).table().choices();
  }

  private List<TrialRow> derived() {
    return StudyReport.rows(store()).stream().filter(row -> row.method().equals("tuned")).toList();
  }

  private static ValidationChoice choice(int run, String chosen, double loss) {
    return new ValidationChoice("tuned", TASK, run, Status.OK, Optional.of(chosen), loss);
  }

  @Test
  void theSmallestLossIsChosenAndTheFirstOfEquals() {
    threeRuns();
    assertEquals(
        List.of(choice(0, "weak", 0.5), choice(1, "weak", 0.6), choice(2, "strong", 0.7)),
        choices());
    assertEquals(List.of(50.0, 52.0, 54.0), derived().stream().map(TrialRow::score).toList());
    assertEquals(rows, TrialTable.read(store().trialsFile()), "nothing derived is stored");
  }

  /** Halfway the losses are in the other order; what counts is the end. */
  @Test
  void aProtocolWithoutCheckpointsHasTheLossesInTheTrialsFiles() {
    add("weak", 0, Double.NaN, 50);
    add("strong", 0, Double.NaN, 80);
    ResultStore store = store();
    assertEquals(List.of(Status.FAILED), choices().stream().map(c -> c.status()).toList());
    put(store, "weak", 0.9, 0.25);
    put(store, "strong", 0.1, 0.5);
    assertEquals(List.of(choice(0, "weak", 0.25)), choices());
    assertEquals(List.of(50.0), derived().stream().map(TrialRow::score).toList());
  }

  /** Stores a trial of 1000 steps, whose file alone has losses. */
  private void put(ResultStore store, String method, double halfway, double end) {
    Trial trial =
        store.study().trials().stream()
            .filter(each -> each.key().equals(TASK + "/" + method + "/0"))
            .findFirst()
            .orElseThrow();
    store.put(
        trial,
        new TrialResult(
            trial.key(),
            "inputs",
            rows.stream().filter(row -> row.method().equals(method)).toList(),
            List.of(),
            List.of(
                new TrialResult.Metric("loss", 1000, 0.001),
                new TrialResult.Metric("validation-loss", 500, halfway),
                new TrialResult.Metric("validation-loss", 1000, end)),
            Map.of(),
            Map.of(),
            List.of(),
            Map.of(),
            Map.of(),
            Map.of()));
  }

  /** Every made-up training takes 5000 gradient steps and 1.5 seconds, and acting 40000 + run. */
  @Test
  void aSearchCostsAllOfItsTrainings() {
    threeRuns();
    rows.add(
        Rows.row(
            TASK, "weak", 0, Status.OK, Evaluation.CHECKPOINT, Mode.SAMPLED, 500, 450, 45, ""));
    rows.add(
        Rows.row(
            TASK, "strong", 0, Status.OK, Evaluation.CHECKPOINT, Mode.SAMPLED, 500, 990, 99, ""));
    rows.add(
        Rows.row(TASK, "weak", 0, Status.OK, Evaluation.LAST, Mode.DETERMINISTIC, 1000, 510, 51, "")
            .withValidationLoss(0.5));
    List<TrialRow> own = derived().stream().filter(row -> row.run() == 0).toList();
    assertEquals(
        List.of(50.0, 45.0, 51.0),
        own.stream().map(TrialRow::score).toList(),
        "all evaluations of weak, none of strong");
    for (TrialRow row : own) {
      assertEquals(10_000, row.costs().gradientSteps());
      assertEquals(3.0, row.resources().trainingSeconds(), 1e-12);
      assertEquals(17_666, row.costs().parameters(), "one policy is kept");
      assertEquals(40_000, row.costs().networkEvaluations(), "it alone acts");
      assertEquals("data0", row.inputs().datasetHash());
    }
  }

  @Test
  void aRunThatMissesAMethodIsPending() {
    threeRuns();
    rows.removeIf(row -> row.method().equals("strong") && row.run() == 1);
    assertEquals(List.of(0, 2), derived().stream().map(TrialRow::run).toList());
    ScoreRow line = line("tuned");
    assertEquals(2, line.scored());
    assertEquals(3, line.runs());
    rows.removeIf(row -> row.method().equals("strong"));
    assertEquals(List.of(), derived());
    assertEquals(0, line("tuned").scored());
    assertTrue(notes().contains("(chosen: nothing yet)"), notes());
  }

  @Test
  void oneThatDivergedIsNotChosenAndItsCostsCount() {
    add("weak", 0, Status.DIVERGED, "loss is NaN at step 3");
    add("strong", 0, 0.9, 30);
    assertEquals(List.of(choice(0, "strong", 0.9)), choices());
    assertEquals(10_000, derived().get(0).costs().gradientSteps());
  }

  @Test
  void whereNoneCanBeChosenTheRowSaysSo() {
    add("weak", 0, Status.DIVERGED, "loss is NaN at step 3");
    add("strong", 0, Status.DIVERGED, "loss is NaN at step 4");
    add("weak", 1, Status.DIVERGED, "loss is NaN at step 5");
    add("strong", 1, Status.FAILED, "ArithmeticException");
    add("weak", 2, Double.NaN, 50);
    add("strong", 2, Double.NaN, 60);
    assertEquals(
        List.of(Status.DIVERGED, Status.FAILED, Status.FAILED),
        choices().stream().map(ValidationChoice::status).toList());
    assertEquals(
        List.of(
            "none of strong, weak could be trained",
            "none of strong, weak could be trained",
            "none of strong, weak has a validation loss"),
        derived().stream().map(TrialRow::message).toList());
    assertTrue(derived().stream().allMatch(row -> Double.isNaN(row.outcome().returnMean())));
    ScoreRow line = line("tuned");
    assertEquals(1, line.diverged());
    assertEquals(2, line.failed());
    assertTrue(notes().contains("(chosen: none 3 times)"), notes());
  }

  /** pfm less tuned is 60 - 50, 61 - 52, 62 - 54: mean 9, standard deviation 1. */
  @Test
  void theRowIsComparedLikeAMethod() {
    threeRuns();
    ScoreSection section = StudyReport.data(store()).table().sections().get(0);
    assertEquals(
        List.of("reference", "tuned", "weak", "strong", "pfm"),
        section.of(TASK).stream().map(ScoreRow::method).toList());
    ScoreRow tuned = line("tuned");
    assertEquals(52, tuned.mean(), 1e-12);
    assertEquals(2, tuned.standardDeviation(), 1e-12);
    assertEquals(10_000, tuned.costs().get(Ledger.Entry.GRADIENT_STEPS), 1e-12);
    Interval over = tuned.comparedWith("reference").difference();
    assertEquals(12, over.estimate(), 1e-12);
    assertEquals(12 - 2 * T2 / Math.sqrt(3), over.low(), 1e-9);
    ScoreRow.Comparison pfm = line("pfm").comparedWith("tuned");
    assertEquals(3, pfm.pairs());
    assertEquals(9, pfm.difference().estimate(), 1e-12);
    assertEquals(9 - T2 / Math.sqrt(3), pfm.difference().low(), 1e-9);
    assertEquals(1, pfm.improvement().estimate(), 1e-12);
  }

  @Test
  void everyPageSaysWhatWasChosenAndVerifyFindsNoDifference() {
    threeRuns();
    Report report = StudyReport.of(store());
    String line =
        "tuned: on each task and run the one of strong, weak with the smallest validation loss"
            + " (chosen: strong once, weak 2 times)";
    Map<String, byte[]> files = report.files();
    for (String file : List.of("table.md", "table.tex")) {
      assertTrue(text(files, file).contains(line), file);
    }
    assertTrue(Terminal.of(report.summary()).contains(line));
    assertEquals(
        List.of(
            "row,task,run,status,chosen,validation_loss",
            "tuned,hopper-medium-v2,0,ok,weak,0.5",
            "tuned,hopper-medium-v2,1,ok,weak,0.6",
            "tuned,hopper-medium-v2,2,ok,strong,0.7"),
        text(files, "chosen-by-validation-loss.csv").lines().toList());
    ReportWriter.write(report, folder);
    assertEquals(List.of(), ReportVerifier.differences(StudyReport.of(store()), folder));
  }

  /** The letters of a picture are outlines, so that a name cannot be looked for. */
  @Test
  void chartsDrawTheRow() {
    threeRuns();
    for (TrialRow row : List.copyOf(rows)) {
      rows.add(
          Rows.row("ant-medium-v2", row.method(), row.run(), row.score() - 5)
              .withValidationLoss(row.outcome().validationLoss()));
    }
    String study =
        STUDY
            .replace(", tuned]", "]")
            .replace("tasks:\n", "tasks:\n  - {dataset: ant-medium-v2}\n");
    Map<String, byte[]> with = StudyReport.of(store(study)).files();
    String plain = study.replaceAll("(?m)^ *chosen-by.*\\n", "");
    Map<String, byte[]> without = StudyReport.of(store(plain)).files();
    assertFalse(without.containsKey("chosen-by-validation-loss.csv"));
    for (String chart : List.of("scores", "performance-profile", "privilege")) {
      String name = "charts/" + chart + ".svg";
      assertTrue(without.containsKey(name), () -> name + " in " + without.keySet());
      assertNotEquals(text(without, name), text(with, name), name);
    }
  }

  private ScoreRow line(String method) {
    return StudyReport.data(store()).table().sections().stream()
        .findFirst()
        .flatMap(section -> section.of(TASK, method))
        .orElseThrow();
  }

  private String notes() {
    return String.join("\n", ValidationChoice.notes(StudyReport.data(store()).table()));
  }

  private static String text(Map<String, byte[]> files, String name) {
    return new String(files.get(name), StandardCharsets.UTF_8);
  }
}
