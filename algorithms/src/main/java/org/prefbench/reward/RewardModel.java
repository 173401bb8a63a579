package org.prefbench.reward;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
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
import org.prefbench.network.MlpEvaluator;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Minibatches;
import org.prefbench.nn.Objective;
import org.prefbench.nn.Pass;
import org.prefbench.nn.Schedule;
import org.prefbench.nn.Standardizer;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.segment.PairArrays;
import org.prefbench.segment.SegmentArrays;

/**
 * An ensemble of Bradley-Terry rewards r(s, a) learned from labelled segments (Christiano et al.
 * 2017, arXiv 1706.03741):
 *
 * <pre>
 * L = - E [ p log sigmoid(z) + (1 - p) log sigmoid(-z) ],   z = sum_t r(s_t, a_t) - sum_t r(s'_t, a'_t)
 * </pre>
 *
 * <p>with p = 1, 0 or 1/2 for a win of the first, of the second, or a tie; skipped pairs are left
 * out. Members differ in their initial weights and see the same batches. The state with the
 * smallest loss on held-out pairs is kept, because deterministic labels are separable and a reward
 * that goes on fitting them grows without bound. Pairs of equal length leave a constant per step
 * open; it is fixed by zero mean over the labelled steps unless told otherwise. Pairs of unequal
 * length, where one segment ends early, do tell something of it: what being alive is worth.
 * Immutable.
 */
public final class RewardModel implements RewardFunction {
  private final List<Mlp> members;
  private final Standardizer inputs;
  private final double shift;

  private RewardModel(List<Mlp> members, Standardizer inputs, double shift) {
    this.members = members;
    this.inputs = inputs;
    this.shift = shift;
  }

  /** What becomes of the constant per step. */
  public enum Constant {
    /** The mean reward over the labelled steps is zero. */
    ZERO_MEAN,
    /** It stays as the networks have it. */
    AS_LEARNED
  }

  /** How a reward is learned; {@link #bPref} gives the defaults. */
  public record Setting(
      @Help("reward networks, >= 1; B-Pref: 3") int members,
      @Help("units per hidden layer of a reward network, >= 1; B-Pref: 256") int hiddenSize,
      @Help("hidden layers of a reward network, >= 0; B-Pref: 3") int hiddenLayers,
      @Help("whether a step's reward is squashed into (-1, 1), as in B-Pref") boolean bounded,
      @Help(
              "the constant per step, which pairs of equal length leave open: zero-mean over the"
                  + " labelled steps, or as-learned, which pairs of unequal length tell something of")
          Constant constant,
      @Inline(without = {"schedule", "warm-up", "max-gradient-norm"})
          @Help(
              of = "learning-rate",
              value = "Adam's learning rate of the reward, > 0; B-Pref: 3e-4")
          @Help(
              of = "batch-size",
              value = "pairs per gradient step of the reward, >= 1; B-Pref: 128")
          @Help(of = "steps", value = "gradient steps of the reward, >= 1")
          @Help(of = "validation-share", value = "share of the pairs held out, in [0, 0.5]")
          Fitting fitting) {
    /** Validates. */
    public Setting {
      Checks.atLeast("members", members, 1);
      Checks.atLeast("hidden-size", hiddenSize, 1);
      Checks.atLeast("hidden-layers", hiddenLayers, 0);
    }

    /** Returns the setting of B-Pref (Lee et al. 2021, arXiv 2111.03026) where it states it. */
    public static Setting bPref() {
      return new Setting(
          3,
          256,
          3,
          true,
          Constant.ZERO_MEAN,
          Fitting.of(3e-4, Schedule.CONSTANT, 128, 1000, 0.1).keeping(Fitting.Keep.BEST));
    }
  }

