package org.prefbench.reward;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
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
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;
import org.prefbench.segment.GapMethod;
import org.prefbench.segment.PairArrays;
import org.prefbench.segment.SegmentArrays;

/**
 * A preference model without a reward (Zhang et al. 2024, "General preference modeling with
 * preference representations for aligning language models", arXiv 2410.02197): a segment has an
 * embedding v of several planes, and one segment beats another by how far it is turned from it,
 *
 * <pre>
 * v(segment)     = mean_t e(s_t, a_t)
 * s(w, l)        = sum over planes b of [ v_b1(w) v_b2(l) - v_b2(w) v_b1(l) ]
 * P(w beats l)   = sigmoid(s(w, l) / tau)
 * L              = - E [ p log sigmoid(s / tau) + (1 - p) log sigmoid(-s / tau) ]
 * </pre>
 *
 * <p>s is skew-symmetric, so that P(w beats l) + P(l beats w) = 1, and preferences may go in
 * circles; n segments need n / 2 planes at most. Bradley and Terry's model is the special case v =
 * (r, 1), in which s is a difference of rewards: {@link Form#BRADLEY_TERRY}.
 *
 * <p>Differs from the paper: a response is a segment, whose embedding is the mean over its steps;
 * the planes have equal weights, where the paper may weigh them by the prompt; embeddings are not
 * normalised, as in its code. Skipped pairs are left out, ties stay. Immutable.
 */
public final class PreferenceEmbedding {
  private final PairArrays pairs;
  private final float[] logits; // s / tau of the first over the second of every pair

  private PreferenceEmbedding(PairArrays pairs, float[] logits) {
    this.pairs = pairs;
    this.logits = logits;
  }

  /** What the score is made of. */
  public enum Form {
    /** Planes in which one embedding is turned from the other. */
    GENERAL,
    /** A reward. */
    BRADLEY_TERRY
  }

  /** How the model is learned. */
  public record Setting(
      @Help("general, or bradley-terry: a reward from the same network and training") Form form,
      @Help("planes of the embedding, >= 1; a reward has none (paper: 1 to 4)") int planes,
      @Help("temperature tau of the score, > 0 (code: 1 for one plane, 0.1 for more)")
          double temperature,
      @Help("units per hidden layer, >= 1") int hiddenSize,
      @Help("hidden layers, >= 0") int hiddenLayers,
      @Help("Adam's step size, > 0") double learningRate,
      @Help("pairs per gradient step, >= 1") int batchSize,
      @Help("gradient steps, >= 1") int steps) {
    /** Validates. */
    public Setting {
      Checks.atLeast("planes", planes, 1);
      Checks.positive("temperature", temperature);
      Checks.atLeast("hidden-size", hiddenSize, 1);
      Checks.atLeast("hidden-layers", hiddenLayers, 0);
      Checks.positive("learning-rate", learningRate);
      Checks.atLeast("batch-size", batchSize, 1);
      Checks.atLeast("steps", steps, 1);
    }

    /** Returns two planes of a small network. */
    public static Setting usual() {
      return new Setting(Form.GENERAL, 2, 0.1, 256, 2, 3e-4, 128, 2_000);
    }

    private int outputs() {
      return form == Form.GENERAL ? 2 * planes : 1;
    }
  }

  /**
   * Returns pairs with the log-odds s / tau that the first segment beats the second, by the model
   * learned from their labels; draws from {@code context.seed().child("preference")}.
   *
   * @param labelled pairs with a label, of which the same are held out as by a method that trains
   *     on them
   * @param validationShare share of them held out; the state that explains these best is kept
   */
  public static GapMethod.Gaps gaps(
      Setting setting,
      List<PreferencePair> labelled,
      double validationShare,
      TrainingContext context) {
    PairArrays pairs = PairArrays.of(new PreferenceDataset("pairs", labelled, Map.of()));
    float[] logits = fit(pairs, setting, validationShare, context).logits();
    return new GapMethod.Gaps(labelled, new FloatMatrix(1, logits.length, logits));
  }

  /**
   * Returns half the squared distances of log-ratios from what a pair's number makes of them: eta
   * times it for the first and minus that for the second, {@code [n]}. As both segments of a pair
   * are draws of the reference, log-ratios end at eta times the mean over a segment's opponents.
   *
   * @param logRatios of first and second, {@code [n, 2]}
   * @param targets {@code [1, n]}, odd in the order of the sides
   */
  public static NDArray regression(Pass pass, NDArray logRatios, NDArray targets, double eta) {
    float[] sides = {(float) eta, (float) -eta};
    NDArray wanted = targets.reshape(-1, 1).mul(pass.array(sides, 1, 2));
    return logRatios.sub(wanted).square().sum(new int[] {1}).mul(pass.scalar(0.5f));
  }

