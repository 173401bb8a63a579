package org.prefbench.method.flow;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.prefbench.algorithm.Monitor;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.flow.ProbabilityPath;
import org.prefbench.flow.StraightPath;
import org.prefbench.nn.Activation;
import org.prefbench.nn.Adam;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Minibatches;
import org.prefbench.nn.Mlp;
import org.prefbench.nn.Pass;
import org.prefbench.nn.Standardizer;
import org.prefbench.preference.PreferencePair;

/**
 * The training of one map from labelled pairs: the batches, the loss of {@link Pfm} and its
 * minimisation. Used once.
 */
final class FlowMatching {
  /** Held-out rows are few: each is looked at more than once. */
  private static final int VALIDATION_DRAWS = 8;

  private final Pfm.Hyper hyper;
  private final Seed seed;
  private final Standardizer segmentScales;
  private final Standardizer contextScales;
  private final FloatMatrix rejected; // y-, [n, d]
  private final FloatMatrix targets; // y+, [n, d]
  private final FloatMatrix contexts; // x, [n, obs]
  private final ProbabilityPath path;
  private final Minibatches batches;
  private final boolean[] held;

  FlowMatching(Pfm.Hyper hyper, List<PreferencePair> pairs, int length, Seed seed) {
    this.hyper = hyper;
    this.seed = seed;
    List<Segment> losers = pairs.stream().map(PreferencePair::rejected).toList();
    List<Segment> preferred = pairs.stream().map(PreferencePair::preferred).toList();
    FloatMatrix starts =
        FloatMatrix.stack(preferred.stream().map(s -> s.observations().slice(0, 1)).toList());
    contextScales =
        hyper.standardize() ? Standardizer.of(starts) : Standardizer.identity(starts.columns());
    segmentScales = segmentScales(hyper.standardize(), pairs, length);
    contexts = contextScales.apply(starts);
    rejected = segmentScales.apply(flatten(losers, length));
    targets = segmentScales.apply(flatten(preferred, length));
    path = new StraightPath(hyper.sigma());
    batches =
        Minibatches.of(
            pairs.size(), hyper.validationShare(), hyper.batchSize(), seed.child("batches"));
    held = new boolean[pairs.size()];
    Arrays.fill(held, true);
    for (int row : batches.training()) {
      held[row] = false;
    }
  }

  /** Returns the policy with the learned map added, as often as it is to be applied. */
  FlowPolicy train(FlowPolicy policy, Ledger ledger, Monitor monitor) {
    Adam adam = Adam.of(hyper.learningRate()).with(hyper.schedule(), hyper.steps());
    Learner learner = new Learner(adam, ledger);
    int d = targets.columns();
    Learner.Network field =
        learner.network(
            Mlp.initial(
                Mlp.sizes(d + 1 + contexts.columns(), hyper.hiddenSize(), hyper.hiddenLayers(), d),
                Activation.RELU,
                seed.child("weights")));
    learner.fit(
        hyper.steps(),
        batches,
        monitor,
        (pass, rows) -> loss(pass, field, rows, learner.steps()),
        () -> extended(policy, learner.read(field)));
    return extended(policy, learner.read(field));
  }

  private FlowPolicy extended(FlowPolicy policy, Mlp field) {
    FlowMap map =
        new FlowMap(
            field,
            segmentScales,
            contextScales,
            hyper.solver(),
            hyper.solverSteps(),
            hyper.tolerance());
    FlowPolicy result = policy;
    for (int i = 0; i < hyper.reapply(); i++) {
      result = result.with(map);
    }
    return result;
  }

