package org.prefbench.generative;

import ai.djl.ndarray.NDArray;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.network.MlpEvaluator;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Losses;
import org.prefbench.nn.Minibatches;
import org.prefbench.nn.Objective;
import org.prefbench.nn.Pass;
import org.prefbench.nn.Schedule;
import org.prefbench.nn.Standardizer;

/**
 * Tells logged transitions from those that a {@link DynamicsModel} imagines from the same
 * observations and actions: its log-odds are how much likelier a transition is in the world than in
 * the model (Eysenbach et al. 2022, arXiv 2110.02758; for transitions of two worlds Eysenbach et
 * al. 2020, arXiv 2006.13916),
 *
 * <pre>
 * L = - E [ log C(o, a, z + e) + log (1 - C(o, a, e')) ] / 2,   z = (o' - model(o, a)) / s
 * log p(o' | o, a) / q(o' | o, a) = log C / (1 - C),   e, e' ~ N(0, I)
 * </pre>
 *
 * <p>The model is deterministic, and most environments are: as they stand, the two laws are points,
 * which any error at all tells apart for certain. So both are seen through the same Gaussian haze
 * (Soenderby et al. 2017, arXiv 1610.04490) of the width s, the root mean square of the model's
 * errors on these transitions, per coordinate. Where the model is exact the ratio is then 0, an
 * error of z gives {@code -|z|^2 / 2} at the model's prediction, and errors that vary with variance
 * w^2 give -1/2 log (1 + w^2). Noise on the model's side alone, as if it were a Gaussian model,
 * would punish it where it is better than on the average, and more than where it is worse.
 *
 * <p>In the world nothing follows an end of the task, and the model goes on: what it imagines
 * there, for up to ten steps under the episode's last actions, has no real counterpart. So the
 * ratio falls where a plan has met an end, which nothing else tells it.
 *
 * <p>The next observation is given as its error z, which is the same knowledge; errors beyond ten
 * count as ten. Both sides share (o, a), so that no second classifier of (o, a) has to be taken
 * off. The network starts by telling nothing. Immutable.
 *
 * @param model whose transitions are told from real ones
 * @param errors the scale s of o' - model(o, a); its mean is 0
 * @param logit the log-odds of a real transition, of (o, a) in the model's scales and z
 */
public record TransitionClassifier(DynamicsModel model, Standardizer errors, Mlp logit) {
  private static final float FARTHEST = 10;

  /** The haze is at least this share of a usual change: errors of nothing need some width too. */
  private static final float LEAST = 1e-3f;

  /** How far the model goes on from an end. */
  private static final int AFTER = 10;

  /** Held-out rows are few: each is looked at through more than one haze. */
  private static final int VALIDATION_DRAWS = 4;

  /** How a classifier is learned. */
  public record Setting(
      @Help("units per hidden layer of the classifier, >= 1") int hiddenSize,
      @Help("hidden layers of the classifier, >= 0") int hiddenLayers,
      @Help(
              "share of the logged episodes that the classifier learns from, and the dynamics model"
                  + " does not, whose errors there are honest; in (0, 0.5]")
          double share,
      @Inline(without = {"schedule", "warm-up", "max-gradient-norm", "keep"})
          @Help(of = "learning-rate", value = "Adam's learning rate of the classifier, > 0")
          @Help(
              of = "batch-size",
              value = "transitions of each kind per gradient step of the classifier, >= 1")
          @Help(of = "steps", value = "gradient steps of the classifier, >= 1")
          @Help(
              of = "validation-share",
              value = "share of the classifier's episodes held out, in [0, 0.5]")
          Fitting fitting) {
    /** Validates. */
    public Setting {
      Checks.atLeast("hidden-size", hiddenSize, 1);
      Checks.atLeast("hidden-layers", hiddenLayers, 0);
      Checks.positive("share", Checks.between("share", share, 0, 0.5));
    }

    /** Returns settings with Adam 3e-4 on a cosine; the best state on held-out rows is kept. */
    public static Setting of(int hiddenSize, int steps) {
      return new Setting(
          hiddenSize,
          2,
          0.25,
          Fitting.of(3e-4, Schedule.COSINE, 256, steps, 0.2).keeping(Fitting.Keep.BEST));
    }
  }

  /** Validates the shapes. */
  public TransitionClassifier {
    Checks.require(
        errors.size() == model.changes().size()
            && logit.inputs() == model.inputs().size() + errors.size()
            && logit.outputs() == 1,
        "%s is no classifier of transitions of %d observed values and %d actions",
        logit,
        model.changes().size(),
        model.actions().size());
  }

