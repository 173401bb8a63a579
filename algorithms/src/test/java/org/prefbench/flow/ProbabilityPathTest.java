package org.prefbench.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;

class ProbabilityPathTest {
  private static final double[] TIMES = {0, 0.125, 1 / 3.0, 0.5, 0.875, 1};

  static List<ProbabilityPath> paths() {
    return List.of(new StraightPath(0), new StraightPath(0.3), new VariancePreservingPath());
  }

  @ParameterizedTest
  @MethodSource("paths")
  void goesFromTheSourceToTheTarget(ProbabilityPath path) {
    assertEquals(0, path.target(0), 1e-15);
    assertEquals(1, path.source(0), 1e-15);
    assertEquals(1, path.target(1), 1e-15);
    assertEquals(0, path.source(1), 1e-15);
  }

  @ParameterizedTest
  @MethodSource("paths")
  void velocityIsTheDerivativeOfThePath(ProbabilityPath path) {
    FloatMatrix from = column(-1.5);
    FloatMatrix to = column(4);
    double h = 1e-5;
    for (double t : TIMES) {
      double ahead = path.target(t + h) * 4 + path.source(t + h) * -1.5;
      double behind = path.target(t - h) * 4 + path.source(t - h) * -1.5;
      double[] times = new double[from.rows()];
      Arrays.fill(times, t);
      ProbabilityPath.Draws draws = path.draw(times, from, to, new Seed(4).generator());
      assertEquals((ahead - behind) / (2 * h), draws.velocities().get(0, 0), 1e-6 * 10);
    }
  }

  @Test
  void theStraightLineHasConstantSpeedAndTheStatedSpread() {
    double[] times = new double[20_000];
    Arrays.fill(times, 0.25);
    ProbabilityPath.Draws draws =
        new StraightPath(0.5).draw(times, column(-1), column(3), new Seed(4).generator());
    assertMoments(0, 0.25, draws.points()); // 0.25 * 3 + 0.75 * -1
    for (float velocity : draws.velocities().values()) {
      assertEquals(4, velocity); // from the source to the target, not back
    }
    assertThrows(InvalidInputException.class, () -> new StraightPath(-0.1));
  }

  @Test
  void withoutSpreadThePointsAreOnTheLineAndNothingIsDrawn() {
    FloatMatrix from = FloatMatrix.of(new float[] {0}, new float[] {1}, new float[] {2});
    FloatMatrix to = FloatMatrix.of(new float[] {2.1f}, new float[] {0.1f}, new float[] {1.1f});
    RandomStream random = new Seed(4).generator();
    double next = new Seed(4).generator().nextDouble();
    ProbabilityPath.Draws draws =
        new StraightPath(0).draw(new double[] {0, 0.5, 1}, from, to, random);
    assertArrayEquals(new float[] {0, 0.55f, 1.1f}, draws.points().values(), 1e-6f);
    assertEquals(next, random.nextDouble());
  }

  @Test
  void theSquaredSharesOfTheVariancePreservingPathAddUpToOne() {
    ProbabilityPath path = new VariancePreservingPath();
    for (double t : TIMES) {
      double alpha = path.target(t);
      double beta = path.source(t);
      assertEquals(1, alpha * alpha + beta * beta, 1e-15);
      assertEquals(0, alpha * path.targetRate(t) + beta * path.sourceRate(t), 1e-15);
    }
    assertEquals(Math.sqrt(0.5), path.target(0.5), 1e-15);
  }

  /**
   * Independent ends N(0, 1) and N(m, s^2) have the marginal N(alpha m, beta^2 + alpha^2 s^2) on
   * the way, here with m = 2 and s = 1/2: at the middle of the line N(1, 5/16), and at the middle
   * of the variance-preserving path N(sqrt 2, 5/8).
   */
  @Test
  void marginalsOfGaussianEndsAreGaussian() {
    int n = 20_000;
    RandomStream random = new Seed(9).generator();
    FloatMatrix from = new FloatMatrix(n, 1);
    FloatMatrix to = new FloatMatrix(n, 1);
    for (int i = 0; i < n; i++) {
      from.set(i, 0, (float) random.nextGaussian());
      to.set(i, 0, (float) (2 + 0.5 * random.nextGaussian()));
    }
    double[] half = new double[n];
    Arrays.fill(half, 0.5);
    assertMoments(1, 5 / 16.0, new StraightPath(0).draw(half, from, to, random).points());
    assertMoments(
        Math.sqrt(2), 5 / 8.0, new VariancePreservingPath().draw(half, from, to, random).points());
  }

  /**
   * The field of a path between independent N(0, 1) and N(m, 1) is the conditional mean of the
   * velocity, E[v | y_t = y] = alpha' m + (alpha' alpha + beta' beta) / (alpha^2 + beta^2) (y -
   * alpha m). Variance preserving it does not depend on y, so that the flow moves every point by m.
   */
  @Test
  void theVariancePreservingFlowBetweenEqualVariancesIsATranslation() {
    ProbabilityPath path = new VariancePreservingPath();
    VectorField field =
        points -> {
          for (int p = 0; p < points.count; p++) {
            points.velocities[p] = conditionalMean(path, points.times[p], points.states[p], 2);
          }
        };
    double[] starts = {-1.5, 0, 2.25};
    double[] ends = OdeMethod.DORMAND_PRINCE.solver(1, 1e-9).transport(field, 1, starts);
    for (int i = 0; i < starts.length; i++) {
      assertEquals(starts[i] + 2, ends[i], 1e-7);
    }
  }

  @Test
  void timesAreUniform() {
    ProbabilityPath.Draws draws =
        new StraightPath(0).draw(column(0), column(1), new Seed(6).generator());
    int n = draws.times().length;
    int[] counts = new int[4];
    for (double t : draws.times()) {
      assertTrue(t >= 0 && t < 1, "time " + t);
      counts[(int) (4 * t)]++;
    }
    for (int count : counts) {
      assertEquals(n / 4.0, count, 5 * Math.sqrt(n * 3 / 16.0));
    }
  }

  private static double conditionalMean(ProbabilityPath path, double t, double y, double m) {
    double alpha = path.target(t);
    double beta = path.source(t);
    double slope =
        (path.targetRate(t) * alpha + path.sourceRate(t) * beta) / (alpha * alpha + beta * beta);
    return path.targetRate(t) * m + slope * (y - alpha * m);
  }

  private static FloatMatrix column(double value) {
    FloatMatrix column = new FloatMatrix(20_000, 1);
    Arrays.fill(column.values(), (float) value);
    return column;
  }

  /** Compares mean and variance, within five standard errors of a Gaussian sample's. */
  private static void assertMoments(double mean, double variance, FloatMatrix column) {
    int n = column.rows();
    double sum = 0;
    double squares = 0;
    for (float y : column.values()) {
      sum += y;
      squares += (double) y * y;
    }
    assertEquals(mean, sum / n, 5 * Math.sqrt(variance / n));
    assertEquals(variance, squares / n - sum / n * sum / n, 5 * variance * Math.sqrt(2.0 / n));
  }
}
