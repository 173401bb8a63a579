package org.prefbench.generative;

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
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.env.Space;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.network.MlpEvaluator;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Objective;
import org.prefbench.nn.Schedule;
import org.prefbench.nn.Standardizer;

/**
 * A deterministic model of one environment step, learned from logged transitions: an ensemble of
 * networks that predict the change of the observation, as in Nagabandi et al. 2018 (arXiv
 * 1708.02596),
 *
 * <pre>
 * o' = o + mean_k f_k(o, a),   L = E || (o' - o) - f_k(o, a) ||^2 / d
 * </pre>
 *
 * with inputs and changes standardised and actions clipped to their bounds, as the environments
 * clip them. An observation that it imagines is kept within ten standard deviations of the data, so
 * that errors cannot grow without bound. Immutable.
 *
 * @param actions the bounds of actions
 * @param inputs the scales of (o, a)
 * @param changes the scales of o' - o
 * @param members the networks f_k, in scaled units
 */
public record DynamicsModel(
    Space actions, Standardizer inputs, Standardizer changes, List<Mlp> members) {
  private static final int HIDDEN_LAYERS = 2;
  private static final float FARTHEST = 10;

  /** How a model is learned. */
  public record Settings(
      @Help("networks of the dynamics model, >= 1; Nagabandi et al. 2018: 1") int members,
      @Help("width of their two hidden layers; Nagabandi et al. 2018: 500") int hiddenSize,
      @Inline(
              without = {
                "learning-rate",
                "schedule",
                "warm-up",
                "batch-size",
                "max-gradient-norm",
                "validation-share",
                "keep"
              })
          @Help(
              of = "steps",
              value = "gradient steps of the dynamics model, on 256 transitions each")
          Fitting fitting) {
    /** Validates. */
    public Settings {
      Checks.atLeast("members", members, 1);
      Checks.atLeast("hidden-size", hiddenSize, 1);
    }

    /** Returns settings with Adam 1e-3 on a cosine, and 5 % of the episodes held out. */
    public static Settings of(int members, int hiddenSize, int steps) {
      return new Settings(members, hiddenSize, Fitting.of(1e-3, Schedule.COSINE, 256, steps, 0.05));
    }
  }

  /** Validates the shapes and copies the list. */
  public DynamicsModel {
    members = List.copyOf(members);
    Checks.require(!members.isEmpty(), "a dynamics model needs at least one network");
    for (Mlp member : members) {
      Checks.require(
          member.inputs() == inputs.size()
              && member.outputs() == changes.size()
              && inputs.size() == changes.size() + actions.size(),
          "%s is no model of %d observed values and %d actions",
          member,
          changes.size(),
          actions.size());
    }
  }

  /**
   * Returns the model learned from the transitions of {@code episodes}; draws from {@code
   * context.seed().child("dynamics")}.
   */
  public static DynamicsModel fit(
      List<Segment> episodes, Space actions, Settings settings, TrainingContext context) {
    Seed seed = context.seed().child("dynamics");
    int[] lengths = episodes.stream().mapToInt(Segment::length).toArray();
    int rows = 0;
    for (int length : lengths) {
      rows += length;
    }
    int size = episodes.get(0).observations().columns();
    FloatMatrix x = new FloatMatrix(rows, size + actions.size());
    FloatMatrix y = new FloatMatrix(rows, size);
    int row = 0;
    for (Segment episode : episodes) {
      for (int t = 0; t < episode.length(); t++, row++) {
        gather(episode.observations(), episode.actions(), t, actions, x, row);
        for (int j = 0; j < size; j++) {
          y.set(row, j, episode.observations().get(t + 1, j) - episode.observations().get(t, j));
        }
      }
    }
    Standardizer inputs = Standardizer.of(x);
    Standardizer changes = Standardizer.of(y);
    inputs.apply(x, x);
    changes.apply(y, y);

    List<Mlp> initial = new ArrayList<>();
    for (int k = 0; k < settings.members(); k++) {
      initial.add(
          Mlp.initial(
              Mlp.sizes(x.columns(), settings.hiddenSize(), HIDDEN_LAYERS, size),
              Activation.RELU,
              seed.child("member").child(k)));
    }
    Fitting fitting = settings.fitting();
    Learner learner = fitting.learner(context.ledger());
    Learner.Ensemble ensemble = learner.ensemble(initial);
    Learner.RowLoss loss = // [members, rows, d] - [rows, d]
        (pass, some) ->
            pass.forward(ensemble, pass.rows(x, some)).sub(pass.rows(y, some)).square().mean();
    learner.fitPart(
        fitting,
        fitting.batchesOfGroups(lengths, seed),
        context.monitor().part("dynamics-"),
        Objective.of(loss));
    return new DynamicsModel(actions, inputs, changes, learner.read(ensemble));
  }

  /** Writes (o, clipped a) of one row of {@code observations} and {@code chosen}. */
  private static void gather(
      FloatMatrix observations,
      FloatMatrix chosen,
      int from,
      Space actions,
      FloatMatrix inputs,
      int to) {
    int size = observations.columns();
    for (int j = 0; j < size; j++) {
      inputs.set(to, j, observations.get(from, j));
    }
    for (int j = 0; j < actions.size(); j++) {
      inputs.set(to, size + j, (float) actions.clip(j, chosen.get(from, j)));
    }
  }

  /** Returns a new runner; it owns buffers, so one per thread. */
  public Runner runner() {
    return new Runner();
  }

  /** Imagines steps. Not thread-safe. */
  public final class Runner {
    private final List<MlpEvaluator> evaluators = members.stream().map(Mlp::evaluator).toList();
    private final FloatMatrix input = new FloatMatrix(1, inputs.size());
    private final FloatMatrix output = new FloatMatrix(1, changes.size());
    private final double[] change = new double[changes.size()];
    private final float[] center = inputs.mean();
    private final float[] spread = inputs.scale();
    private final float[] mean = changes.mean();
    private final float[] scale = changes.scale();

    /**
     * Replaces row {@code i} of {@code observations} by what the model expects after the action in
     * row {@code i} of {@code chosen}.
     */
    public void advance(FloatMatrix observations, FloatMatrix chosen, int i) {
      gather(observations, chosen, i, actions, input, 0);
      inputs.apply(input, input);
      Arrays.fill(change, 0);
      for (MlpEvaluator evaluator : evaluators) {
        evaluator.evaluate(input, output);
        for (int j = 0; j < change.length; j++) {
          change[j] += output.get(0, j) / evaluators.size();
        }
      }
      for (int j = 0; j < change.length; j++) {
        float next = (float) (observations.get(i, j) + mean[j] + scale[j] * change[j]);
        float low = center[j] - FARTHEST * spread[j];
        float high = center[j] + FARTHEST * spread[j];
        observations.set(i, j, Math.max(low, Math.min(high, next)));
      }
    }
  }

  /** Writes the model; the same model gives the same bytes. */
  void write(DataOutput output) throws IOException {
    actions.write(output);
    inputs.write(output);
    changes.write(output);
    output.writeInt(members.size());
    for (Mlp member : members) {
      member.write(output);
    }
  }

  /** Reads what {@link #write} wrote. */
  static DynamicsModel read(DataInput input) throws IOException {
    Space actions = Space.read("the actions of the dynamics model", input);
    Standardizer inputs = Standardizer.read(input);
    Standardizer changes = Standardizer.read(input);
    int count = Checks.atLeast("networks of the dynamics model", input.readInt(), 1);
    List<Mlp> members = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      members.add(Mlp.read(input));
    }
    return new DynamicsModel(actions, inputs, changes, members);
  }
}
