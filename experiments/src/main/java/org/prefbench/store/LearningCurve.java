package org.prefbench.store;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.InvalidInputException;

/**
 * The learning curve of a training of a behaviour policy, {@code curve.csv}.
 *
 * @param points in the order of the training
 */
public record LearningCurve(List<Point> points) {
  private static final Object[] COLUMNS = {
    "steps",
    "updates",
    "sampled_return",
    "sampled_standard_error",
    "deterministic_return",
    "deterministic_standard_error",
    "sampled_score",
    "deterministic_score",
    "critic_loss",
    "entropy",
    "value",
    "temperature",
    "cpu_seconds"
  };

  /** Copies the list. */
  public LearningCurve {
    points = List.copyOf(points);
  }

  /**
   * One evaluation.
   *
   * @param steps environment steps so far
   * @param updates updates of the critics so far
   * @param sampledReturn mean return of the policy that samples its actions
   * @param sampledStandardError its standard error
   * @param deterministicReturn mean return of the policy that acts by its mean
   * @param deterministicStandardError its standard error
   * @param sampledScore the normalised score when it samples; NaN without reference scores
   * @param deterministicScore the normalised score when it acts by its mean
   * @param criticLoss mean since the point before
   * @param entropy of the policy, mean since the point before, nats
   * @param value of its actions by the critics, mean since the point before
   * @param temperature the weight of the entropy
   * @param cpuSeconds processor time of the training so far
   */
  public record Point(
      long steps,
      long updates,
      double sampledReturn,
      double sampledStandardError,
      double deterministicReturn,
      double deterministicStandardError,
      double sampledScore,
      double deterministicScore,
      double criticLoss,
      double entropy,
      double value,
      double temperature,
      double cpuSeconds) {}

  /** Replaces {@code file} by the curve. */
  public void write(Path file) {
    List<Object[]> lines = new ArrayList<>();
    lines.add(COLUMNS);
    for (Point point : points) {
      lines.add(
          new Object[] {
            point.steps,
            point.updates,
            point.sampledReturn,
            point.sampledStandardError,
            point.deterministicReturn,
            point.deterministicStandardError,
            point.sampledScore,
            point.deterministicScore,
            point.criticLoss,
            point.entropy,
            point.value,
            point.temperature,
            point.cpuSeconds
          });
    }
    AtomicFiles.write(file, CsvText.of(lines));
  }

  /**
   * Returns the curve that {@link #write} wrote.
   *
   * @throws InvalidInputException if there is no such file or it holds no curve
   */
  public static LearningCurve read(Path file) {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (Reader text = Files.newBufferedReader(file);
        CSVParser rows = format.parse(text)) {
      return new LearningCurve(
          rows.stream()
              .map(
                  row ->
                      new Point(
                          Long.parseLong(row.get("steps")),
                          Long.parseLong(row.get("updates")),
                          Double.parseDouble(row.get("sampled_return")),
                          Double.parseDouble(row.get("sampled_standard_error")),
                          Double.parseDouble(row.get("deterministic_return")),
                          Double.parseDouble(row.get("deterministic_standard_error")),
                          Double.parseDouble(row.get("sampled_score")),
                          Double.parseDouble(row.get("deterministic_score")),
                          Double.parseDouble(row.get("critic_loss")),
                          Double.parseDouble(row.get("entropy")),
                          Double.parseDouble(row.get("value")),
                          Double.parseDouble(row.get("temperature")),
                          Double.parseDouble(row.get("cpu_seconds"))))
              .toList());
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException(file + " cannot be read as a learning curve: " + e, e);
    }
  }

  /**
   * Returns the point after {@code steps} environment steps of the curve in {@code file}.
   *
   * @throws InvalidInputException if there is none; the message lists those there are
   */
  public static Point point(Path file, long steps) {
    List<Point> known = read(file).points();
    return known.stream()
        .filter(point -> point.steps == steps)
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    file
                        + ": no evaluation after "
                        + steps
                        + " steps, only after "
                        + known.stream().map(Point::steps).toList()));
  }
}
