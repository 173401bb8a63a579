package org.prefbench.chart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.prefbench.comparison.Doses;
import org.prefbench.comparison.Probe;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.ReportOptions;
import org.prefbench.comparison.Rows;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.core.InvalidInputException;
import org.prefbench.plot.Format;
import org.prefbench.plot.Picture;
import org.prefbench.plot.Ticks;
import org.prefbench.store.TrialRow;
import org.prefbench.study.Ablation;
import org.prefbench.study.Protocol.Mode;
import org.prefbench.study.Reporting;
import org.prefbench.study.StudyFile;

class ChartsTest {
  private static final String TASK = "pendulum-medium-v1";

  private static ReportData data() {
    List<TrialRow> rows = Rows.study(2);
    List<Probe> probes = new ArrayList<>(Probes.plane(TASK));
    probes.addAll(Probes.line("acrobot-expert-v1"));
    probes.addAll(Probes.theory("acrobot-expert-v1"));
    probes.addAll(Probes.segments(TASK));
    probes.add(Probes.sheet("sheet", TASK, "latent", 2, 0, 0, 1, 0));
    String yaml =
        """
        id: made-up
        tasks: [{dataset: pendulum-medium-v1}, {dataset: acrobot-expert-v1}]
        methods: [{method: reference}, {method: dpo}, {method: planner}]
        report:
          axis: {name: method, key: label, scale: category, guides: [reference]}
        """;
    ReportOptions ablation =
        Rows.options(
            rows,
            new ReportOptions.Extras(
                List.of(),
                List.of(),
                Reporting.Published.NONE,
                Ablation.of(StudyFile.parse("made-up.yaml", yaml, Map.of()).study())));
    return new ReportData(
        ScoreTable.of(rows, ablation), rows, probes, Probes.trainings(TASK), List.of());
  }

  /** Of most charts the same; a study varies its methods or its tasks. */
  private static ReportData data(ChartFactory chart) {
    if (chart instanceof DoseResponseChart) {
      return Doses.falling(List.of("reference", "pfm", "dpo", "best-of-two"));
    }
    return chart instanceof CriticalDifferenceChart || chart instanceof DivergenceChart
        ? ManyMethods.data()
        : data();
  }

  static List<ChartFactory> charts() {
    return Charts.registered().all();
  }

  @ParameterizedTest
  @MethodSource("charts")
  void whoseAPictureIsItsNameTells(ChartFactory chart) {
    for (Picture picture : chart.draw(data(chart))) {
      assertTrue(
          chart.stems().stream().anyMatch(stem -> (picture.name() + "-").startsWith(stem + "-")),
          picture.name());
    }
  }

  @ParameterizedTest
  @MethodSource("charts")
  void everyChartDrawsTheSameBytesTwiceAndNothingFromNothing(ChartFactory chart)
      throws IOException {
    ReportData data = data(chart);
    List<Picture> first = chart.draw(data);
    List<Picture> second = chart.draw(data);
    assertFalse(first.isEmpty(), chart.id());
    assertEquals(first.size(), second.size());
    for (int i = 0; i < first.size(); i++) {
      Picture picture = first.get(i);
      assertArrayEquals(picture.bytes(Format.PNG), second.get(i).bytes(Format.PNG), picture.name());
      assertEquals(picture.svg(), second.get(i).svg(), picture.name());
      assertFalse(picture.title().isEmpty());
      assertTrue(shades(picture) > 5, picture.name() + " is blank");
      assertTrue(picture.svg().contains("<text"), "text stays text");
    }
    TrialRow diverged =
        data().rows().stream().filter(row -> !row.message().isEmpty()).findFirst().orElseThrow();
    List<TrialRow> nothing = List.of(diverged);
    ScoreTable empty = ScoreTable.of(nothing, Rows.options(nothing));
    assertEquals(List.of(), chart.draw(new ReportData(empty, nothing, List.of())), chart.id());
  }

