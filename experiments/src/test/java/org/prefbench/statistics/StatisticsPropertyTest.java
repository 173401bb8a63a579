package org.prefbench.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.prefbench.core.Seed;

class StatisticsPropertyTest {
  @Provide
  Arbitrary<double[][]> scores() {
    return Arbitraries.doubles()
        .between(-200, 200)
        .ofScale(2)
        .array(double[].class)
        .ofMinSize(1)
        .ofMaxSize(7)
        .array(double[][].class)
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  @Property(tries = 300)
  void summariesLieBetweenTheExtremes(@ForAll("scores") double[][] scores) {
    double[] all = Arrays.stream(scores).flatMapToDouble(Arrays::stream).toArray();
    double least = DoubleStream.of(all).min().orElseThrow() - 1e-9;
    double most = DoubleStream.of(all).max().orElseThrow() + 1e-9;
    for (double summary :
        new double[] {
          Statistics.interquartileMean(scores),
          Statistics.meanOfTaskMeans(scores),
          Statistics.medianOfTaskMeans(scores),
          Statistics.quantile(all, 0.31)
        }) {
      assertTrue(summary >= least && summary <= most);
    }
    assertTrue(Statistics.optimalityGap(scores, 100) >= 0);
  }

  @Property(tries = 300)
  void scaleAndShiftPassThrough(
      @ForAll("scores") double[][] scores,
      @ForAll @DoubleRange(min = 0.01, max = 50) double scale,
      @ForAll @DoubleRange(min = -100, max = 100) double shift) {
    double[][] moved =
        Arrays.stream(scores)
            .map(task -> Arrays.stream(task).map(s -> scale * s + shift).toArray())
            .toArray(double[][]::new);
    assertEquals(
        scale * Statistics.interquartileMean(scores) + shift,
        Statistics.interquartileMean(moved),
        1e-7);
    assertEquals(
        scale * Statistics.standardDeviation(scores[0]),
        Statistics.standardDeviation(moved[0]),
        1e-7);
  }

  @Property(tries = 300)
  void improvementIsAntisymmetricAndUnmovedByOrder(@ForAll("scores") double[][] scores) {
    double[][] other =
        Arrays.stream(scores)
            .map(task -> Arrays.stream(task).map(s -> -0.5 * s + 3).toArray())
            .toArray(double[][]::new);
    double forward = Statistics.probabilityOfImprovement(scores, other);
    assertTrue(forward >= 0 && forward <= 1);
    assertEquals(1, forward + Statistics.probabilityOfImprovement(other, scores), 1e-12);
    assertEquals(0.5, Statistics.probabilityOfImprovement(scores, scores), 1e-12);
    double[][] reversed =
        Arrays.stream(scores)
            .map(
                task -> {
                  double[] turned = new double[task.length];
                  Arrays.setAll(turned, i -> task[task.length - 1 - i]);
                  return turned;
                })
            .toArray(double[][]::new);
    assertEquals(forward, Statistics.probabilityOfImprovement(reversed, other), 1e-12);
    assertEquals(
        Statistics.interquartileMean(scores), Statistics.interquartileMean(reversed), 1e-9);
  }

  @Property(tries = 100)
  void boundsSurroundWhatResamplesCanReach(@ForAll("scores") double[][] scores) {
    Interval interval = new Bootstrap(200, 0.9, new Seed(1)).interquartileMean(scores);
    if (interval.bounded()) {
      double[] all = Arrays.stream(scores).flatMapToDouble(Arrays::stream).toArray();
      assertTrue(interval.low() <= interval.high());
      assertTrue(interval.low() >= DoubleStream.of(all).min().orElseThrow() - 1e-9);
      assertTrue(interval.high() <= DoubleStream.of(all).max().orElseThrow() + 1e-9);
    } else {
      assertTrue(Arrays.stream(scores).anyMatch(task -> task.length == 1));
    }
  }

  @Property(tries = 300)
  void quantileAgreesWithSorting(
      @ForAll("scores") double[][] scores, @ForAll @DoubleRange(min = 0, max = 1) double p) {
    double[] all = Arrays.stream(scores).flatMapToDouble(Arrays::stream).toArray();
    double[] sorted = all.clone();
    Arrays.sort(sorted);
    double position = p * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    double expected = sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    assertEquals(expected, Statistics.quantile(all, p), 1e-12);
  }
}
