package org.prefbench.method.online;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Parameters;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Space;
import org.prefbench.env.StateField;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Standardizer;
import org.prefbench.rl.ReplayBuffer;

/** Problems of one state, whose values and best actions are known. */
class SoftActorCriticTest {
  private static final int BATCH = 64;
  private static final Standardizer NONE = Standardizer.identity(1);

  /** One observation, which is always 0, and one action in [-2, 4]. */
  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          "one-state-v0",
          "One state",
          Space.unbounded(1),
          Space.box(1, -2, 4),
          List.of(new StateField("x", 1)),
          1,
          10,
          Optional.empty());

  private static SacSettings settings(Map<String, String> changes) {
    SacSettings small =
        Parameters.override(
            "sac", SacSettings.defaults(), Map.of("hidden-size", "32", "batch-size", "" + BATCH));
    return Parameters.override("sac", small, changes);
  }

  /** What is rewarded. */
  private interface Reward {
    double of(double action);
  }

  private static ReplayBuffer buffer(Reward reward, boolean end) {
    ReplayBuffer buffer = new ReplayBuffer(1, 1, 2_000);
    RandomStream random = new Seed(5).generator();
    FloatMatrix zero = new FloatMatrix(1, 1);
    for (int i = 0; i < 2_000; i++) {
      float action = (float) random.uniform(-2, 4);
      buffer.add(zero, FloatMatrix.of(new float[] {action}), reward.of(action), end, zero, 0);
    }
    return buffer;
  }

  /** Returns the mean of the reports of the last hundred updates that taught the actor. */
  private static double[] train(SoftActorCritic agent, ReplayBuffer buffer, int updates) {
    double value = 0;
    double entropy = 0;
    int count = 0;
    for (int i = 0; i < updates; i++) {
      Seed seed = new Seed(11).child(i);
      SoftActorCritic.Report report =
          agent.update(
              buffer.sample(BATCH, seed.child("batch").generator()),
              NONE,
              seed.child("noise").generator());
      if (i >= updates - 200 && !Double.isNaN(report.value())) {
        value += report.value();
        entropy += report.entropy();
        count++;
      }
    }
    return new double[] {value / count, entropy / count};
  }

  private static double meanAction(SoftActorCritic agent) {
    // the mean latent, squashed into [-2, 4]
    GaussianPolicy policy = agent.policy(NONE);
    float mean = policy.network().evaluator().evaluate(new FloatMatrix(1, 1)).get(0, 0);
    return 1 + 3 * Math.tanh(mean);
  }

  @Test
  void findsTheBestActionOfOneStep() {
    SoftActorCritic agent =
        new SoftActorCritic(
            settings(Map.of("target-entropy", "-2", "actor-learning-rate", "0.005")),
            SPEC,
            new Seed(1));
    // the reward -(a - 2.5)^2 is largest, 0, at 2.5
    double[] last = train(agent, buffer(a -> -(a - 2.5) * (a - 2.5), true), 2_500);
    assertEquals(2.5, meanAction(agent), 0.15);
    assertEquals(-2, last[1], 0.3, "the entropy that was aimed at");
    assertTrue(last[0] > -0.3 && last[0] < 0.1, "value " + last[0]);
  }

  @Test
  void theValueOfOneRewardForEverIsTheGeometricSum() {
    for (String normalization : List.of("true", "false")) {
      SoftActorCritic agent =
          new SoftActorCritic(
              settings(
                  Map.of(
                      "discount", "0.9",
                      "target-entropy", "-30", // never reached, so the temperature goes to 0
                      "actor-learning-rate", "0.01",
                      "layer-normalization", normalization)),
              SPEC,
              new Seed(2));
      double[] last = train(agent, buffer(a -> 1, false), 3_000);
      assertTrue(agent.alpha() < 0.01, "temperature " + agent.alpha());
      assertEquals(1 / (1 - 0.9), last[0], 0.3);
    }
  }

  @Test
  void theEndOfTheTaskEndsTheValue() {
    SoftActorCritic agent = new SoftActorCritic(settings(Map.of()), SPEC, new Seed(3));
    assertEquals(1, train(agent, buffer(a -> 1, true), 1_000)[0], 0.1);
  }

  /**
   * The entropy that an update reports is that of the policy, whose density has been checked by
   * integration; in units in which the actions are in [-1, 1], that is less by log 3.
   */
  @Test
  void theDensityIsThatOfThePolicy() {
    SoftActorCritic agent =
        new SoftActorCritic(
            settings(Map.of("actor-learning-rate", "1e-9", "batch-size", "512")),
            SPEC,
            new Seed(4));
    ReplayBuffer buffer = buffer(a -> 0, true);
    double sum = 0;
    int count = 0;
    for (int i = 0; i < 60; i++) {
      SoftActorCritic.Report report =
          agent.update(
              buffer.sample(512, new Seed(i).generator()), NONE, new Seed(100 + i).generator());
      if (!Double.isNaN(report.entropy())) {
        sum += report.entropy();
        count++;
      }
    }
    GaussianPolicy policy = agent.policy(NONE);
    FloatMatrix outputs = policy.network().evaluator().evaluate(new FloatMatrix(1, 1));
    int draws = 20_000;
    FloatMatrix actions = new FloatMatrix(draws, 1);
    RandomStream random = new Seed(9).generator();
    for (int i = 0; i < draws; i++) {
      double latent = outputs.get(0, 0) + Math.exp(outputs.get(0, 1)) * random.nextGaussian();
      actions.set(i, 0, (float) (1 + 3 * Math.tanh(latent)));
    }
    double entropy = 0;
    for (double density : policy.logProbabilities(new FloatMatrix(draws, 1), actions)) {
      entropy -= density / draws;
    }
    assertEquals(entropy - Math.log(3), sum / count, 0.03);
  }
}