  /**
   * Returns the episodes that the dynamics model learns from and those that the classifier does; a
   * single episode serves both. Draws from {@code context.seed().child("classifier")}.
   *
   * @param share of the episodes for the classifier, at least one
   */
  public static List<List<Segment>> split(
      List<Segment> episodes, double share, TrainingContext context) {
    if (episodes.size() < 2) {
      return List.of(episodes, episodes);
    }
    int[] order =
        context
            .seed()
            .child("classifier")
            .child("episodes")
            .generator()
            .permutation(episodes.size());
    int count = Math.max(1, (int) (share * episodes.size()));
    List<Segment> own = new ArrayList<>();
    List<Segment> others = new ArrayList<>();
    for (int i = 0; i < order.length; i++) {
      (i < count ? own : others).add(episodes.get(order[i]));
    }
    return List.of(others, own);
  }

  /** Returns the classifier that holds everything for equally likely. */
  public static TransitionClassifier undecided(DynamicsModel model) {
    int observed = model.changes().size();
    List<Integer> sizes = List.of(model.inputs().size() + observed, 1);
    float[] zeros = new float[sizes.get(0) + 1];
    return new TransitionClassifier(
        model,
        Standardizer.identity(observed),
        new Mlp(sizes, Activation.RELU, Activation.IDENTITY, zeros));
  }

  /**
   * Returns the classifier learned from the transitions of {@code episodes}, which the model should
   * not have seen; draws from {@code context.seed().child("classifier")}.
   *
   * @throws org.prefbench.algorithm.DivergedException if the loss stops being finite
   */
  public static TransitionClassifier fit(
      DynamicsModel model, List<Segment> episodes, Setting setting, TrainingContext context) {
    Table table = new Table(model, episodes, setting, context.seed().child("classifier"));
    Learner learner = setting.fitting().learner(context.ledger());
    Learner.Network network =
        learner.network(
            Mlp.initial(
                    Mlp.sizes(
                        table.steps.columns() + table.errors.columns(),
                        setting.hiddenSize(),
                        setting.hiddenLayers(),
                        1),
                    Activation.RELU,
                    table.seed.child("network"))
                .withScaledOutput(0));
    learner.fitPart(
        setting.fitting(),
        table.batches,
        context.monitor().part("classifier-"),
        Objective.fromIdle((pass, rows) -> table.loss(pass, network, rows, learner.steps())));
    return new TransitionClassifier(model, table.scales, learner.read(network));
  }

  /** The transitions as the loss reads them. */
  private static final class Table {
    final FloatMatrix steps; // (o, clipped a) in the model's scales, [n, obs + act]
    final FloatMatrix errors; // z, [n, obs]
    final Standardizer scales;
    final Minibatches batches;
    final Seed seed;
    private final boolean[] held;
    private final float[] real; // 1 for logged transitions, 0 for what follows an end, [n]

    Table(DynamicsModel model, List<Segment> episodes, Setting setting, Seed seed) {
      this.seed = seed;
      List<FloatMatrix> read = new ArrayList<>();
      List<FloatMatrix> missed = new ArrayList<>();
      int[] rows = new int[episodes.size()];
      int logged = 0;
      DynamicsModel.Runner runner = model.runner();
      for (Segment episode : episodes) {
        FloatMatrix after = after(episode, runner);
        rows[read.size()] = episode.length() + after.rows();
        logged += episode.length();
        read.add(before(episode, after, model));
        missed.add(errors(episode, after.rows(), runner));
      }
      steps = model.inputs().apply(FloatMatrix.stack(read));
      errors = FloatMatrix.stack(missed);
      real = new float[errors.rows()];
      for (int e = 0, at = 0; e < rows.length; at += rows[e++]) {
        Arrays.fill(real, at, at + episodes.get(e).length(), 1);
      }
      scales = haze(errors, logged, model.changes().scale());
      scales.apply(errors, errors);
      for (int k = 0; k < errors.values().length; k++) {
        errors.values()[k] = Math.max(-FARTHEST, Math.min(FARTHEST, errors.values()[k]));
      }
      batches = setting.fitting().batchesOfGroups(rows, seed);
      held = new boolean[steps.rows()];
      for (int[] some : batches.validation()) {
        for (int row : some) {
          held[row] = true;
        }
      }
    }

    /** What the model imagines to follow an end of the task, {@code [steps, obs]}; or nothing. */
    private static FloatMatrix after(Segment episode, DynamicsModel.Runner runner) {
      int length = episode.length();
      int count = episode.end() == End.TERMINATED ? Math.min(AFTER, length) : 0;
      FloatMatrix present = episode.observations().slice(length, length + 1);
      FloatMatrix after = new FloatMatrix(count, present.columns());
      for (int k = 0; k < count; k++) {
        after.setRow(k, present.row(0));
        int t = length - count + k;
        runner.advance(present, episode.actions().slice(t, t + 1), 0);
      }
      return after;
    }

    /** (o, clipped a) of the logged steps and then of those after the end. */
    private static FloatMatrix before(Segment episode, FloatMatrix after, DynamicsModel model) {
      int length = episode.length();
      FloatMatrix actions = clipped(model, episode.actions());
      return FloatMatrix.stack(
          List.of(
              episode.observations().slice(0, length).beside(actions),
              after.beside(actions.slice(length - after.rows(), length))));
    }

