package org.prefbench.method.reward;

import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Seed;
import org.prefbench.env.Simulator;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.network.Mlp;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.policy.Actor;
import org.prefbench.reward.RewardModel;
import org.prefbench.rl.Advantages;

/**
 * Rolls out a policy in lockstep copies of the simulator, episode after episode, and turns what it
 * meets into the rows of one PPO update. Not thread-safe.
 */
final class PpoRollout {
  private final VectorEnvironment environment;
  private final Simulator simulator;
  private final GaussianPolicy reference;
  private final RewardModel.Evaluator reward;
  private final double beta;
  private final int copies;
  private final int horizon;
  private final Seed seed;
  private final long[] episodes;
  private long collections;

  PpoRollout(
      Simulator simulator,
      GaussianPolicy reference,
      RewardModel reward,
      double beta,
      int copies,
      int horizon,
      Seed seed) {
    this.simulator = simulator;
    this.reference = reference;
    this.reward = reward.evaluator();
    this.beta = beta;
    this.copies = copies;
    this.horizon = horizon;
    this.seed = seed;
    episodes = new long[copies];
    environment = simulator.vector(copies);
    for (int i = 0; i < copies; i++) {
      begin(i);
    }
  }

  /**
   * The rows of an update; row {@code t * copies + i} is step t of copy i.
   *
   * @param inputs standardised observations {@code [rows, obs]}
   * @param latents latent actions {@code [rows, act]}
   * @param oldLogProbabilities of the latents under the policy that was rolled out, {@code [rows]}
   * @param advantages with mean 0 and standard deviation 1, {@code [rows]}
   * @param targets of the value network, in units of {@code valueScale}, {@code [rows]}
   * @param valueScale the unit of the value network
   * @param meanReward mean learned reward per step
   * @param meanDivergence mean of log pi - log pi_ref per step, in nats
   */
  record Batch(
      FloatMatrix inputs,
      FloatMatrix latents,
      float[] oldLogProbabilities,
      float[] advantages,
      float[] targets,
      double valueScale,
      double meanReward,
      double meanDivergence) {
    int rows() {
      return inputs.rows();
    }
  }

  /**
   * Returns the next {@code horizon} steps of every copy.
   *
   * @param value the value network on standardised observations
   * @param valueScale its unit, NaN before the first update: the spread of the returns then sets it
   */
  Batch collect(
      GaussianPolicy policy, Mlp value, double valueScale, double discount, double decay) {
    int rows = copies * horizon;
    FloatMatrix observations = new FloatMatrix(rows, environment.observations().columns());
    FloatMatrix next = new FloatMatrix(rows, observations.columns()); // before a reset
    FloatMatrix actions = new FloatMatrix(rows, environment.spec().actions().size());
    boolean[] terminated = new boolean[rows];
    boolean[] finished = new boolean[rows];
    Seed[] seeds = new Seed[copies];
    for (int i = 0; i < copies; i++) {
      seeds[i] = seed.child("actions").child(collections).child(i);
    }
    collections++;
    try (Actor actor = policy.start(simulator.access(environment), seeds)) {
      for (int t = 0; t < horizon; t++) {
        int at = t * copies;
        put(environment.observations(), observations, at);
        FloatMatrix chosen = actor.act(environment.observations());
        put(chosen, actions, at);
        environment.step(chosen);
        put(environment.observations(), next, at);
        for (int i = 0; i < copies; i++) {
          terminated[at + i] = environment.terminated(i);
          finished[at + i] = environment.finished(i);
          if (finished[at + i]) {
            begin(i);
          }
        }
      }
    }
    double[] learned = new double[rows];
    reward.rewards(observations, actions, learned);
    double[] logPolicy = policy.logProbabilities(observations, actions);
    double[] logReference = reference.logProbabilities(observations, actions);
    double[] rewards = new double[rows];
    double sumReward = 0;
    double sumDivergence = 0;
    for (int row = 0; row < rows; row++) {
      double divergence = logPolicy[row] - logReference[row];
      rewards[row] = learned[row] - beta * divergence;
      sumReward += learned[row];
      sumDivergence += divergence;
    }

    FloatMatrix inputs = policy.standardizer().apply(observations);
    double unit = Double.isNaN(valueScale) ? 0 : valueScale; // an untrained value counts as zero
    double[] values = values(value, inputs, unit);
    double[] nextValues = values(value, policy.standardizer().apply(next), unit);
    double[] advantages =
        Advantages.generalized(
            rewards, values, nextValues, terminated, finished, copies, discount, decay);
    double[] returns = new double[rows];
    for (int row = 0; row < rows; row++) {
      returns[row] = advantages[row] + values[row];
    }
    double scale =
        Double.isNaN(valueScale) ? Math.max(Advantages.spread(returns), 1e-6) : valueScale;
    float[] targets = new float[rows];
    for (int row = 0; row < rows; row++) {
      targets[row] = (float) (returns[row] / scale);
    }
    FloatMatrix latents = policy.latents(actions);
    double[] volumes = policy.logVolumes(latents);
    float[] oldLogProbabilities = new float[rows];
    for (int row = 0; row < rows; row++) {
      oldLogProbabilities[row] = (float) (logPolicy[row] + volumes[row]);
    }
    return new Batch(
        inputs,
        latents,
        oldLogProbabilities,
        Advantages.standardized(advantages),
        targets,
        scale,
        sumReward / rows,
        sumDivergence / rows);
  }

  private void begin(int i) {
    environment.reset(i, seed.child("episode").child(i).child(episodes[i]++));
  }

  private static double[] values(Mlp value, FloatMatrix inputs, double unit) {
    FloatMatrix outputs = value.evaluator().evaluate(inputs);
    double[] values = new double[inputs.rows()];
    for (int row = 0; row < values.length; row++) {
      values[row] = unit * outputs.get(row, 0);
    }
    return values;
  }

  private static void put(FloatMatrix source, FloatMatrix target, int row) {
    System.arraycopy(
        source.values(), 0, target.values(), row * target.columns(), source.values().length);
  }
}
