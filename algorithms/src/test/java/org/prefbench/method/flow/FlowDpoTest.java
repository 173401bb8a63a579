package org.prefbench.method.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.Prospect;
import org.prefbench.algorithm.RecordingMonitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Environments;
import org.prefbench.generative.FlowPolicy;
import org.prefbench.method.imitation.FlowBc;
import org.prefbench.nn.Adam;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Pass;
import org.prefbench.policy.Policy;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;

/** The loss where its optimum is known, and flows of one action. */
class FlowDpoTest {
  private static final EnvironmentSpec LINE =
      Environments.registered().get("gaussian-1d-v0").spec();
  private static final double LOG_2 = Math.log(2);

  private static FlowPolicy reference;

  /** Data N(3, 1/4). */
  @BeforeAll
  static void cloneTheData() {
    reference =
        (FlowPolicy)
            ConfiguredAlgorithm.of(
                    new FlowBc(),
                    Map.of(
                        "length", "1",
                        "hidden-size", "32",
                        "hidden-layers", "2",
                        "steps", "3000",
                        "solver", "rk4",
                        "learning-rate", "3e-3"))
                .algorithm()
                .train(input(Optional.empty(), List.of()), context(new RecordingMonitor()));
  }

  /**
   * A velocity that is theta everywhere has errors (theta - e)^2; against 0 the squares cancel and
   * z = beta theta (e_w - e_l), so theta ends at logit(P) / (beta (e_w - e_l)).
   */
  @ParameterizedTest
  @CsvSource({"0.8, 1, 1, -1", "0.8, 2, 0.5, -1", "0.3, 5, 1, 0.5"})
  void aConstantVelocityEndsAtTheLogOdds(double p, double beta, float winner, float loser) {
    Learner learner = new Learner(Adam.of(0.05).withCosine(1_000), new Ledger());
    Learner.Vector theta = learner.vector(0);
    for (int step = 0; step < 1_000; step++) {
      learner.step(
          pass ->
              FlowDpo.loss(
                      pass,
                      beta,
                      errors(pass, theta, winner),
                      errors(pass, theta, loser),
                      pass.array(new float[] {(float) p}, 1))
                  .mean());
    }
    double expected = Math.log(p / (1 - p)) / (beta * (winner - loser));
    assertEquals(expected, learner.read(theta)[0], 1e-3);
  }

  private static NDArray[] errors(Pass pass, Learner.Vector theta, float target) {
    return new NDArray[] {
      pass.value(theta).sub(target).square(), pass.array(new float[] {target * target}, 1)
    };
  }

  /** The flow from noise has the law of the data: 8,000 draws have the mean to within 0.006. */
  @Test
  void cloningFindsTheLawOfThePlans() {
    FloatMatrix plans = draws(reference);
    assertEquals(3, Line.mean(plans), 0.06);
    assertEquals(0.25, Line.variance(plans), 0.03);
  }

  /** At the reference every label costs ln 2, whatever beta and the pairs. */
  @ParameterizedTest
  @CsvSource({"1, GIVEN", "1000, GIVEN", "30, FITTED"})
  void theReferenceCostsLogTwo(String beta, String start) {
    RecordingMonitor watcher = new RecordingMonitor();
    train(Map.of("beta", beta, "start", start.toLowerCase(Locale.ROOT)), false, watcher);
    assertEquals(LOG_2, watcher.values("validation-loss").get(0), 1e-6);
  }

  /** For the teacher more is better; with swapped labels less is. */
  @Test
  void winnersPull() {
    Map<String, String> set = Map.of("beta", "30", "start", "given");
    double before = Line.mean(draws(reference));
    double up = Line.mean(draws(train(set, false, new RecordingMonitor())));
    double down = Line.mean(draws(train(set, true, new RecordingMonitor())));
    assertTrue(up > before + 0.1, before + " to " + up);
    assertTrue(down < before - 0.1, before + " to " + down);
  }

  @Test
  void aReferenceThatIsNoFlowIsRefused() {
    Map<String, String> set = Map.of("start", "given");
    Policy normal = new Normal(0, 1);
    List<PreferencePair> pairs = pairs(10, false);
    InvalidInputException error =
        assertThrows(
            InvalidInputException.class,
            () ->
                ConfiguredAlgorithm.of(new FlowDpo(), set)
                    .algorithm()
                    .train(input(Optional.of(normal), pairs), context(new RecordingMonitor())));
    assertTrue(error.getMessage().startsWith("flow-dpo.start given needs"), error.getMessage());
    Prospect prospect = new Prospect(LINE, OptionalInt.of(2), true, Optional.of(reference));
    InvalidInputException early =
        assertThrows(
            InvalidInputException.class,
            () -> ConfiguredAlgorithm.check(new FlowDpo(), set, prospect));
    assertEquals(error.getMessage().replace("(1 steps)", "(2 steps)"), early.getMessage());
    assertNotEquals(error.getMessage(), early.getMessage());
  }

  private static FlowPolicy train(
      Map<String, String> set, boolean swapped, RecordingMonitor watcher) {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "steps", "300",
                "learning-rate", "1e-3",
                "batch-size", "256",
                "reference-hidden-size", "16",
                "reference-steps", "50"));
    all.putAll(set);
    return (FlowPolicy)
        ConfiguredAlgorithm.of(new FlowDpo(), all)
            .algorithm()
            .train(input(Optional.of(reference), pairs(2_000, swapped)), context(watcher));
  }

  private static TrainingContext context(RecordingMonitor watcher) {
    return new TrainingContext(new Seed(4), new Ledger(), watcher);
  }

  private static FloatMatrix draws(FlowPolicy policy) {
    FloatMatrix noise = Line.normal(8_000);
    float mean = policy.maps().get(0).segments().mean()[0];
    float scale = policy.maps().get(0).segments().scale()[0];
    for (int i = 0; i < noise.rows(); i++) {
      noise.set(i, 0, mean + scale * noise.get(i, 0));
    }
    return policy.transport(new FloatMatrix(noise.rows(), 1), noise);
  }

  private static TrainingInput input(Optional<Policy> given, List<PreferencePair> pairs) {
    RandomStream random = new Seed(5).generator();
    List<Segment> episodes = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      episodes.add(segment(random));
    }
    return new TrainingInput(
        LINE,
        given,
        new TrajectoryDataset(LINE.id(), episodes, Map.of()),
        new PreferenceDataset(LINE.id(), pairs, Map.of()),
        Optional.empty(),
        Optional.empty());
  }

  private static List<PreferencePair> pairs(int count, boolean swapped) {
    RandomStream random = new Seed(6).generator();
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Segment first = segment(random);
      Segment second = segment(random);
      boolean wins = first.actions().get(0, 0) > second.actions().get(0, 0) != swapped;
      pairs.add(new PreferencePair(first, second, wins ? Label.FIRST : Label.SECOND, "hand"));
    }
    return pairs;
  }

  private static Segment segment(RandomStream random) {
    float action = 3 + 0.5f * (float) random.nextGaussian();
    return new Segment(
        new FloatMatrix(2, 1),
        new FloatMatrix(1, 1, new float[] {action}),
        new FloatMatrix(1, 1),
        End.TERMINATED,
        Optional.empty());
  }
}
