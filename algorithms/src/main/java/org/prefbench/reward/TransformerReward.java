package org.prefbench.reward;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
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
import org.prefbench.nn.Pass;
import org.prefbench.nn.Schedule;
import org.prefbench.nn.Standardizer;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.segment.PairArrays;
import org.prefbench.segment.SegmentArrays;

/**
 * A reward that may read the steps before the one that it judges, and a weight for each step that
 * may read the whole segment (Kim et al. 2023, "Preference Transformer", arXiv 2303.00957):
 *
 * <pre>
 * x_t      = e(s_t, a_t) + position_t
 * h_t      = x_t + sum_{j &lt;= t} softmax_j(q_t . k_j / sqrt d) v_j,  then h_t + m(h_t)
 * w_t      = mean_i softmax_t(q'_i . k'_t / sqrt d)                   over all i, before or after
 * score    = sum_t w_t r(h_t)                                         sum_t w_t = 1
 * L        = - E [ p log sigmoid(z) + (1 - p) log sigmoid(-z) ],      z = score(first) - score(second)
 * </pre>
 *
 * <p>A logged step is given r(h) at the end of a window of as many steps as the segments have at
 * most, which ends in it. One causal layer with one head and no normalisation; products of queries
 * and keys are sums over products of elements, which the engine has the same bits of everywhere.
 * Not thread-safe.
 */
public final class TransformerReward {
  private static final int WINDOWS = 256; // judged at a time, a matter of memory

  private final int length; // of the longest segment
  private final int width;
  private final Standardizer inputs;
  private final Learner learner;
  private final Learner.Network embedding;
  private final Learner.Vector positions;
  private final Learner.Network mixing; // queries, keys and values of the causal layer
  private final Learner.Network deepening;
  private final Learner.Network judging; // queries and keys of the weights, and the rewards

  /** How the reward is learned. */
  public record Setting(
      @Help("numbers that a step is told by, >= 1 (Preference Transformer: 256)") int width,
      @Inline(without = {"max-gradient-norm"})
          @Help(
              of = "learning-rate",
              value = "Adam's learning rate of the reward, > 0 (Preference Transformer: 1e-4)")
          @Help(
              of = "batch-size",
              value = "pairs per gradient step of the reward, >= 1 (Preference Transformer: 256)")
          @Help(of = "steps", value = "gradient steps of the reward, >= 1")
          @Help(of = "validation-share", value = "share of the pairs held out, in [0, 0.5]")
          Fitting fitting) {
    /** Validates. */
    public Setting {
      Checks.atLeast("width", width, 1);
    }

    /** Returns a transformer small enough for one processor; the best held-out state is kept. */
    public static Setting light() {
      return new Setting(
          64,
          Fitting.of(3e-4, Schedule.COSINE, 64, 2000, 0.1)
              .warmedUp(100)
              .keeping(Fitting.Keep.BEST));
    }
  }

  private TransformerReward(
      Setting setting, int length, Standardizer inputs, Seed seed, TrainingContext context) {
    this.length = length;
    this.inputs = inputs;
    width = setting.width;
    learner = setting.fitting.learner(context.ledger());
    embedding = learner.network(network(seed.child("embedding"), inputs.size(), width, width));
    positions = learner.vector(new float[length * width]);
    mixing = learner.network(network(seed.child("mixing"), width, 3 * width));
    deepening = learner.network(network(seed.child("deepening"), width, 2 * width, width));
    judging = learner.network(network(seed.child("judging"), width, 2 * width + 1));
  }

  private static Mlp network(Seed seed, Integer... sizes) {
    return Mlp.initial(List.of(sizes), Activation.RELU, seed);
  }

  /**
   * Returns the reward learned from {@code preferences}; draws from {@code
   * context.seed().child("reward")}.
   *
   * @throws org.prefbench.core.InvalidInputException if every pair was skipped
   * @throws org.prefbench.algorithm.DivergedException if the loss stops being finite
   */
  public static TransformerReward fit(
      PreferenceDataset preferences, Setting setting, TrainingContext context) {
    PairArrays pairs = PairArrays.of(preferences);
    SegmentArrays segments = pairs.segments();
    Seed seed = context.seed().child("reward");
    FloatMatrix steps = segments.observations().beside(segments.actions());
    Standardizer scales = Standardizer.of(steps.select(segments.steps()));
    scales.apply(steps, steps);
    FloatMatrix rows = segments.perSegment(steps);
    TransformerReward reward =
        new TransformerReward(setting, segments.length(), scales, seed, context);
    Minibatches batches = setting.fitting.batches(pairs.pairs(), seed);
    reward.learner.fitPart(
        setting.fitting,
        batches,
        context.monitor().part("reward-"),
        Objective.fromIdle(
            (pass, some) -> {
              int[] both = pairs.segmentsOf(some);
              NDArray scores =
                  reward
                      .scores(pass, pass.rows(rows, both), pass.rows(segments.mask(), both))
                      .reshape(some.length, 2);
              NDArray z = scores.get(":, 0").sub(scores.get(":, 1"));
              return Losses.logistic(z, pass.rows(pairs.probabilityFirst(), some)).mean();
            }));
    return reward;
  }

