package org.prefbench.reward;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import org.prefbench.algorithm.LabelledPairs;
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
import org.prefbench.nn.Minibatches;
import org.prefbench.nn.Objective;
import org.prefbench.nn.Schedule;
import org.prefbench.nn.Standardizer;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;

/**
 * A reward that is learned in hindsight, from steps whose future is known, and given in expectation
 * over the futures that a step may have (Gao et al. 2024, "Hindsight preference learning", arXiv
 * 2407.04451): a step is not paid for what luck made of it.
 *
 * <pre>
 * z_t      = the typical future nearest to what followed step t, see {@link Futures}
 * L(r)     = - E log sigmoid(sum_t r(s_t, a_t, z_t) of the winner - the same of the loser)
 * L(p)     = - E_log log p(z_t | s_t, a_t)
 * r(s, a)  = sum_z p(z | s, a) r(s, a, z)
 * </pre>
 *
 * <p>The networks of r are those of {@link RewardModel}. Immutable.
 */
public final class HindsightReward implements RewardFunction {
  private final Futures futures;
  private final RewardModel given;
  private final Mlp prior;
  private final Standardizer inputs;

  private HindsightReward(Futures futures, RewardModel given, Mlp prior, Standardizer inputs) {
    this.futures = futures;
    this.given = given;
    this.prior = prior;
    this.inputs = inputs;
  }

  /** How it is learned. */
  public record Setting(
      @Help("typical futures, >= 1") int futures,
      @Help("steps that a future lasts, >= 1 (HPL: 5)") int window,
      @Inline RewardModel.Setting reward,
      Prior prior) {
    /** Validates. */
    public Setting {
      Checks.between("futures", futures, 1, 1_000);
      Checks.atLeast("window", window, 1);
    }

    /** Returns eight futures of five steps, and one network of B-Pref's. */
    public static Setting light() {
      return new Setting(
          8,
          5,
          new RewardModel.Setting(
              1,
              256,
              3,
              true,
              RewardModel.Constant.ZERO_MEAN,
              Fitting.of(3e-4, Schedule.CONSTANT, 128, 1_000, 0.1).keeping(Fitting.Keep.BEST)),
          new Prior(128, Fitting.of(1e-3, Schedule.COSINE, 256, 3_000, 0)));
    }
  }

  /** How the law of futures is learned. */
  public record Prior(
      @Help("units of the hidden layers of the law of futures, >= 1") int hiddenSize,
      @Inline(without = {"warm-up", "max-gradient-norm", "validation-share", "keep"})
          @Help(of = "batch-size", value = "logged steps per gradient step, >= 1")
          Fitting fitting) {
    /** Validates. */
    public Prior {
      Checks.atLeast("hidden-size", hiddenSize, 1);
    }
  }

  /**
   * Returns the reward of labelled pairs; draws from {@code context.seed().child("hindsight")}, and
   * the networks of r as {@link RewardModel#fit} does.
   *
   * @param log the segments that tell which futures follow
   */
  public static HindsightReward fit(
      PreferenceDataset preferences, List<Segment> log, Setting setting, TrainingContext context) {
    Seed seed = context.seed().child("hindsight");
    List<PreferencePair> pairs = LabelledPairs.of(preferences);
    Checks.require(
        !pairs.isEmpty(),
        "preferences on %s have no labelled pair (%d pairs, all skipped)",
        preferences.environment(),
        preferences.pairs().size());
    Futures futures =
        Futures.of(
            LabelledPairs.segments(pairs),
            setting.window,
            setting.futures,
            seed.child("futures").generator());
    List<PreferencePair> told =
        pairs.stream()
            .map(
                pair ->
                    new PreferencePair(
                        futures.told(pair.first(), futures.after(pair.first())),
                        futures.told(pair.second(), futures.after(pair.second())),
                        pair.label(),
                        pair.annotator()))
            .toList();
    RewardModel given =
        RewardModel.fit(
            new PreferenceDataset(preferences.environment(), told, preferences.provenance()),
            setting.reward,
            context);
    FloatMatrix steps = FloatMatrix.stack(log.stream().map(StepNetworks::steps).toList());
    Standardizer inputs = Standardizer.of(steps);
    int[] after = log.stream().flatMapToInt(s -> Arrays.stream(futures.after(s))).toArray();
    Mlp prior = prior(setting.prior, inputs.apply(steps), after, futures.count(), seed, context);
    return new HindsightReward(futures, given, prior, inputs);
  }

  private static Mlp prior(
      Prior setting,
      FloatMatrix steps,
      int[] after,
      int futures,
      Seed seed,
      TrainingContext context) {
    Learner learner = setting.fitting.learner(context.ledger());
    Learner.Network network =
        learner.network(
            Mlp.initial(
                List.of(steps.columns(), setting.hiddenSize, setting.hiddenSize, futures),
                Activation.RELU,
                seed.child("weights")));
    Minibatches batches = setting.fitting.batches(steps.rows(), seed);
    learner.fitPart(
        setting.fitting,
        batches,
        context.monitor().part("prior-"),
        Objective.of(
            (pass, rows) -> {
              FloatMatrix which = new FloatMatrix(rows.length, futures);
              for (int i = 0; i < rows.length; i++) {
                which.set(i, after[rows[i]], 1);
              }
              NDArray logs = pass.forward(network, pass.rows(steps, rows)).logSoftmax(1);
              return logs.mul(pass.array(which)).sum(new int[] {1}).mean().neg();
            }));
    return learner.read(network);
  }

  /** Returns how likely every future is after every step, {@code [T, futures]}. */
  double[][] chances(Segment segment) {
    FloatMatrix logits = prior.evaluator().evaluate(inputs.apply(StepNetworks.steps(segment)));
    double[][] chances = new double[logits.rows()][logits.columns()];
    for (int t = 0; t < chances.length; t++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (float logit : logits.row(t)) {
        largest = Math.max(largest, logit);
      }
      double total = 0;
      for (int z = 0; z < chances[t].length; z++) {
        chances[t][z] = StrictMath.exp(logits.get(t, z) - largest);
        total += chances[t][z];
      }
      for (int z = 0; z < chances[t].length; z++) {
        chances[t][z] /= total;
      }
    }
    return chances;
  }

  /** Returns r(s, a, z) of every step of a segment for one future, {@code [T]}. */
  double[] given(Segment segment, int future) {
    int[] same = new int[segment.length()];
    Arrays.fill(same, future);
    return given.rewards(futures.told(segment, same));
  }

  @Override
  public double[] rewards(Segment segment) {
    double[][] chances = chances(segment);
    double[] rewards = new double[chances.length];
    for (int z = 0; z < futures.count(); z++) {
      double[] each = given(segment, z);
      for (int t = 0; t < rewards.length; t++) {
        rewards[t] += chances[t][z] * each[t];
      }
    }
    return rewards;
  }
}
