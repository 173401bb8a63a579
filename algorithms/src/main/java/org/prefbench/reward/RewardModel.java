package org.prefbench.reward;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.prefbench.algorithm.DivergedException;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.nn.Activation;
import org.prefbench.nn.Adam;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Minibatches;
import org.prefbench.nn.Mlp;
import org.prefbench.nn.MlpEvaluator;
import org.prefbench.nn.Pass;
import org.prefbench.nn.Standardizer;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;

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
 * that goes on fitting them grows without bound. A Bradley-Terry reward is known up to a constant
 * per step only; it is fixed by zero mean over the labelled steps. Immutable.
 */
public final class RewardModel {
  /** Parts of the training after which held-out pairs are looked at. */
  private static final int LOOKS = 50;

  private final List<Mlp> members;
  private final Standardizer inputs;
  private final double shift;

  private RewardModel(List<Mlp> members, Standardizer inputs, double shift) {
    this.members = members;
    this.inputs = inputs;
    this.shift = shift;
  }

  /**
   * How a reward is learned. The defaults of {@link #defaults} are B-Pref's (Lee et al. 2021, arXiv
   * 2111.03026) where it states them.
   *
   * @param members number of networks
   * @param hiddenSize units per hidden layer
   * @param hiddenLayers number of hidden layers
   * @param bounded whether a step's reward is squashed into (-1, 1)
   * @param learningRate of Adam
   * @param batchSize pairs per step
   * @param steps most gradient steps
   * @param validationShare share of the pairs held out
   */
  public record Setting(
      int members,
      int hiddenSize,
      int hiddenLayers,
      boolean bounded,
      double learningRate,
      int batchSize,
      int steps,
      double validationShare) {
    /** Validates. */
    public Setting {
      Checks.atLeast("reward-members", members, 1);
      Checks.atLeast("reward-hidden-size", hiddenSize, 1);
      Checks.atLeast("reward-hidden-layers", hiddenLayers, 0);
      Checks.positive("reward-learning-rate", learningRate);
      Checks.atLeast("reward-batch-size", batchSize, 1);
      Checks.atLeast("reward-steps", steps, 1);
      Checks.between("reward-validation-share", validationShare, 0, 0.5);
    }
  }

  /**
   * Returns the reward learned from {@code preferences}; draws from {@code
   * context.seed().child("reward")}.
   *
   * @throws org.prefbench.core.InvalidInputException if every pair was skipped
   * @throws DivergedException if the loss stops being finite
   */
  public static RewardModel fit(
      PreferenceDataset preferences, Setting setting, TrainingContext context) {
    List<PreferencePair> pairs =
        preferences.pairs().stream().filter(pair -> pair.label() != Label.SKIP).toList();
    Checks.require(
        !pairs.isEmpty(),
        "no pair of %s is labelled: no reward to learn",
        preferences.environment());
    Seed seed = context.seed().child("reward");
    Table table = new Table(pairs);
    List<Mlp> initial = new ArrayList<>();
    for (int member = 0; member < setting.members(); member++) {
      initial.add(
          Mlp.initial(
              Mlp.sizes(table.width, setting.hiddenSize(), setting.hiddenLayers(), 1),
              Activation.LEAKY_RELU,
              setting.bounded() ? Activation.TANH : Activation.IDENTITY,
              seed.child("member").child(member)));
    }
    Learner learner = new Learner(Adam.of(setting.learningRate()), context.ledger());
    Learner.Ensemble ensemble = learner.ensemble(initial);
    Minibatches batches =
        Minibatches.of(pairs.size(), setting.validationShare(), setting.batchSize(), seed);
    List<int[]> held = batches.validation();
    Learner.State best = learner.state();
    double smallest = Double.POSITIVE_INFINITY;
    long every = Math.max(1, setting.steps() / LOOKS);
    for (long step = 1; step <= setting.steps(); step++) {
      int[] rows = batches.next();
      double loss = learner.step(pass -> table.loss(pass, ensemble, rows));
      if (step % every == 0 || step == setting.steps()) {
        context.monitor().metric("reward-loss", step, loss / setting.members());
        double validation = heldOutLoss(learner, ensemble, table, held) / setting.members();
        if (!held.isEmpty()) {
          context.monitor().metric("reward-validation-loss", step, validation);
        }
        if (held.isEmpty() || validation < smallest) {
          smallest = validation;
          best = learner.state();
        }
      }
    }
    learner.restore(best);
    RewardModel unshifted = new RewardModel(learner.read(ensemble), table.standardizer, 0);
    return new RewardModel(unshifted.members, table.standardizer, unshifted.mean(pairs));
  }

  private static double heldOutLoss(
      Learner learner, Learner.Ensemble ensemble, Table table, List<int[]> held) {
    double sum = 0;
    int count = 0;
    for (int[] rows : held) {
      sum += rows.length * learner.evaluate(pass -> table.loss(pass, ensemble, rows));
      count += rows.length;
    }
    if (count > 0 && !Double.isFinite(sum)) {
      throw new DivergedException("held-out loss of the reward is " + sum);
    }
    return sum / count;
  }

