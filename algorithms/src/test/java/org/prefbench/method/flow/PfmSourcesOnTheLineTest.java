package org.prefbench.method.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.prefbench.core.FloatMatrix;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.generative.FlowPolicy;
import org.prefbench.policy.Policy;

/**
 * Flows that start where they act, on the line: from the reference N(0, 1), and from noise, which
 * is N(0, 1) too, to the larger of two draws with distribution function Phi^2. The order-keeping
 * map is T(y) = Phi^-1(sqrt(Phi(y))), and T(T(y)) = Phi^-1(Phi(y)^(1/4)) carries the reference to
 * the largest of four: from the right source, re-applying is retraining. Means and variances of the
 * largest of two and of four are 1/sqrt(pi), 1 - 1/pi, and by quadrature 1.0294, 0.4917.
 */
class PfmSourcesOnTheLineTest {
  /** T at -2, -1.5 .. 2 by Python's statistics.NormalDist. */
  private static final double[] EXACT = {
    -1.0329, -0.6481, -0.2577, 0.1395, 0.5450, 0.9603, 1.3868, 1.8253, 2.2754
  };

  private static final double BEST_OF_TWO = 1 / Math.sqrt(Math.PI);

  private static FlowPolicy corrected;
  private static FlowPolicy fromNoise;

  @BeforeAll
  static void train() {
    corrected = Line.train(Map.of("training-source", "reference"));
    fromNoise = Line.train(Map.of("training-source", "noise", "source", "noise"));
  }

  @Test
  void mapOfTheReferenceIsTheClosedForm() {
    assertClosedForm(corrected);
  }

  @Test
  void mapOfNoiseIsTheClosedForm() {
    assertClosedForm(fromNoise);
  }

  @Test
  void referenceBecomesPreferredAndReappliedTheLargestOfFour() {
    FloatMatrix sources = Line.normal(20_000);
    FloatMatrix contexts = new FloatMatrix(sources.rows(), 1);
    FloatMatrix once = corrected.transport(contexts, sources);
    assertEquals(BEST_OF_TWO, Line.mean(once), 0.04);
    assertEquals(1 - 1 / Math.PI, Line.variance(once), 0.05);
    FloatMatrix twice = corrected.transport(contexts, once);
    assertEquals(1.0294, Line.mean(twice), 0.06);
    assertEquals(0.4917, Line.variance(twice), 0.08);
  }

  @Test
  void actingHasThePreferredLaw() {
    int copies = 2000;
    double error = 4 * 0.83 / Math.sqrt(copies);
    assertEquals(BEST_OF_TWO, Line.meanReturn(corrected, copies), 0.04 + error);
    assertEquals(
        BEST_OF_TWO,
        Line.meanReturn(fromNoise, copies, EnvironmentAccess.LookAhead.NONE),
        0.04 + error);
  }

  @Test
  void deterministicIsTheMapOfTheMean() {
    assertEquals(0.5450, Line.meanReturn(corrected.deterministic(), 1), 0.05);
    Policy mean = fromNoise.deterministic();
    double alone = Line.meanReturn(mean, 1, EnvironmentAccess.LookAhead.NONE);
    assertEquals(0.5450, alone, 0.05);
    assertEquals(alone, Line.meanReturn(mean, 50, EnvironmentAccess.LookAhead.NONE), 1e-6);
  }

  private static void assertClosedForm(FlowPolicy policy) {
    FloatMatrix sources = new FloatMatrix(9, 1);
    double[] moved = new double[9];
    for (int i = 0; i < 9; i++) {
      sources.set(i, 0, -2 + 0.5f * i);
    }
    FloatMatrix images = policy.transport(new FloatMatrix(9, 1), sources);
    for (int i = 0; i < 9; i++) {
      moved[i] = images.get(i, 0);
    }
    assertArrayEquals(EXACT, moved, 0.06);
  }
}
