package org.prefbench.comparison;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.prefbench.comparison.Diagnosis.Quantity;
import org.prefbench.comparison.Diagnosis.Row;
import org.prefbench.comparison.Diagnosis.Share;
import org.prefbench.report.Report;
import org.prefbench.statistics.Interval;
import org.prefbench.store.TrialResult.Metric;
import org.prefbench.store.TrialRow;

/** All expected numbers are worked out by hand beside them. */
class DiagnosisTest {
  private static final double NONE = Double.NaN;
  private static final List<String> COLUMNS =
      List.of(
          "planner_gain",
          "policy_gain",
          "flow_gain",
          "flow_gain_rejected",
          "preferred_gain",
          "alignment_rejected",
          "alignment_preferred",
          "label_accuracy");

  private static Probe probe(String task, String method, int run, double... values) {
    return new Probe("segments", task, method, run, COLUMNS, new double[][] {values});
  }

  private static ReportData data() {
    List<TrialRow> rows = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      for (String task : List.of("a", "b")) {
        rows.add(Rows.row(task, "reference", run, 40));
        rows.add(Rows.row(task, "pfm", run, task.equals("a") ? 44 + 2 * run : 39));
        rows.add(Rows.row(task, "rlhf", run, 60));
      }
    }
    List<Probe> probes =
        List.of(
            probe("a", "reference", 0, 4, 0, NONE, NONE, 8, NONE, NONE, NONE),
            probe("a", "pfm", 0, 4, 1, 2, 3, 8, 0.5, 0.4, NONE),
            probe("a", "pfm", 1, 6, 4, 1, 5, 8, 0.7, 0.2, NONE),
            probe("a", "rlhf", 0, 4, 6, NONE, NONE, 8, NONE, NONE, NONE),
            probe("a", "rlhf", 1, 6, 9, NONE, NONE, 8, NONE, NONE, NONE),
            probe("b", "pfm", 0, 2, -1, 1, 1, 4, 0.1, 0.1, NONE),
            probe("b", "pfm", 1, 2, -1, 1, 1, 4, 0.1, 0.1, NONE));
    List<Metric> losses =
        List.of(
            new Metric("loss", 10, 2),
            new Metric("loss", 20, 1),
            new Metric("validation-loss", 20, 3),
            new Metric("loss", 30, Double.NaN));
    List<Metric> other =
        List.of(
            new Metric("loss", 10, 4),
            new Metric("loss", 20, 0.5),
            new Metric("preference-validation-accuracy", 20, 0.8),
            new Metric("beta", 0, 0.01));
    List<Metric> reward =
        List.of(
            new Metric("reward-loss", 10, 0.7),
            new Metric("reward-validation-loss", 10, 0.6),
            new Metric("reward-validation-loss", 20, 0.9), // and the state of step 10 is kept
            new Metric("reward-kept-validation-loss", 20, 0.6),
            new Metric("reward-validation-accuracy", 10, 0.75),
            new Metric("learned-reward", 1, 0.1),
            new Metric("learned-reward", 2, 0.9),
            new Metric("divergence", 2, 1.5));
    List<Training> trainings =
        List.of(
            new Training("a", "pfm", 0, losses),
            new Training("a", "pfm", 1, other),
            new Training("a", "rlhf", 0, reward));
    return new ReportData(
        ScoreTable.of(rows, Rows.options(rows)), rows, probes, trainings, List.of());
  }

  private static Row row(String task, String method) {
    return Diagnosis.of(data()).orElseThrow().of(task).stream()
        .filter(row -> row.method().equals(method))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aShareIsTheRatioOfMeansOverRuns() {
    Row row = row("a", "pfm");
    assertEquals(5, row.mean(Quantity.PLANNER_GAIN), 0);
    assertEquals(2.5, row.mean(Quantity.POLICY_GAIN), 0);
    assertEquals(Math.sqrt(4.5), row.standardDeviation(Quantity.POLICY_GAIN), 1e-12);
    // (1 + 4) / (4 + 6) = 0.5, where the mean of the runs' ratios would be (1/4 + 2/3) / 2 = 0.458;
    // linearised: 0.5 + (1 - 0.5 * 4) / 5 = 0.3 and 0.5 + (4 - 0.5 * 6) / 5 = 0.7
    assertArrayEquals(new double[] {0.3, 0.7}, row.linearized(Share.POLICY), 1e-12);
    // their standard error is 0.2, and Student's quantile of one degree of freedom is the Cauchy
    // distribution's, tan(0.475 pi) = 12.706
    Interval share = row.share(Share.POLICY);
    double half = 0.2 * Math.tan(0.475 * Math.PI);
    assertEquals(0.5, share.estimate(), 1e-12);
    assertEquals(0.5 - half, share.low(), 1e-9);
    assertEquals(0.5 + half, share.high(), 1e-9);
    assertEquals(0.3, row.share(Share.FLOW).estimate(), 1e-12); // (2 + 1) / (4 + 6)
    assertEquals(0.5, row.share(Share.REJECTED).estimate(), 1e-12); // (3 + 5) / (8 + 8)
    assertEquals(1.5, row("a", "rlhf").share(Share.POLICY).low(), 1e-12); // the same in both runs
    assertFalse(row("a", "rlhf").share(Share.FLOW).exists());
    assertFalse(row("a", "reference").share(Share.POLICY).bounded(), "one run");
  }

  @Test
  void alignmentIsSeenAgainstItsControl() {
    Row row = row("a", "pfm");
    assertEquals(0.6, row.mean(Quantity.ALIGNMENT_REJECTED), 1e-12);
    assertEquals(0.3, row.mean(Quantity.ALIGNMENT_PREFERRED), 1e-12);
    assertEquals(0.3, row.mean(Quantity.ALIGNMENT), 1e-12); // (0.1 + 0.5) / 2
    assertEquals(0, row("b", "pfm").mean(Quantity.ALIGNMENT), 0);
  }

  @Test
  void theTrainingSignalIsTheLossOrTheLearnedReward() {
    Row flow = row("a", "pfm");
    assertEquals("loss", flow.signal());
    assertEquals(3, flow.mean(Quantity.SIGNAL_FIRST), 0); // of 2 and 4
    assertEquals(0.75, flow.mean(Quantity.SIGNAL_LAST), 0); // of 1 and 0.5; NaN is no loss
    assertEquals(3, flow.mean(Quantity.HELD_OUT_LOSS), 0); // one run has it
    assertEquals(1, flow.values(Quantity.HELD_OUT_LOSS).length);
    assertEquals(2, flow.values(Quantity.SIGNAL_LAST).length);
    Row reward = row("a", "rlhf");
    assertEquals("learned-reward", reward.signal());
    assertEquals(0.1, reward.mean(Quantity.SIGNAL_FIRST), 0);
    assertEquals(0.9, reward.mean(Quantity.SIGNAL_LAST), 0);
    assertEquals(0.6, reward.mean(Quantity.HELD_OUT_LOSS), 0);
    assertEquals(0.75, reward.mean(Quantity.LABEL_ACCURACY), 0);
    assertEquals(0.8, flow.mean(Quantity.LABEL_ACCURACY), 0); // of a preference model
    assertEquals(1.5, reward.mean(Quantity.DIVERGENCE), 0);
    assertEquals("", row("b", "pfm").signal());
  }

  @Test
  void scoreGainsAreThoseOfTheHeadline() {
    assertEquals(5, row("a", "pfm").scoreGain().estimate(), 1e-12); // 44 - 40 and 46 - 40
    Diagnosis diagnosis = Diagnosis.of(data()).orElseThrow();
    assertEquals(2, diagnosis.scoreGain("pfm").estimate(), 1e-12); // of 5 and -1
  }

  @Test
  void overAllTasksSharesAreAveraged() {
    Diagnosis diagnosis = Diagnosis.of(data()).orElseThrow();
    assertEquals(List.of("a", "b"), diagnosis.tasks());
    assertEquals(List.of("reference", "rlhf", "pfm"), diagnosis.methods());
    Interval share = diagnosis.share("pfm", Share.POLICY);
    assertEquals(0, share.estimate(), 1e-12); // of 0.5 and -0.5
    // b adds no variance, so a's half width counts half, still with one degree of freedom
    assertEquals(0.1 * Math.tan(0.475 * Math.PI), share.high(), 1e-9);
    assertEquals(0.15, diagnosis.mean("pfm", Quantity.ALIGNMENT).estimate(), 1e-12);
    assertFalse(diagnosis.share("rlhf", Share.POLICY).exists(), "rlhf was not probed on b");
  }

  @Test
  void nothingToGainHasNoShare() {
    Row row =
        new Row(
            "a",
            "pfm",
            Interval.NONE,
            "",
            Map.of(Quantity.POLICY_GAIN, Map.of(0, 1.0), Quantity.PLANNER_GAIN, Map.of(0, 0.0)));
    assertFalse(row.share(Share.POLICY).exists());
    Row other =
        new Row(
            "a",
            "pfm",
            Interval.NONE,
            "",
            Map.of(Quantity.POLICY_GAIN, Map.of(0, 1.0), Quantity.PLANNER_GAIN, Map.of(1, 2.0)));
    assertFalse(other.share(Share.POLICY).exists(), "no run has both");
  }

  @Test
  void withoutSegmentsThereIsNoDiagnosis() {
    ReportData data = data();
    ReportData without =
        new ReportData(data.table(), data.rows(), List.of(), data.trainings(), List.of());
    assertEquals(Optional.empty(), Diagnosis.of(without));
    Report report = Report.of(without, List.of());
    assertFalse(report.files().containsKey("diagnosis.csv"));
    assertFalse(text(report, "table.md").contains("Diagnosis"));
  }

  @Test
  void theReportShowsTheFiguresAndKeepsThemInFull() throws IOException {
    Report report = Report.of(data(), List.of());
    String page = text(report, "table.md");
    assertTrue(page.contains("## Diagnosis\n\n### Diagnosis over all tasks\n"), page);
    List<String> pfm =
        page.lines()
            .filter(line -> line.startsWith("| pfm ") && line.contains("±"))
            .map(line -> line.replaceAll(" +", " "))
            .toList();
    // deviations: sqrt(4.5) = 2.12, sqrt(2) = 1.41, sqrt(0.5) = 0.71
    assertTrue(
        pfm.get(0)
            .startsWith("| pfm | 2.50 ± 2.12 | 5.00 ± 1.41 | 50 [-204, 304] % few | 1.50 ± 0.71"),
        pfm.get(0));
    // differences 0.1 and 0.5: standard error 0.2, half width 0.2 * 12.706 = 2.541
    assertTrue(pfm.get(0).endsWith("| 0.600 | 0.300 | +0.300 [-2.241, 2.841] few |"), pfm.get(0));
    assertTrue(text(report, "table.md").contains("### Diagnosis of b"));
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    List<CSVRecord> records =
        format.parse(new StringReader(text(report, "diagnosis.csv"))).getRecords();
    // a: three methods, b: one, all tasks: three
    assertEquals(7, records.size());
    CSVRecord record = records.get(2);
    assertEquals("pfm", record.get("method"));
    assertEquals("2", record.get("policy_gain_runs"));
    assertEquals(2.5, Double.parseDouble(record.get("policy_gain")), 0);
    assertEquals(0.5, Double.parseDouble(record.get("policy_share")), 1e-12);
    assertEquals("1", record.get("held_out_loss_runs"));
    assertEquals("0.8", record.get("label_accuracy"));
    CSVRecord reference =
        records.stream().filter(one -> one.get("method").equals("reference")).findFirst().get();
    assertEquals("", reference.get("label_accuracy"));
    assertEquals("all tasks", records.get(6).get("task"));
    assertEquals(0, Double.parseDouble(records.get(6).get("policy_share")), 1e-12);
    assertEquals("", records.get(6).get("policy_gain"), "returns of tasks have no common scale");
  }

  private static String text(Report report, String file) {
    return new String(report.files().get(file), StandardCharsets.UTF_8);
  }
}