  /**
   * Returns the reward of every step of a segment of any length, {@code [T]}: of each at the end of
   * its own window.
   */
  public double[] rewards(Segment segment) {
    int count = segment.length();
    FloatMatrix steps =
        inputs.apply(segment.observations().slice(0, count).beside(segment.actions()));
    double[] rewards = new double[count];
    for (int from = 0; from < count; from += WINDOWS) {
      int first = from;
      int some = Math.min(WINDOWS, count - from);
      FloatMatrix windows = new FloatMatrix(some, length * inputs.size());
      FloatMatrix mask = new FloatMatrix(some, length);
      for (int i = 0; i < some; i++) {
        int start = Math.max(0, first + i + 1 - length);
        int some_ = first + i + 1 - start;
        System.arraycopy(
            steps.values(),
            start * inputs.size(),
            windows.values(),
            i * windows.columns(),
            some_ * inputs.size());
        Arrays.fill(mask.values(), i * length, i * length + some_, 1);
      }
      learner.evaluate(
          pass -> {
            NDArray each = judged(pass, pass.array(windows), some).rewards(); // [some, length]
            float[] values = each.toFloatArray();
            for (int i = 0; i < some; i++) {
              int last = Math.min(length, first + i + 1) - 1;
              rewards[first + i] = values[i * length + last];
            }
            return each.sum();
          });
    }
    return rewards;
  }

  /**
   * What the judging layer makes of segments: {@code [n, length, width]} and {@code [n, length]}.
   */
  private record Judged(NDArray queries, NDArray keys, NDArray rewards) {}

  /** The scores {@code [n]} of segments {@code [n, length * inputs]} with their masks. */
  private NDArray scores(Pass pass, NDArray segments, NDArray mask) {
    Judged judged = judged(pass, segments, mask.getShape().get(0));
    return score(pass, judged.queries, judged.keys, judged.rewards, mask);
  }

  /**
   * Returns sum_t w_t r_t with w_t the mean over the real steps i of softmax_t(q_i . k_t / sqrt d).
   *
   * @param queries {@code [n, length, d]}, as the keys
   * @param rewards {@code [n, length]}, as the mask, which is 0 for padding
   */
  static NDArray score(Pass pass, NDArray queries, NDArray keys, NDArray rewards, NDArray mask) {
    NDArray shares = attention(pass, queries, keys, mask.expandDims(1)); // [n, i, t]
    NDArray real = mask.div(mask.sum(new int[] {1}, true)).expandDims(2);
    NDArray weights = shares.mul(real).sum(new int[] {1});
    return weights.mul(rewards).sum(new int[] {1});
  }

  /**
   * Returns softmax_j(q_i . k_j / sqrt d) over the allowed j, {@code [n, length, length]}.
   *
   * @param allowed 1 or 0, of a shape that fits {@code [n, i, j]}
   */
  private static NDArray attention(Pass pass, NDArray queries, NDArray keys, NDArray allowed) {
    float scale = (float) (1 / Math.sqrt(queries.getShape().get(2)));
    NDArray products =
        queries.expandDims(2).mul(keys.expandDims(1)).sum(new int[] {3}).mul(pass.scalar(scale));
    NDArray kept = products.add(allowed.sub(1).mul(pass.scalar(1e9f))); // e^-1e9 is 0
    NDArray powers = kept.sub(kept.max(new int[] {2}, true).stopGradient()).exp();
    return powers.div(powers.sum(new int[] {2}, true));
  }

  private Judged judged(Pass pass, NDArray segments, long count) {
    NDArray x =
        pass.forward(embedding, segments.reshape(count, length, inputs.size()))
            .add(pass.value(positions).reshape(1, length, width));
    NDArray mixed = pass.forward(mixing, x);
    FloatMatrix before = new FloatMatrix(length, length); // 1 for j <= i
    for (int i = 0; i < length; i++) {
      Arrays.fill(before.values(), i * length, i * length + i + 1, 1);
    }
    NDArray shares =
        attention(pass, part(mixed, 0), part(mixed, 1), pass.array(before).expandDims(0));
    NDArray seen = shares.expandDims(3).mul(part(mixed, 2).expandDims(1)).sum(new int[] {2});
    NDArray h = x.add(seen);
    h = h.add(pass.forward(deepening, h));
    NDArray judged = pass.forward(judging, h);
    return new Judged(
        part(judged, 0), part(judged, 1), judged.get("..., " + 2 * width).reshape(count, length));
  }

  /** Numbers {@code part * width} and the width - 1 behind it. */
  private NDArray part(NDArray all, int part) {
    return all.get("..., " + part * width + ":" + (part + 1) * width);
  }
}
