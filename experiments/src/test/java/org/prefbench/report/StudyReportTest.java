package org.prefbench.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.comparison.Diagnosis;
import org.prefbench.comparison.Probe;
import org.prefbench.comparison.Rows;
import org.prefbench.comparison.ScoreRow;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.InvalidInputException;
import org.prefbench.report.document.NotedTable;
import org.prefbench.store.ResultStore;
import org.prefbench.store.StageResult;
import org.prefbench.store.TrialResult;
import org.prefbench.store.TrialResult.Metric;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialTable;
import org.prefbench.study.Protocol;
import org.prefbench.study.Protocol.Mode;
import org.prefbench.study.StudyFile;
import org.prefbench.study.Trial;

class StudyReportTest {
  private static final String STUDY =
      """
      id: made-up
      title: Which one is better?
      runs: 3
      tasks:
        - {dataset: line-normal-v0}
      methods:
        - {method: reference}
        - {method: pfm}
      report:
        bootstrap: 200
      """;

  private static ResultStore store(Path folder) {
    AtomicFiles.write(folder.resolve("study.yaml"), STUDY);
    List<TrialRow> rows = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      rows.add(Rows.row("line-normal-v0", "pfm", run, 50 + run));
      rows.add(Rows.row("line-normal-v0", "reference", run, 40 + run));
    }
    ResultStore store = new ResultStore(folder);
    TrialTable.write(store.trialsFile(), rows);
    return store;
  }

  @Test
  void tableAndOrderComeFromTheStudy(@TempDir Path folder) {
    ResultStore store = store(folder);
    Report report = StudyReport.of(store);
    assertEquals("made-up: Which one is better?", report.table().options().title());
    assertEquals(Mode.SAMPLED, report.table().options().headline());
    assertEquals(List.of("reference"), report.table().options().against());
    List<ScoreRow> rows = report.table().sections().get(0).rows();
    assertEquals(List.of("reference", "pfm"), rows.stream().map(ScoreRow::method).toList());
    assertEquals(3, rows.get(0).runs(), "the study asked for three runs");
    assertEquals(2, rows.get(0).scored());
    ReportWriter.write(report, folder);
    assertEquals(List.of(), ReportVerifier.differences(StudyReport.of(store), folder));
  }

  @Test
  void theReferenceStandsBesideItsData(@TempDir Path folder) {
    AtomicFiles.write(
        folder.resolve("study.yaml"), STUDY.replace("line-normal-v0", "hopper-medium-v2"));
    ResultStore store = new ResultStore(folder);
    double random = -20.272305; // D4RL's scale of hopper
    double range = 3234.3 - random;
    double[] data = {40, 44, 70}; // no policy was made from the last
    List<TrialRow> rows = new ArrayList<>();
    for (int run = 0; run < data.length; run++) {
      String mean = Double.toString(random + data[run] / 100 * range);
      Map<String, String> notes = Map.of("environment", "hopper-v2", "episode-return-mean", mean);
      store.put(
          new StageResult(
              "hopper-medium-v2",
              run,
              "d",
              "r",
              "p",
              "",
              notes,
              List.of(),
              Map.of(),
              List.of(),
              Map.of(),
              Map.of()));
    }
    double[][] scores = {{35, 41}, {41, 47}};
    for (Mode mode : Mode.values()) {
      for (int run = 0; run < 2; run++) {
        double score = scores[mode == Mode.SAMPLED ? 0 : 1][run];
        for (String method : List.of("reference", "pfm")) {
          rows.add(
              Rows.row(
                  "hopper-medium-v2",
                  method,
                  run,
                  TrialRow.Status.OK,
                  Protocol.Evaluation.LAST,
                  mode,
                  1000,
                  10 * score,
                  score,
                  ""));
        }
      }
    }
    TrialTable.write(store.trialsFile(), rows);
    NotedTable beside = StudyReport.of(store).beside().get(0);
    assertEquals("The reference beside its data", beside.heading());
    // t(0.975, 1) = 12.706 standard errors of 1 about -4 and +2
    assertEquals(
        List.of(
            List.of(
                "normalised score",
                "data",
                "D4RL's data",
                "reference, sampled",
                "sampled - data [95 %]",
                "reference, deterministic",
                "deterministic - data [95 %]"),
            List.of(
                "hopper-medium-v2",
                "51.3 ± 16.3",
                "44.3",
                "38.0 ± 4.2",
                "-4.0 [-16.7, 8.7] few",
                "44.0 ± 4.2",
                "+2.0 [-10.7, 14.7] few")),
        beside.table().lines());
    assertEquals(
        "With sampled actions the reference is shown to stay below its data on 0 of 1.",
        beside.notes().get(1));
  }

  @Test
  void probesAreReadInTheOrderOfTheStudy(@TempDir Path folder) {
    ResultStore store = store(folder);
    AtomicFiles.write(
        folder.resolve("trials/line-normal-v0/pfm/run-0.samples.csv"), "action_0,reward\n1.5,2\n");
    AtomicFiles.write(
        folder.resolve("trials/line-normal-v0/reference/run-1.samples.csv"),
        "action_0,reward\n-1e-3,0\n2,1\n");
    AtomicFiles.write(
        folder.resolve("probes/line-normal-v0/preferred/run-0.samples.csv"),
        "action_0,reward\n3,3\n");
    List<Probe> probes = StudyReport.probes(store.study(), folder);
    assertEquals(
        List.of("reference", "preferred", "pfm"), probes.stream().map(Probe::method).toList());
    assertEquals(1, probes.get(0).run());
    assertEquals("samples", probes.get(0).kind());
    assertArrayEquals(new double[] {-1e-3, 2}, probes.get(0).column("action_0"), 0);
    assertTrue(StudyReport.of(store).files().containsKey("charts/actions-line-normal-v0.svg"));
  }

  @Test
  void whatTrialsReportedIsReadWhereThereAreSegments(@TempDir Path folder) {
    ResultStore store = store(folder);
    Trial trial =
        ResultStore.order(store.study()).stream()
            .filter(each -> each.method().label().equals("pfm") && each.run() == 1)
            .findFirst()
            .orElseThrow();
    store.put(
        trial,
        new TrialResult(
            trial.key(),
            "inputs",
            List.of(Rows.row("line-normal-v0", "pfm", 1, 51)),
            List.of(),
            List.of(new Metric("loss", 10, 2), new Metric("loss", 20, 0.5)),
            Map.of(),
            Map.of(),
            List.of("segments"),
            Map.of(),
            Map.of(),
            Map.of()));
    assertEquals(List.of(), StudyReport.data(store).trainings());
    assertFalse(StudyReport.of(store).files().containsKey("diagnosis.csv"));
    AtomicFiles.write(
        store.probeFile(trial, "segments"), "planner_gain,policy_gain,flow_gain\n4,1,NaN\n");
    assertEquals(2, StudyReport.data(store).trainings().get(0).curve("loss").size());
    Report report = StudyReport.of(store);
    Diagnosis.Row row = report.diagnosis().orElseThrow().rows().get(0);
    assertEquals(0.25, row.share(Diagnosis.Share.POLICY).estimate(), 0);
    assertEquals(0.5, row.mean(Diagnosis.Quantity.SIGNAL_LAST), 0);
    assertTrue(
        report
            .files()
            .keySet()
            .containsAll(
                List.of("diagnosis.csv", "charts/diagnosis.svg", "charts/training-signal.svg")));
    ReportWriter.write(report, folder);
    assertEquals(List.of(), ReportVerifier.differences(StudyReport.of(store), folder));
  }

  @Test
  void aWordAmongTheNumbersIsNamed(@TempDir Path folder) {
    Path file = folder.resolve("run-0.samples.csv");
    AtomicFiles.write(file, "action_0,reward\n1,2\n3,high\n");
    InvalidInputException error =
        assertThrows(
            InvalidInputException.class, () -> Probe.read(file, "samples", "task", "pfm", 0));
    assertEquals(file + " line 3: reward must be a number, got 'high'", error.getMessage());
    AtomicFiles.write(file, "action_0,reward\n1\n");
    assertThrows(InvalidInputException.class, () -> Probe.read(file, "samples", "task", "pfm", 0));
  }

  @Test
  void aFolderWithoutResultsIsRefused(@TempDir Path folder) {
    assertThrows(InvalidInputException.class, () -> StudyReport.of(new ResultStore(folder)));
    AtomicFiles.write(folder.resolve("study.yaml"), STUDY);
    assertThrows(InvalidInputException.class, () -> StudyReport.of(new ResultStore(folder)));
    assertEquals("made-up", StudyFile.read(folder.resolve("study.yaml"), Map.of()).study().id());
  }
}
