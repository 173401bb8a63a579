package org.prefbench.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.prefbench.comparison.AblationScores;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.ReportOptions;
import org.prefbench.comparison.Rows;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.core.Seed;
import org.prefbench.plot.Picture;
import org.prefbench.report.Report;
import org.prefbench.store.TrialRow;
import org.prefbench.study.Study;
import org.prefbench.study.StudyFile;

/** Every ablation in the source folder, with made-up scores, ends in one chart and one sentence. */
class AblationsOfThePaperTest {
  private static final Path FOLDER = Path.of("src/main/resources/studies");

  static Stream<Path> ablations() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("ablation-"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("ablations")
  void endsInOneChartAndOneSentence(Path file) {
    Study study = StudyFile.read(file, Map.of("report.bootstrap", "20")).study();
    List<TrialRow> rows =
        study.trials().stream()
            .map(
                trial ->
                    Rows.row(
                        trial.task().label(),
                        trial.method().label(),
                        trial.run(),
                        50 + 3 * new Seed(1).child(trial.key()).generator().nextGaussian()))
            .toList();
    ScoreTable table = ScoreTable.of(rows, ReportOptions.of(study));
    ReportData data = new ReportData(table, rows, List.of());
    List<Picture> pictures = new AblationChart().draw(data);
    assertEquals(List.of("ablation"), pictures.stream().map(Picture::name).toList());
    String finding = Report.of(rows, List.of(), ReportOptions.of(study)).finding();
    String name = AblationScores.of(data).orElseThrow().ablation().name();
    assertTrue(finding.contains(name) && finding.endsWith("."), finding);
    assertTrue(finding.contains("5 runs"), finding);
  }
}
