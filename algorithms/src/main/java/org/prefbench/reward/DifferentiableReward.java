package org.prefbench.reward;

import ai.djl.ndarray.NDArray;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.core.Seed;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Losses;
import org.prefbench.nn.Minibatches;
import org.prefbench.nn.Objective;
import org.prefbench.nn.Pass;
import org.prefbench.nn.Schedule;
import org.prefbench.nn.Standardizer;
import org.prefbench.segment.PairArrays;
import org.prefbench.segment.SegmentArrays;

/**
 * A Bradley-Terry reward r(s, a) of labelled pairs, as {@link RewardModel}, that can be
 * differentiated by the action: one network, unbounded, whose sums over the steps of a segment
 * explain the labels. Immutable.
 */
public final class DifferentiableReward {
  private final Mlp network;
  private final Standardizer inputs;

  private DifferentiableReward(Mlp network, Standardizer inputs) {
    this.network = network;
    this.inputs = inputs;
  }

  /** How it is learned; {@link #defaults} gives the defaults. */
  public record Setting(
      @Help("units per hidden layer of the reward, >= 1; B-Pref: 256") int hiddenSize,
      @Help("hidden layers of the reward, >= 0; B-Pref: 3") int hiddenLayers,
      @Inline(without = {"schedule", "warm-up", "max-gradient-norm"})
          @Help(of = "batch-size", value = "pairs per gradient step of the reward, >= 1")
          @Help(of = "validation-share", value = "share of the pairs held out, in [0, 0.5]")
          Fitting fitting) {
    /** Validates. */
    public Setting {
      Checks.atLeast("hidden-size", hiddenSize, 1);
      Checks.atLeast("hidden-layers", hiddenLayers, 0);
    }

    /** Returns the network and optimiser of B-Pref (Lee et al. 2021, arXiv 2111.03026). */
    public static Setting defaults() {
      return new Setting(
          256, 3, Fitting.of(3e-4, Schedule.CONSTANT, 128, 1000, 0.1).keeping(Fitting.Keep.BEST));
    }
  }

  /**
   * Returns the reward that explains the labels; draws from {@code context.seed().child("reward")}.
   */
  public static DifferentiableReward fit(
      PairArrays pairs, Setting setting, TrainingContext context) {
    Seed seed = context.seed().child("reward");
    SegmentArrays segments = pairs.segments();
    FloatMatrix steps = segments.observations().beside(segments.actions());
    Standardizer inputs = Standardizer.of(steps.select(segments.steps()));
    FloatMatrix scaled = segments.perSegment(inputs.apply(steps));
    Learner learner = setting.fitting().learner(context.ledger());
    Learner.Network network =
        learner.network(
            Mlp.initial(
                Mlp.sizes(steps.columns(), setting.hiddenSize(), setting.hiddenLayers(), 1),
                Activation.LEAKY_RELU,
                seed.child("weights")));
    Minibatches batches = setting.fitting().batches(pairs.pairs(), seed);
    learner.fitPart(
        setting.fitting(),
        batches,
        context.monitor().part("reward-"),
        Objective.fromIdle(
            (pass, rows) -> {
              int[] both = pairs.segmentsOf(rows);
              NDArray each =
                  pass.forward(
                      network,
                      pass.rows(scaled, both)
                          .reshape((long) both.length * segments.length(), steps.columns()));
              NDArray sums =
                  each.reshape(both.length, segments.length())
                      .mul(pass.rows(segments.mask(), both))
                      .sum(new int[] {1})
                      .reshape(rows.length, 2);
              return Losses.logistic(
                      sums.get(":, 0").sub(sums.get(":, 1")),
                      pass.rows(pairs.probabilityFirst(), rows))
                  .mean();
            }));
    return new DifferentiableReward(learner.read(network), inputs);
  }

  /**
   * Returns rewards, {@code [n]}; derivatives reach the actions.
   *
   * @param observations {@code [n, obs]}
   * @param actions {@code [n, act]}
   */
  public NDArray of(Pass pass, NDArray observations, NDArray actions) {
    NDArray mean = pass.array(inputs.mean(), 1, inputs.size());
    NDArray scale = pass.array(inputs.scale(), 1, inputs.size());
    NDArray scaled = observations.concat(actions, 1).sub(mean).div(scale);
    return pass.forward(network, scaled).reshape(-1);
  }
}