    /** o' - model(o, a) of the logged steps, and 0 of those after the end. */
    private static FloatMatrix errors(Segment episode, int after, DynamicsModel.Runner runner) {
      int length = episode.length();
      FloatMatrix imagined = episode.observations().slice(0, length);
      FloatMatrix errors = new FloatMatrix(length + after, imagined.columns());
      for (int t = 0; t < length; t++) {
        runner.advance(imagined, episode.actions(), t);
        for (int j = 0; j < errors.columns(); j++) {
          errors.set(t, j, episode.observations().get(t + 1, j) - imagined.get(t, j));
        }
      }
      return errors;
    }

    private static Standardizer haze(FloatMatrix errors, int logged, float... changes) {
      float[] scale = new float[changes.length];
      for (int j = 0; j < scale.length; j++) {
        double squares = 0;
        for (int i = 0; i < errors.rows(); i++) {
          squares += (double) errors.get(i, j) * errors.get(i, j);
        }
        scale[j] = Math.max(LEAST * changes[j], (float) Math.sqrt(squares / logged));
      }
      return new Standardizer(new float[scale.length], scale);
    }

    /**
     * The mean cross-entropy over rows and both kinds. Draws are keyed by the step, and the same at
     * every look at the held-out rows, so that watching changes nothing.
     */
    NDArray loss(Pass pass, Learner.Network network, int[] rows, long step) {
      boolean validation = held[rows[0]];
      RandomStream random =
          (validation ? seed.child("validation") : seed.child("haze").child(step)).generator();
      int count = rows.length * (validation ? VALIDATION_DRAWS : 1);
      FloatMatrix both = new FloatMatrix(2 * count, steps.columns() + errors.columns());
      float[] labels = new float[2 * count];
      for (int i = 0; i < labels.length; i++) {
        int row = rows[i % rows.length];
        labels[i] = i < count ? real[row] : 0;
        System.arraycopy(
            steps.values(),
            row * steps.columns(),
            both.values(),
            i * both.columns(),
            steps.columns());
        for (int j = 0; j < errors.columns(); j++) {
          double seen = labels[i] * errors.get(row, j) + random.nextGaussian();
          both.set(i, steps.columns() + j, (float) seen);
        }
      }
      NDArray z = pass.forward(network, pass.array(both)).reshape(labels.length);
      return Losses.logistic(z, pass.array(labels, labels.length)).mean();
    }
  }

  /** Returns actions as the environment executes them. */
  private static FloatMatrix clipped(DynamicsModel model, FloatMatrix actions) {
    FloatMatrix result = new FloatMatrix(actions.rows(), actions.columns());
    for (int i = 0; i < result.rows(); i++) {
      for (int j = 0; j < result.columns(); j++) {
        result.set(i, j, (float) model.actions().clip(j, actions.get(i, j)));
      }
    }
    return result;
  }

  /** Refuses an environment whose transitions these are not. */
  public void requireFits(int observed, int actions) {
    Checks.require(
        model.changes().size() == observed && model.actions().size() == actions,
        "a dynamics model of %d observed values and %d actions does not fit %d and %d",
        model.changes().size(),
        model.actions().size(),
        observed,
        actions);
  }

  /** Returns a new runner; it owns buffers, so one per thread. */
  public Runner runner() {
    return new Runner();
  }

  /** Judges transitions in plain Java. Not thread-safe. */
  public final class Runner {
    private final MlpEvaluator evaluator = logit.evaluator();

    private Runner() {}

    /**
     * Returns log p / q of transitions, {@code [n]}; a row's does not depend on the other rows.
     *
     * @param observations o, {@code [n, obs]}
     * @param actions a, {@code [n, act]}
     * @param missed z, how far o' is from the model's prediction in units of the haze, {@code [n,
     *     obs]}; 0 at the prediction itself
     */
    public double[] logRatios(FloatMatrix observations, FloatMatrix actions, FloatMatrix missed) {
      FloatMatrix steps = observations.beside(clipped(model, actions));
      model.inputs().apply(steps, steps);
      FloatMatrix outputs = evaluator.evaluate(steps.beside(missed));
      double[] ratios = new double[outputs.rows()];
      for (int i = 0; i < ratios.length; i++) {
        ratios[i] = outputs.get(i, 0);
      }
      return ratios;
    }
  }

  /** Writes the classifier and its model; the same ones give the same bytes. */
  public void write(DataOutput output) throws IOException {
    model.write(output);
    errors.write(output);
    logit.write(output);
  }

  /** Reads what {@link #write} wrote. */
  public static TransitionClassifier read(DataInput input) throws IOException {
    return new TransitionClassifier(
        DynamicsModel.read(input), Standardizer.read(input), Mlp.read(input));
  }
}
