package org.prefbench.reward;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Losses;
import org.prefbench.nn.Minibatches;
import org.prefbench.nn.Objective;
import org.prefbench.nn.Schedule;
import org.prefbench.nn.Standardizer;
import org.prefbench.segment.PairArrays;
import org.prefbench.segment.SegmentArrays;

/**
 * An ensemble of positive rewards whose sums, and not their exponentials, are the odds (Choi et al.
 * 2024, arXiv 2408.04190, after Bradley and Terry's own form):
 *
 * <pre>
 * r(s, a)  = 1 + tanh f(s, a)                        in (0, 2)
 * phi      = sum_t r(s_t, a_t) + 1e-5
 * L        = - E [ p log P + (1 - p) log (1 - P) ],   P = phi(first) / (phi(first) + phi(second))
 * </pre>
 *
 * <p>Labels fix it up to a factor, and its zero: no constant per step is open. Certain labels drive
 * it to its bounds and not beyond. Members differ in their initial weights and see the same
 * batches; the reward is their mean. Immutable.
 */
public final class PositiveReward implements RewardFunction {
  private static final float LEAST = 1e-5f;

  private final List<Mlp> members;
  private final Standardizer inputs;

  private PositiveReward(List<Mlp> members, Standardizer inputs) {
    this.members = members;
    this.inputs = inputs;
  }

  /** How it is learned; {@link #defaults} gives LiRE's networks. */
  public record Setting(
      @Help("reward networks, >= 1 (LiRE: 3)") int members,
      @Help("units per hidden layer of a reward network, >= 1 (LiRE: 128)") int hiddenSize,
      @Help("hidden layers of a reward network, >= 0 (LiRE: 2)") int hiddenLayers,
      @Inline(without = {"warm-up", "max-gradient-norm", "validation-share", "keep"})
          @Help(
              of = "learning-rate",
              value = "Adam's learning rate of the reward, > 0 (LiRE: 1e-3)")
          @Help(
              of = "batch-size",
              value = "pairs per gradient step of the reward, >= 1 (LiRE: 512)")
          @Help(of = "steps", value = "gradient steps of the reward, >= 1 (LiRE: 300 epochs)")
          Fitting fitting) {
    /** Validates. */
    public Setting {
      Checks.atLeast("members", members, 1);
      Checks.atLeast("hidden-size", hiddenSize, 1);
      Checks.atLeast("hidden-layers", hiddenLayers, 0);
    }

    /** Returns the networks and the step size of the released code. */
    public static Setting defaults() {
      return new Setting(3, 128, 2, Fitting.of(1e-3, Schedule.COSINE, 512, 2000, 0));
    }
  }

  /** Returns the reward learned from pairs; draws from {@code context.seed().child("reward")}. */
  public static PositiveReward fit(PairArrays pairs, Setting setting, TrainingContext context) {
    Seed seed = context.seed().child("reward");
    SegmentArrays segments = pairs.segments();
    FloatMatrix steps = segments.observations().beside(segments.actions());
    Standardizer inputs = Standardizer.of(steps.select(segments.steps()));
    FloatMatrix scaled = segments.perSegment(inputs.apply(steps));
    Learner learner = setting.fitting.learner(context.ledger());
    Learner.Ensemble ensemble =
        learner.ensemble(
            StepNetworks.initial(
                setting.members,
                Mlp.sizes(inputs.size(), setting.hiddenSize, setting.hiddenLayers, 1),
                Activation.TANH,
                seed));
    Minibatches batches = setting.fitting.batches(pairs.pairs(), seed);
    learner.fitPart(
        setting.fitting,
        batches,
        context.monitor().part("reward-"),
        Objective.fromIdle(
            (pass, rows) -> {
              int[] both = pairs.segmentsOf(rows);
              NDArray joined = pass.rows(scaled, both).reshape(-1, inputs.size());
              NDArray scores =
                  scores(pass.forward(ensemble, joined), pass.rows(segments.mask(), both));
              NDArray z = scores.get(":, :, 0").sub(scores.get(":, :, 1"));
              return Losses.logistic(z, pass.rows(pairs.probabilityFirst(), rows)).mean();
            }));
    return new PositiveReward(learner.read(ensemble), inputs);
  }

  /**
   * Returns log phi of first and second of pair after pair, {@code [members, pairs, 2]}.
   *
   * @param outputs tanh f of all steps, {@code [members, 2 pairs * length, 1]}
   * @param mask {@code [2 pairs, length]}
   */
  private static NDArray scores(NDArray outputs, NDArray mask) {
    long segments = mask.getShape().get(0);
    return outputs
        .reshape(-1, segments, mask.getShape().get(1))
        .add(1)
        .mul(mask)
        .sum(new int[] {2})
        .add(LEAST)
        .log()
        .reshape(-1, segments / 2, 2);
  }

  /** {@inheritDoc} Their mean over the members. */
  @Override
  public double[] rewards(Segment segment) {
    FloatMatrix steps = StepNetworks.steps(segment);
    inputs.apply(steps, steps);
    double[] rewards = new double[segment.length()];
    for (Mlp member : members) {
      FloatMatrix outputs = member.evaluator().evaluate(steps);
      for (int t = 0; t < rewards.length; t++) {
        rewards[t] += (1 + outputs.get(t, 0)) / members.size();
      }
    }
    return rewards;
  }
}
