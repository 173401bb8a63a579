package org.prefbench.run.probe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prefbench.core.DoubleMatrix;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.flow.Integration;
import org.prefbench.flow.OdeMethod;
import org.prefbench.generative.FlowMap;
import org.prefbench.generative.FlowPolicy;
import org.prefbench.generative.ReferencePlans;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Standardizer;
import org.prefbench.policy.Policy;
import org.prefbench.preference.Annotators;
import org.prefbench.preference.Calibration;
import org.prefbench.preference.Label;
import org.prefbench.preference.Labelers;
import org.prefbench.preference.PreferencePair;

/** One action whose reward it is, under normal laws. */
class RankingProbeTest {
  private static final EnvironmentFactory LINE = Environments.registered().get("gaussian-1d-v0");

  /** Better and worse: 3 and 1, -1 and -2, 0.5 and -0.5, 2 and 1; and a tie. */
  private static final List<PreferencePair> PAIRS =
      List.of(
          pair(1, 3, Label.SECOND),
          pair(-1, -2, Label.FIRST),
          pair(0.5f, -0.5f, Label.FIRST),
          pair(2, 1, Label.FIRST),
          pair(4, 4, Label.TIE));

  /** N(0, 1) ranks by nearness to 0: right once, equal once; N(2, 1) by that to 2: all but none. */
  @Test
  void aNormalLawRanksByTheDistanceFromItsMean() {
    Map<String, Double> numbers = measure(normal(0, 0), normal(2, 0), Optional.empty());
    assertEquals(4, numbers.get("pairs"));
    assertEquals((1 + 0.5) / 4, numbers.get("reference"), 1e-12);
    assertEquals((0.5 + 3) / 4, numbers.get("reached"), 1e-12);
    assertEquals((0.5 + 1) / 2, numbers.get("flipped"), 1e-12); // of 3 and 1, and 2 and 1
    assertTrue(numbers.get("idealised").isNaN());
  }

  /**
   * From N(0.1, 1) dy/dt = y leads to N(0.1 e, e^2), which ranks as it does itself: 3 and 1 wrong,
   * 2 and 1 wrong; dy/dt = 1.8 leads to N(1.9, 1), for which 3 is further away than 1 alone.
   */
  @Test
  void aFlowRanksByTheLawOfWhatItMoves() {
    Map<String, Double> grown = measure(normal(0.1f, 0), moving(1, 0), Optional.empty());
    assertEquals(0.5, grown.get("reference"), 1e-12);
    assertEquals(0.5, grown.get("reached"), 1e-12);
    Map<String, Double> shifted = measure(normal(0.1f, 0), moving(0, 1.8f), Optional.empty());
    assertEquals(0.75, shifted.get("reached"), 1e-12);
    assertEquals(0.5, shifted.get("flipped"), 1e-12);
  }

  /** N(0, 1) finds the better of the pairs likelier by -4, 1.5, 0 and -1.5 nats. */
  @Test
  void theIdealisedPolicyAddsTheTeachersLogOdds() {
    double[] margins = {-4, 1.5, 0, -1.5};
    double[] alpha = {0.8, 0.3, 0.5, 0.8};
    double logit = Math.log(4);
    double small = Math.log(3 / 7.0);
    assertArrayEquals(
        new double[] {-4 + logit, 1.5 + small, 0, -1.5 + logit},
        RankingProbe.idealised(margins, alpha, 1),
        1e-12);
    // at beta 1 log 4 = 1.386 turns neither of the wrong ones; at 1/2 the last, at 1/4 both
    assertArrayEquals(
        new double[] {0, 1, 0.5, 0}, RankingProbe.right(RankingProbe.idealised(margins, alpha, 1)));
    assertArrayEquals(
        new double[] {0, 0, 0.5, 1},
        RankingProbe.right(RankingProbe.idealised(margins, alpha, 0.5)));
    assertArrayEquals(
        new double[] {1, 0, 0.5, 1},
        RankingProbe.right(RankingProbe.idealised(margins, alpha, 0.25)));
  }

  /** A ranking is right exactly where DPO's loss is at most -log sigmoid(beta c). */
  @Test
  void aPairIsFlippedWhereDposLossIsSmallEnough() {
    RandomStream random = new Seed(3).generator();
    for (int i = 0; i < 1_000; i++) {
      double beta = 0.1 + random.nextDouble();
      double reference = random.nextGaussian(); // log pi_ref(better) - log pi_ref(worse)
      double gained = random.nextGaussian();
      double loss = Math.log1p(Math.exp(-beta * gained));
      double bound = Math.log1p(Math.exp(beta * reference)); // c is minus that
      assertEquals(loss <= bound, RankingProbe.right(reference + gained)[0] >= 0.5);
    }
  }

  /** A teacher that never errs makes the idealised accuracy 1 whatever beta is. */
  @Test
  void theTeachersProbabilitiesAreAskedFor() {
    Annotators oracle = Labelers.create("oracle", Map.of(), Calibration.of(List.of()));
    Map<String, Double> numbers =
        measure(normal(0, 0), normal(0, 0), Optional.of(new RankingProbe.Ideal(1e6, oracle)));
    assertEquals(1, numbers.get("idealised"), 1e-12);
    int[] asked = {0};
    Annotators one =
        query -> {
          asked[0]++;
          return oracle.of(query);
        };
    double[] alpha = RankingProbe.preferences(one, PAIRS.subList(0, 4), new Seed(1));
    assertArrayEquals(new double[] {1, 1, 1, 1}, alpha);
    assertEquals(2 * 4, asked[0], "a teacher without dice is asked twice");
  }

  private static Map<String, Double> measure(
      GaussianPolicy reference, Policy policy, Optional<RankingProbe.Ideal> ideal) {
    Policy moved =
        policy instanceof FlowPolicy flow
            ? new FlowPolicy(new ReferencePlans(reference), 1, flow.maps(), 1)
            : policy;
    List<Object[]> lines =
        RankingProbe.measure(LINE, reference, PAIRS, 1, moved, ideal, new Seed(1));
    assertEquals(2, lines.size());
    Map<String, Double> numbers = new HashMap<>();
    for (int i = 0; i < lines.get(0).length; i++) {
      numbers.put((String) lines.get(0)[i], ((Number) lines.get(1)[i]).doubleValue());
    }
    return numbers;
  }

  /** dy/dt = rate y + speed. */
  private static FlowPolicy moving(float rate, float speed) {
    FlowMap map =
        new FlowMap(
            new Mlp(
                List.of(3, 1),
                Activation.IDENTITY,
                Activation.IDENTITY,
                new float[] {rate, 0, 0, speed}),
            Standardizer.identity(1),
            Standardizer.identity(1),
            new Integration(OdeMethod.DORMAND_PRINCE, 1, 1e-9));
    return new FlowPolicy(new ReferencePlans(normal(0, 0)), 1, List.of(map), 1);
  }

  private static GaussianPolicy normal(float mean, float logStd) {
    return new GaussianPolicy(
        GaussianPolicy.Form.GAUSSIAN,
        LINE.spec().actions(),
        Standardizer.identity(1),
        Mlp.initial(List.of(1, 1), Activation.IDENTITY, new Seed(0))
            .withWeights(new float[] {0, mean}),
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
}
