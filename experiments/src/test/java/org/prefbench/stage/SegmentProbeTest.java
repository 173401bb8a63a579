package org.prefbench.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prefbench.algorithm.TransportPolicy;
import org.prefbench.core.DoubleMatrix;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentAccess.LookAhead;
import org.prefbench.env.Environments;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Standardizer;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferencePair;

/** On a task whose reward is the action, so that every gain is a difference of numbers. */
class SegmentProbeTest {
  private static final List<PreferencePair> PAIRS =
      List.of(pair(1, 3, Label.SECOND), pair(2, -2, Label.FIRST), pair(4, 4, Label.TIE));

  /** Planner: (1 + 2 + 0) / 3; better less worse: (2 + 4) / 2. */
  @Test
  void aMapThatAddsAHalfGainsAHalfAndPointsFromTheWorseToTheBetter() {
    Map<String, Double> numbers = measure(normal(0, 0), new Shift(0.5f));
    assertEquals(3, numbers.get("starts"));
    assertEquals(7 / 3.0, numbers.get("reference"), 1e-12);
    assertEquals(1, numbers.get("planner_gain"), 1e-12);
    assertEquals(1 / Math.sqrt(3), numbers.get("planner_gain_error"), 1e-12);
    assertEquals(3, numbers.get("preferred_gain"), 1e-12);
    assertEquals(0.5, numbers.get("flow_gain"), 1e-12);
    assertEquals(0, numbers.get("flow_gain_error"), 1e-12);
    assertEquals(0.5, numbers.get("flow_gain_rejected"), 1e-12);
    assertEquals(1, numbers.get("alignment_rejected"), 1e-12);
    assertEquals(-1, numbers.get("alignment_preferred"), 1e-12);
    assertTrue(numbers.get("label_accuracy").isNaN());
  }

  /** log N(1, 1) - log N(0, 1) rises with the action, so the larger mean tells both labels. */
  @Test
  void aLargerMeanGainsTheDifferenceAndPredictsTheLabels() {
    Map<String, Double> better = measure(normal(0, 0), normal(1, 0));
    assertEquals(1, better.get("policy_gain"), 1e-6);
    assertEquals(1, better.get("label_accuracy"));
    assertTrue(better.get("flow_gain").isNaN());
    assertEquals(0, measure(normal(0, 0), normal(-1, 0)).get("label_accuracy"));
  }

  @Test
  void theReferenceGainsExactlyNothing() {
    Map<String, Double> same = measure(normal(0, 0), normal(0, 0));
    assertEquals(0, same.get("policy_gain"));
    assertEquals(0, same.get("policy_gain_error"));
    assertEquals(0.5, same.get("label_accuracy"));
  }

  private static Map<String, Double> measure(Policy reference, Policy policy) {
    Evaluator evaluator =
        new Evaluator(Environments.registered().get("gaussian-1d-v0"), LookAhead.NONE);
    List<Object[]> lines =
        SegmentProbe.measure(evaluator, reference, PAIRS, 1, policy, new Seed(1));
    assertEquals(2, lines.size());
    Map<String, Double> numbers = new HashMap<>();
    for (int i = 0; i < lines.get(0).length; i++) {
      numbers.put((String) lines.get(0)[i], (Double) lines.get(1)[i]);
    }
    return numbers;
  }

  private static GaussianPolicy normal(float mean, float logStd) {
    Mlp network =
        Mlp.initial(List.of(1, 1), Activation.IDENTITY, new Seed(0))
            .withWeights(new float[] {0, mean});
    return new GaussianPolicy(
        GaussianPolicy.Form.GAUSSIAN,
        Environments.registered().get("gaussian-1d-v0").spec().actions(),
        Standardizer.identity(1),
        network,
        new float[] {logStd});
  }

  private static PreferencePair pair(float first, float second, Label label) {
    return new PreferencePair(segment(first), segment(second), label, "test");
  }

  private static Segment segment(float action) {
    return new Segment(
        new FloatMatrix(2, 1),
        new FloatMatrix(1, 1, new float[] {action}),
        new FloatMatrix(1, 1, new float[] {action}),
        End.TERMINATED,
        Optional.of(new DoubleMatrix(1, 1)),
        Optional.empty());
  }

  /** Adds a constant to every coordinate. */
  private record Shift(float by) implements TransportPolicy {
    @Override
    public FloatMatrix transport(FloatMatrix contexts, FloatMatrix sources) {
      FloatMatrix moved = sources.copy();
      for (int k = 0; k < moved.values().length; k++) {
        moved.values()[k] += by;
      }
      return moved;
    }

    @Override
    public FloatMatrix[] paths(FloatMatrix contexts, FloatMatrix sources, double[] times) {
      throw new UnsupportedOperationException();
    }

    @Override
    public double[] logDensityChange(FloatMatrix contexts, FloatMatrix sources) {
      return new double[sources.rows()];
    }

    @Override
    public Actor start(EnvironmentAccess environment, Seed[] seeds) {
      return normal(0, 0).start(environment, seeds);
    }

    @Override
    public Policy deterministic() {
      return this;
    }
  }
}
