package org.prefbench.cli.study;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.comparison.Training;
import org.prefbench.report.StudyReport;
import org.prefbench.statistics.Interval;
import org.prefbench.statistics.Statistics;
import org.prefbench.store.ResultStore;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialTable;

/** The numbers of docs/preferences.md are those of the committed rows. */
class PreferencesPageTest {
  private static final Path RESULTS = Path.of("../results");

  private static String page() throws IOException {
    return Files.readString(Path.of("docs/preferences.md"));
  }

  @ParameterizedTest
  @CsvSource({"dose-0, 0", "dose-50, 0.5", "dose-100, 1"})
  void predictedLabelsAreThoseOfTheTrainings(String task, String dose) throws IOException {
    double[] reward = accuracies(task, "bradley-terry");
    double[] embedding = accuracies(task, "gpm");
    assertContains(
        String.format(
            Locale.ROOT,
            "| %s | %.1f %% | %.1f %% | %s |",
            dose,
            Statistics.mean(reward),
            Statistics.mean(embedding),
            interval(less(embedding, reward))));
  }

  /** Beside what DPO makes of pairs from one state, which another test trains. */
  @Test
  void theReferenceIsThatOfTheRows() throws IOException {
    double mean =
        TrialTable.read(RESULTS.resolve("cyclic/trials.csv")).stream()
            .filter(row -> row.trial().startsWith("dose-0/reference/"))
            .mapToDouble(TrialRow::score)
            .average()
            .orElseThrow();
    String text = String.format(Locale.ROOT, "against the reference's %.0f)", mean);
    assertTrue(page().contains(text), text);
  }

  @Test
  void returnsOfTheTypesAreThoseOfTheRows() throws IOException {
    double[] dpo = scores("dpo");
    double[] first = scores("em-dpo-for-ann");
    double[] second = negative(scores("em-dpo-for-ben"));
    double[] worst = smaller(first, second);
    double[] worstOfOne = smaller(dpo, negative(dpo));
    assertContains(line("DPO", dpo, negative(dpo), worstOfOne));
    assertContains(line("EM-DPO, either type by its policy", first, second, worst));
    assertContains(
        "| EM-DPO less DPO | %s | %s | %s |"
            .formatted(
                interval(less(first, dpo)),
                interval(less(second, negative(dpo))),
                interval(less(worst, worstOfOne))));
  }

  private static String line(String name, double[]... columns) {
    StringBuilder line = new StringBuilder("| " + name + " |");
    for (double[] column : columns) {
      line.append(String.format(Locale.ROOT, " %.1f |", Statistics.mean(column)));
    }
    return line.toString();
  }

  private static void assertContains(String line) throws IOException {
    assertTrue(page().contains(line + "\n"), line);
  }

  private static double[] accuracies(String task, String method) {
    Map<Integer, Double> byRun = new TreeMap<>();
    for (Training training :
        StudyReport.trainings(
            new ResultStore(RESULTS.resolve("cyclic")),
            trial -> trial.key().startsWith(task + "/" + method + "/"))) {
      byRun.put(training.run(), 100 * training.labelAccuracy());
    }
    return byRun.values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double[] scores(String method) {
    return TrialTable.read(RESULTS.resolve("annotators/trials.csv")).stream()
        .filter(row -> row.method().equals(method))
        .mapToDouble(TrialRow::score)
        .toArray();
  }

  private static double[] less(double[] x, double[] y) {
    double[] difference = new double[x.length];
    Arrays.setAll(difference, i -> x[i] - y[i]);
    return difference;
  }

  private static double[] negative(double[] x) {
    return Arrays.stream(x).map(value -> -value).toArray();
  }

  private static double[] smaller(double[] x, double[] y) {
    double[] result = new double[x.length];
    Arrays.setAll(result, i -> Math.min(x[i], y[i]));
    return result;
  }

  private static String interval(double[] values) {
    Interval interval = Statistics.studentMean(values, 0.95);
    return String.format(
        Locale.ROOT, "%+.1f [%.1f, %.1f]", interval.estimate(), interval.low(), interval.high());
  }
}