  private double mean(List<PreferencePair> pairs) {
    Evaluator evaluator = evaluator();
    double sum = 0;
    long count = 0;
    for (PreferencePair pair : pairs) {
      for (Segment segment : List.of(pair.first(), pair.second())) {
        double[] rewards = new double[segment.length()];
        evaluator.rewards(
            segment.observations().slice(0, segment.length()), segment.actions(), rewards);
        for (double reward : rewards) {
          sum += reward;
        }
        count += rewards.length;
      }
    }
    return sum / count;
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
     * Writes the mean over the members of r(s, a), less the constant that makes its mean over the
     * labelled steps zero.
     *
     * @param observations {@code [n, obs]}
     * @param actions {@code [n, act]}
     * @param rewards {@code [n]}, overwritten
     */
    public void rewards(FloatMatrix observations, FloatMatrix actions, double[] rewards) {
      FloatMatrix joined = new FloatMatrix(observations.rows(), inputs.size());
      for (int i = 0; i < joined.rows(); i++) {
        join(observations, actions, i, joined.values(), i * joined.columns());
      }
      inputs.apply(joined, joined);
      FloatMatrix output = new FloatMatrix(joined.rows(), 1);
      java.util.Arrays.fill(rewards, -shift);
      for (MlpEvaluator network : networks) {
        network.evaluate(joined, output);
        for (int i = 0; i < rewards.length; i++) {
          rewards[i] += output.get(i, 0) / networks.size();
        }
      }
    }
  }

  private static void join(
      FloatMatrix observations, FloatMatrix actions, int row, float[] target, int at) {
    System.arraycopy(
        observations.values(), row * observations.columns(), target, at, observations.columns());
    System.arraycopy(
        actions.values(),
        row * actions.columns(),
        target,
        at + observations.columns(),
        actions.columns());
  }

  /** The labelled pairs as arrays: one row per pair, shorter segments padded and masked. */
  private static final class Table {
    final int width; // observation and action
    final int length; // steps of the longest segment
    final Standardizer standardizer;
    private final FloatMatrix steps; // [pairs, 2 length width], standardised: first, then second
    private final FloatMatrix
        signs; // [pairs, 2 length]: 1 for the first's steps, -1, 0 for padding
    private final float[] targets; // [pairs]: probability that the first is better

    Table(List<PreferencePair> pairs) {
      Segment any = pairs.get(0).first();
      width = any.observations().columns() + any.actions().columns();
      length =
          pairs.stream()
              .mapToInt(pair -> Math.max(pair.first().length(), pair.second().length()))
              .max()
              .orElseThrow();
      standardizer = Standardizer.of(allSteps(pairs));
      steps = new FloatMatrix(pairs.size(), 2 * length * width);
      signs = new FloatMatrix(pairs.size(), 2 * length);
      targets = new float[pairs.size()];
      for (int i = 0; i < pairs.size(); i++) {
        put(pairs.get(i).first(), i, 0, 1);
        put(pairs.get(i).second(), i, length, -1);
        targets[i] = (float) pairs.get(i).label().probabilityFirst();
      }
      FloatMatrix rows = new FloatMatrix(pairs.size() * 2 * length, width, steps.values());
      standardizer.apply(rows, rows);
    }

    private FloatMatrix allSteps(List<PreferencePair> pairs) {
      List<FloatMatrix> parts = new ArrayList<>();
      for (PreferencePair pair : pairs) {
        for (Segment segment : List.of(pair.first(), pair.second())) {
          FloatMatrix part = new FloatMatrix(segment.length(), width);
          for (int t = 0; t < segment.length(); t++) {
            join(segment.observations(), segment.actions(), t, part.values(), t * width);
          }
          parts.add(part);
        }
      }
      return FloatMatrix.stack(parts);
    }

    private void put(Segment segment, int pair, int from, float sign) {
      for (int t = 0; t < segment.length(); t++) {
        int step = from + t;
        join(
            segment.observations(),
            segment.actions(),
            t,
            steps.values(),
            pair * steps.columns() + step * width);
        signs.set(pair, step, sign);
      }
    }

    /** The sum over the members of the mean cross-entropy over the pairs. */
    NDArray loss(Pass pass, Learner.Ensemble ensemble, int[] rows) {
      NDArray inputs = pass.rows(steps, rows).reshape(2L * length * rows.length, width);
      NDArray rewards = pass.forward(ensemble, inputs); // [members, rows 2 length, 1]
      NDArray z =
          rewards
              .reshape(-1, rows.length, 2L * length)
              .mul(pass.rows(signs, rows))
              .sum(new int[] {2});
      NDArray softplus = z.maximum(0f).add(z.abs().neg().exp().add(1f).log()); // log(1 + e^z)
      return softplus.sub(z.mul(pass.rows(targets, rows))).sum().div((float) rows.length);
    }
  }
}
