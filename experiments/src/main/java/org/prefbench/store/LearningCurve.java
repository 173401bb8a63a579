package org.prefbench.store;

import java.nio.file.Path;
import java.util.List;
import org.prefbench.core.InvalidInputException;

/**
 * The learning curve of a training of a behaviour policy, {@code curve.csv}.
 *
 * @param points in the order of the training
 */
public record LearningCurve(List<Point> points) {
  private static final RecordTable<Point> TABLE = new RecordTable<>(Point.class);

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
    TABLE.write(file, points);
  }

  /**
   * Returns the curve that {@link #write} wrote.
   *
   * @throws InvalidInputException if there is no such file or it holds no curve
   */
  public static LearningCurve read(Path file) {
    return new LearningCurve(TABLE.read(file));
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