  /**
   * L on the given rows. Draws are keyed by the step, and the same at every look at the held-out
   * rows, so that watching changes nothing and validation losses compare.
   */
  private NDArray loss(Pass pass, Learner.Network field, int[] rows, long step) {
    boolean validation = held[rows[0]];
    RandomStream random =
        (validation ? seed.child("validation") : seed.child("noise").child(step)).generator();
    int draws = validation ? VALIDATION_DRAWS : 1;
    int[] drawn = repeated(rows, draws);
    FloatMatrix from = sources(drawn, random);
    int[] matched = match(drawn, from, random);
    FloatMatrix to = targets.select(matched);
    FloatMatrix x = contexts.select(matched); // the context belongs to the target
    int n = from.rows();
    int d = from.columns();
    ProbabilityPath.Draws way = path.draw(from, to, random);
    FloatMatrix inputs = new FloatMatrix(n, d + 1 + x.columns());
    for (int i = 0; i < n; i++) {
      int at = i * inputs.columns();
      System.arraycopy(way.points().values(), i * d, inputs.values(), at, d);
      inputs.values()[at + d] = (float) way.times()[i];
      System.arraycopy(x.values(), i * x.columns(), inputs.values(), at + d + 1, x.columns());
    }
    // Both are [n, d]; the mean runs over rows and coordinates.
    return pass.forward(field, pass.array(inputs))
        .sub(pass.array(way.velocities()))
        .square()
        .mean();
  }

  /** Returns y_0 of each row: where its straight path starts. */
  private FloatMatrix sources(int[] rows, RandomStream random) {
    FloatMatrix from = rejected.select(rows);
    switch (hyper.trainingSource()) {
      case REJECTED -> {}
      case REFERENCE -> {
        // Either segment of a pair is a sample of the reference; which one must not tell the label.
        for (int i = 0; i < rows.length; i++) {
          if (random.nextInt(2) == 0) {
            from.setRow(i, targets.row(rows[i]));
          }
        }
      }
      case NOISE -> {
        for (int k = 0; k < from.values().length; k++) {
          from.values()[k] = (float) random.nextGaussian();
        }
      }
    }
    return from;
  }

  /** Returns the row of the target of each source, matched in batches of the training's size. */
  private int[] match(int[] rows, FloatMatrix from, RandomStream random) {
    int[] matched = new int[rows.length];
    for (int start = 0; start < rows.length; start += hyper.batchSize()) {
      int end = Math.min(rows.length, start + hyper.batchSize());
      int[] batch = Arrays.copyOfRange(rows, start, end);
      int[] order =
          hyper
              .coupling()
              .match(
                  from.slice(start, end),
                  targets.select(batch),
                  contexts.select(batch),
                  hyper.contextWeight(),
                  random);
      for (int i = 0; i < batch.length; i++) {
        matched[start + i] = batch[order[i]];
      }
    }
    return matched;
  }

  private static int[] repeated(int[] rows, int times) {
    int[] result = new int[rows.length * times];
    Arrays.setAll(result, i -> rows[i % rows.length]);
    return result;
  }

  /** Returns y of each segment, filled up with zero actions: {@code [n, length * act]}. */
  static FloatMatrix flatten(List<Segment> segments, int length) {
    int width = length * segments.get(0).actions().columns();
    FloatMatrix rows = new FloatMatrix(segments.size(), width);
    for (int i = 0; i < segments.size(); i++) {
      float[] actions = segments.get(i).actions().values();
      System.arraycopy(actions, 0, rows.values(), i * width, actions.length);
    }
    return rows;
  }

  /** One mean and deviation per action coordinate, over all steps of all segments. */
  static Standardizer segmentScales(boolean standardize, List<PreferencePair> pairs, int length) {
    int size = pairs.get(0).first().actions().columns();
    if (!standardize) {
      return Standardizer.identity(length * size);
    }
    List<FloatMatrix> actions = new ArrayList<>();
    for (PreferencePair pair : pairs) {
      Collections.addAll(actions, pair.first().actions(), pair.second().actions());
    }
    Standardizer one = Standardizer.of(FloatMatrix.stack(actions));
    float[] mean = new float[length * size];
    float[] scale = new float[length * size];
    for (int k = 0; k < mean.length; k++) {
      mean[k] = one.mean()[k % size];
      scale[k] = one.scale()[k % size];
    }
    return new Standardizer(mean, scale);
  }
}