  /**
   * Returns the reward learned from {@code preferences}; draws from {@code
   * context.seed().child("reward")}.
   *
   * @throws org.prefbench.core.InvalidInputException if every pair was skipped
   * @throws org.prefbench.algorithm.DivergedException if the loss stops being finite
   */
  public static RewardModel fit(
      PreferenceDataset preferences, Setting setting, TrainingContext context) {
    PairArrays pairs = PairArrays.of(preferences);
    Seed seed = context.seed().child("reward");
    Table table = new Table(pairs);
    List<Mlp> initial = new ArrayList<>();
    for (int member = 0; member < setting.members(); member++) {
      initial.add(
          Mlp.initial(
              Mlp.sizes(table.inputs.columns(), setting.hiddenSize(), setting.hiddenLayers(), 1),
              Activation.LEAKY_RELU,
              setting.bounded() ? Activation.TANH : Activation.IDENTITY,
              seed.child("member").child(member)));
    }
    Learner learner = setting.fitting().learner(context.ledger());
    Learner.Ensemble ensemble = learner.ensemble(initial);
    Minibatches batches = setting.fitting().batches(pairs.pairs(), seed);
    learner.fitPart(
        setting.fitting(),
        batches,
        context.monitor().part("reward-"),
        Objective.fromIdle((pass, rows) -> table.loss(pass, ensemble, rows)));
    List<Mlp> members = learner.read(ensemble);
    List<int[]> held = batches.validation();
    if (!held.isEmpty()) {
      context
          .monitor()
          .metric("reward-validation-accuracy", learner.steps(), table.accuracy(members, held));
    }
    double shift = setting.constant() == Constant.ZERO_MEAN ? table.mean(members) : 0;
    return new RewardModel(members, table.standardizer, shift);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The mean over the members, less the {@link Constant}.
   */
  @Override
  public double[] rewards(Segment segment) {
    double[] rewards = new double[segment.length()];
    evaluator()
        .rewards(segment.observations().slice(0, segment.length()), segment.actions(), rewards);
    return rewards;
  }

  /** Returns a new evaluator; it is not thread-safe. */
  public Evaluator evaluator() {
    return new Evaluator();
  }

  /** Computes rewards in plain Java; a row's reward does not depend on the other rows. */
  public final class Evaluator {
    private final List<MlpEvaluator> networks = members.stream().map(Mlp::evaluator).toList();

    private Evaluator() {}

    /**
     * Writes the mean over the members of r(s, a), less the {@link Constant}.
     *
     * @param observations {@code [n, obs]}
     * @param actions {@code [n, act]}
     * @param rewards {@code [n]}, overwritten
     */
    public void rewards(FloatMatrix observations, FloatMatrix actions, double[] rewards) {
      FloatMatrix joined = observations.beside(actions);
      inputs.apply(joined, joined);
      FloatMatrix output = new FloatMatrix(joined.rows(), 1);
      Arrays.fill(rewards, -shift);
      for (MlpEvaluator network : networks) {
        network.evaluate(joined, output);
        for (int i = 0; i < rewards.length; i++) {
          rewards[i] += output.get(i, 0) / networks.size();
        }
      }
    }
  }

  /** The labelled pairs as the loss reads them: one row per pair. */
  private static final class Table {
    final Standardizer standardizer;
    final FloatMatrix inputs; // [all steps, obs + act], standardised; padding too
    private final PairArrays pairs;
    private final FloatMatrix steps; // the same, a segment per row
    private final FloatMatrix signs; // [segments, length]: 1 first's steps, -1 second's, 0 padding

    Table(PairArrays pairs) {
      this.pairs = pairs;
      SegmentArrays segments = pairs.segments();
      inputs = segments.observations().beside(segments.actions());
      standardizer = Standardizer.of(inputs.select(segments.steps()));
      standardizer.apply(inputs, inputs);
      steps = segments.perSegment(inputs);
      signs = segments.mask().copy();
      for (int second = 1; second < segments.segments(); second += 2) {
        for (int t = 0; t < segments.length(); t++) {
          signs.set(second, t, -signs.get(second, t));
        }
      }
    }

    /** The mean over the real steps of the reward of {@code members}. */
    double mean(List<Mlp> members) {
      double sum = 0;
      int[] real = pairs.segments().steps();
      FloatMatrix rows = inputs.select(real);
      for (Mlp member : members) {
        for (float reward : member.evaluator().evaluate(rows).values()) {
          sum += reward;
        }
      }
      return sum / members.size() / real.length;
    }

    /**
     * The share of the pairs whose order the mean of the members tells; ties of the teacher do not
     * count, equal rewards count half.
     */
    double accuracy(List<Mlp> members, List<int[]> batches) {
      double[] sums = new double[pairs.pairs()];
      for (Mlp member : members) {
        float[] rewards = member.evaluator().evaluate(inputs).values();
        for (int step = 0; step < rewards.length; step++) {
          sums[step / (2 * signs.columns())] += signs.values()[step] * rewards[step];
        }
      }
      double right = 0;
      int decided = 0;
      for (int[] rows : batches) {
        for (int row : rows) {
          double sign = Math.signum(2 * pairs.probabilityFirst()[row] - 1);
          if (sign != 0) {
            right += (1 + sign * Math.signum(sums[row])) / 2;
            decided++;
          }
        }
      }
      return right / decided;
    }

    /** The mean cross-entropy over members and pairs. */
    NDArray loss(Pass pass, Learner.Ensemble ensemble, int[] rows) {
      int[] segments = pairs.segmentsOf(rows);
      long stepsPerPair = 2L * signs.columns();
      NDArray joined =
          pass.rows(steps, segments).reshape(stepsPerPair * rows.length, inputs.columns());
      NDArray rewards = pass.forward(ensemble, joined); // [members, rows * stepsPerPair, 1]
      NDArray z =
          rewards
              .reshape(-1, rows.length, stepsPerPair)
              .mul(pass.rows(signs, segments).reshape(rows.length, stepsPerPair))
              .sum(new int[] {2});
      NDArray positive = z.maximum(pass.scalar(0));
      NDArray softplus = positive.add(z.abs().neg().exp().add(1f).log()); // log(1 + e^z)
      NDArray targets = pass.rows(pairs.probabilityFirst(), rows);
      return softplus.sub(z.mul(targets)).mean();
    }
  }
}