  /**
   * Returns the model learned from pairs. Tells as {@code preference-validation-accuracy} the share
   * of held-out pairs whose order it predicts, ties left out.
   *
   * @throws org.prefbench.algorithm.DivergedException if the loss stops being finite
   */
  static PreferenceEmbedding fit(
      PairArrays pairs, Setting setting, double validationShare, TrainingContext context) {
    Seed seed = context.seed().child("preference");
    SegmentArrays segments = pairs.segments();
    FloatMatrix inputs = segments.observations().beside(segments.actions());
    Standardizer.of(inputs.select(segments.steps())).apply(inputs, inputs);
    Fitting fitting =
        Fitting.of(
                setting.learningRate,
                Schedule.CONSTANT,
                setting.batchSize,
                setting.steps,
                validationShare)
            .keeping(Fitting.Keep.BEST);
    Learner learner = fitting.learner(context.ledger());
    Learner.Network network =
        learner.network(
            Mlp.initial(
                Mlp.sizes(
                    inputs.columns(), setting.hiddenSize, setting.hiddenLayers, setting.outputs()),
                Activation.RELU,
                seed.child("network")));
    Minibatches batches = fitting.batches(pairs.pairs(), context.seed());
    learner.fitPart(
        fitting,
        batches,
        context.monitor().part("preference-"),
        Objective.fromIdle(
            (pass, rows) -> {
              NDArray scores = scores(pass, pairs, setting, network, inputs, rows);
              NDArray z = scores.mul(pass.scalar((float) (1 / setting.temperature)));
              return Losses.logistic(z, pass.rows(pairs.probabilityFirst(), rows)).mean();
            }));
    float[] logits = logits(learner, pairs, setting, network, inputs);
    PreferenceEmbedding model = new PreferenceEmbedding(pairs, logits);
    List<int[]> held = batches.validation();
    if (!held.isEmpty()) {
      double accuracy = model.accuracy(held);
      if (!Double.isNaN(accuracy)) {
        context.monitor().metric("preference-validation-accuracy", setting.steps, accuracy);
      }
    }
    return model;
  }

  /** The scores of the first over the second segment of some pairs, {@code [rows]}. */
  private static NDArray scores(
      Pass pass,
      PairArrays pairs,
      Setting setting,
      Learner.Network network,
      FloatMatrix inputs,
      int[] rows) {
    SegmentArrays arrays = pairs.segments();
    int[] segments = pairs.segmentsOf(rows);
    NDArray mask = pass.rows(arrays.mask(), segments).reshape(segments.length, -1, 1);
    NDArray steps =
        pass.forward(
                network,
                pass.rows(arrays.perSegment(inputs), segments)
                    .reshape((long) segments.length * arrays.length(), inputs.columns()))
            .reshape(segments.length, arrays.length(), setting.outputs());
    int[] overSteps = {1};
    NDArray means = steps.mul(mask).sum(overSteps).div(mask.sum(overSteps));
    NDArray both = means.reshape(rows.length, 2, setting.outputs());
    return score(setting.form, both.get(":, 0"), both.get(":, 1"));
  }

  /**
   * Returns the scores s of winners over losers, {@code [n]}.
   *
   * @param winner embeddings {@code [n, 2 planes]}, the two coordinates of plane after plane; of a
   *     reward {@code [n, 1]}
   */
  public static NDArray score(Form form, NDArray winner, NDArray loser) {
    int[] columns = {1};
    if (form == Form.BRADLEY_TERRY) {
      return winner.sub(loser).sum(columns);
    }
    return winner
        .get(":, ::2")
        .mul(loser.get(":, 1::2"))
        .sub(winner.get(":, 1::2").mul(loser.get(":, ::2")))
        .sum(columns);
  }

  private static float[] logits(
      Learner learner,
      PairArrays pairs,
      Setting setting,
      Learner.Network network,
      FloatMatrix inputs) {
    float[] logits = new float[pairs.pairs()];
    int batch = 256; // pairs at a time, a matter of memory
    for (int from = 0; from < logits.length; from += batch) {
      int[] rows = IntStream.range(from, Math.min(from + batch, logits.length)).toArray();
      int first = from;
      learner.evaluate(
          pass -> {
            NDArray some = scores(pass, pairs, setting, network, inputs, rows);
            float[] values = some.toFloatArray();
            for (int i = 0; i < values.length; i++) {
              logits[first + i] = (float) (values[i] / setting.temperature);
            }
            return some.sum();
          });
    }
    return logits;
  }

  /** Returns the log-odds of every pair that the model was learned from. */
  float[] logits() {
    return logits.clone();
  }

  /** The share of decided pairs whose order it predicts, equal scores count half; NaN if none. */
  private double accuracy(List<int[]> batches) {
    double right = 0;
    int decided = 0;
    for (int row : batches.stream().flatMapToInt(Arrays::stream).toArray()) {
      double sign = Math.signum(2 * pairs.probabilityFirst()[row] - 1);
      right += sign == 0 ? 0 : (1 + sign * Math.signum(logits[row])) / 2;
      decided += sign == 0 ? 0 : 1;
    }
    return right / decided;
  }
}
