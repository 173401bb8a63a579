package org.prefbench.method.reward;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prefbench.algorithm.Algorithms;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Space;
import org.prefbench.env.StateField;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;

/** One state and actions in [-1, 1]; episodes of one step, of which some can go on. */
final class Bandit {
  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          "bandit-v0",
          "One state",
          Space.unbounded(1),
          Space.box(1, -1, 1),
          List.of(new StateField("x", 1)),
          1,
          10,
          Optional.empty());

  /** Settings of a small reward without a bound, which explains labels to the end. */
  static final Map<String, String> REWARD =
      Map.of(
          "reward-members", "1",
          "reward-hidden-size", "16",
          "reward-hidden-layers", "1",
          "reward-bounded", "false",
          "reward-learning-rate", "0.01",
          "reward-steps", "400",
          "reward-validation-share", "0");

  private final List<Segment> episodes = new ArrayList<>();
  private final List<PreferencePair> pairs = new ArrayList<>();

  /** Returns two actions, of which 1 wins three times in four: r(1) - r(-1) = log 3. */
  static Bandit oddsOfThree() {
    return new Bandit().log(last(1, 0), last(-1, 0)).pairs(1, -1, 200, 150);
  }

  /** Returns a step that ends the task. */
  static Segment last(double action, double reward) {
    return step(action, reward, End.TERMINATED);
  }

  /** Returns a step after which the state is the same. */
  static Segment step(double action, double reward, End end) {
    return new Segment(
        new FloatMatrix(2, 1),
        new FloatMatrix(1, 1, new float[] {(float) action}),
        new FloatMatrix(1, 1, new float[] {(float) reward}),
        end,
        Optional.empty());
  }

  Bandit log(Segment... segments) {
    episodes.addAll(List.of(segments));
    return this;
  }

  /** Adds so many pairs of two actions, of which the first wins so many. */
  Bandit pairs(double first, double second, int count, int wins) {
    for (int i = 0; i < count; i++) {
      pairs.add(
          new PreferencePair(
              last(first, Double.NaN),
              last(second, Double.NaN),
              i < wins ? Label.FIRST : Label.SECOND,
              "test"));
    }
    return this;
  }

  PreferenceDataset preferences() {
    return new PreferenceDataset(SPEC.id(), pairs, Map.of());
  }

  /** Trains a registered method with what it declares. */
  GaussianPolicy train(String method, Map<String, String> settings, Monitor monitor) {
    ConfiguredAlgorithm configured =
        ConfiguredAlgorithm.of(Algorithms.registered().get(method), settings);
    TrajectoryDataset log = new TrajectoryDataset(SPEC.id(), episodes, Map.of());
    boolean rewards = configured.needs().contains(Needs.TRUE_REWARDS);
    TrainingInput input =
        new TrainingInput(
            SPEC,
            Optional.empty(),
            rewards ? log : log.withoutRewards(),
            rewards ? preferences() : preferences().withoutRewards(),
            Optional.empty(),
            Optional.empty());
    return (GaussianPolicy)
        configured
            .algorithm()
            .train(input, new TrainingContext(new Seed(3), new Ledger(), monitor));
  }

  GaussianPolicy train(String method, Map<String, String> settings) {
    return train(method, settings, Monitor.SILENT);
  }

  /** Returns the settings with others in their place. */
  static Map<String, String> with(Map<String, String> settings, String... changes) {
    Map<String, String> all = new HashMap<>(settings);
    for (int i = 0; i < changes.length; i += 2) {
      all.put(changes[i], changes[i + 1]);
    }
    return all;
  }

  /** Returns the mean of the policy in the state. */
  static double mean(GaussianPolicy policy) {
    FloatMatrix inputs = policy.standardizer().apply(new FloatMatrix(1, 1));
    double latent = policy.network().evaluator().evaluate(inputs).get(0, 0);
    return policy.form() == GaussianPolicy.Form.TANH_GAUSSIAN ? Math.tanh(latent) : latent;
  }
}