  @Test
  void theSheetOfTheToyHasEightPanels() throws IOException {
    Picture picture = new SampleScatterChart().draw(data()).get(0);
    assertEquals("samples-" + TASK, picture.name());
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.bytes(Format.PNG)));
    assertEquals(2 * 4 * 260, image.getWidth()); // reward and seven clouds: two rows of four
    assertEquals(2 * 2 * 300, image.getHeight());
  }

  @Test
  void aStudyOfOneTaskHasNoProfile() {
    List<TrialRow> rows = Rows.study(1);
    ReportData one = data(rows);
    assertEquals(List.of(), new PerformanceProfileChart().draw(one));
  }

  @Test
  void whereEveryRunIsAboveEveryOtherNothingIsInDoubt() {
    List<TrialRow> rows = new ArrayList<>();
    for (int run = 0; run < 3; run++) {
      rows.add(Rows.row(TASK, "reference", run, 40 + run));
      rows.add(Rows.row(TASK, "pfm", run, 60 + run));
    }
    assertEquals(List.of(), new ImprovementChart().draw(data(rows)));
    rows.add(Rows.row(TASK, "rlhf", 0, 39));
    rows.add(Rows.row(TASK, "rlhf", 1, 41.5));
    rows.add(Rows.row(TASK, "rlhf", 2, 44));
    assertEquals(1, new ImprovementChart().draw(data(rows)).size());
  }

  private static ReportData data(List<TrialRow> rows) {
    return new ReportData(ScoreTable.of(rows, Rows.options(rows)), rows, List.of());
  }

  @Test
  void aStudyOfOneTierOrOnePrivilegeHasNothingToCompare() {
    List<TrialRow> rows =
        Rows.study(1).stream().filter(row -> !row.costs().needs().contains("look-ahead")).toList();
    ReportData one = data(rows);
    assertEquals(List.of(), new TierChart().draw(one));
    assertEquals(List.of(), new PrivilegeChart().draw(one));
    List<TrialRow> sampled = rows.stream().filter(row -> row.mode() == Mode.SAMPLED).toList();
    assertEquals(List.of(), new ModeChart().draw(data(sampled)));
    assertEquals(1, new ModeChart().draw(one).size());
  }

  @Test
  void aStudyWithoutSegmentsHasNoDiagnosis() {
    ReportData data = data();
    List<Probe> others =
        data.probes().stream().filter(probe -> !probe.kind().equals("segments")).toList();
    ReportData without =
        new ReportData(data.table(), data.rows(), others, data.trainings(), List.of());
    assertEquals(List.of(), new DiagnosisChart().draw(without));
    assertEquals(List.of(), new TrainingSignalChart().draw(without));
  }

  @Test
  void sharesArePerCent() {
    assertEquals("78 %", PrivilegeChart.share(0.777));
    assertEquals("\u221212 %", PrivilegeChart.share(-0.12));
    assertEquals("0 %", PrivilegeChart.share(-0.001));
  }

  @Test
  void histogramsHaveTheAreaOfWhatTheyShow() {
    double[] values = {0.1, 0.2, 0.3, 0.9, 5}; // one of five lies outside
    double[] heights = HistogramChart.heights(values, 0, 1);
    assertEquals(0.8, Arrays.stream(heights).sum() / heights.length, 1e-12);
  }

  @Test
  void ticksAreRound() {
    assertArrayEquals(new double[] {0, 20, 40, 60}, Ticks.of(0, 66, 4), 1e-12);
    assertArrayEquals(new double[] {-1200, -1100, -1000}, Ticks.of(-1210, -990, 3), 1e-9);
    assertArrayEquals(new double[] {0.1, 0.2, 0.3}, Ticks.of(0.1, 0.3, 2), 1e-12);
    assertEquals("\u22121200", Ticks.label(-1200));
    assertEquals("20k", Ticks.label(20_000));
    assertEquals("1.5M", Ticks.label(1_500_000));
    assertEquals("0", Ticks.label(-0.0));
  }

  @Test
  void aGridWithHolesIsRefused() {
    Probe holes =
        new Probe(
            "density",
            TASK,
            "reward",
            0,
            List.of("x", "y", "value"),
            new double[][] {{0, 0, 1}, {0, 1, 1}, {1, 0, 1}});
    assertThrows(InvalidInputException.class, () -> Density.of(holes));
    assertThrows(InvalidInputException.class, () -> holes.column("z"));
  }

  private static long shades(Picture picture) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.bytes(Format.PNG)));
    return Arrays.stream(
            image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
        .distinct()
        .count();
  }
}
