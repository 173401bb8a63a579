package org.prefbench.method.imitation;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Adam;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Pass;
import org.prefbench.nn.Standardizer;
import org.prefbench.offline.LoggedSteps;
import org.prefbench.offline.Stretches;
import org.prefbench.rl.Updates;
import org.prefbench.segment.PairArrays;

/** One training of {@link OppoLight}: its networks and the data that they learn from. Used once. */
final class ContextTraining {
  /** Added to squared distances, whose root has no derivative at 0. */
  private static final float ROOM = 1e-12f;

  private final OppoLight.Hyper hyper;
  private final LoggedSteps log;
  private final PairArrays pairs;
  private final Standardizer observed;
  private final FloatMatrix observations; // standardised
  private final FloatMatrix steps; // observations and actions, standardised
  private final FloatMatrix compared; // the same of the pairs' segments, a row for each
  private final Learner learner;
  private final Learner.Network each; // f
  private final Learner.Network whole; // g
  private final Learner.Network policy;
  private final Learner contextLearner;
  private final Learner.Vector best; // z*

  /** What a step was told of its batch. */
  private record Told(double imitation, double norm, float[] contexts) {}

  /**
   * Prepares a training; draws from {@code context.seed().child("context")}.
   *
   * @throws org.prefbench.core.InvalidInputException if every pair was skipped
   */
  ContextTraining(OppoLight.Hyper hyper, TrainingInput input, TrainingContext context) {
    this.hyper = hyper;
    log = LoggedSteps.of(input);
    pairs = PairArrays.of(input.preferences());
    observed = Standardizer.of(log.transitions().observations());
    observations = observed.apply(log.transitions().observations());
    Standardizer taken = Standardizer.of(log.transitions().actions());
    steps = observations.beside(taken.apply(log.transitions().actions()));
    FloatMatrix segments =
        observed
            .apply(pairs.segments().observations())
            .beside(taken.apply(pairs.segments().actions()));
    compared = pairs.segments().perSegment(segments);
    Seed seed = context.seed().child("context");
    int width = hyper.hiddenSize();
    int size = hyper.context().size();
    learner = hyper.fitting().learner(context.ledger());
    each = learner.network(network(seed.child("each"), steps.columns(), width, width));
    whole = learner.network(network(seed.child("whole"), width, width, size));
    policy =
        learner.network(
            network(
                seed.child("policy"),
                observations.columns() + size,
                width,
                width,
                log.actions().size()));
    contextLearner = new Learner(Adam.of(hyper.context().learningRate()), context.ledger());
    best = contextLearner.vector(new float[size]);
  }

  private static Mlp network(Seed seed, Integer... sizes) {
    return Mlp.initial(List.of(sizes), Activation.RELU, seed);
  }

  /** Returns the policy after all steps. */
  GaussianPolicy run(TrainingContext context) {
    RandomStream random = context.seed().child("context").child("batches").generator();
    Stretches stretches = new Stretches(log.lengths(), hyper.stretch());
    int count = hyper.fitting().batchSize();
    int[] some = new int[count];
    Updates.run(
        hyper.fitting().steps(),
        context.monitor(),
        List.of("imitation-loss", "context-loss", "norm-loss"),
        step -> {
          int[][] imitated = stretches.draw(count, random);
          Arrays.setAll(some, i -> random.nextInt(pairs.pairs()));
          Told told = learn(imitated, some);
          double contextLoss =
              contextLearner.step(
                  pass -> {
                    NDArray contexts =
                        pass.array(told.contexts, 2L * count, hyper.context().size());
                    return labels(pass, pass.value(best), contexts, some);
                  });
          return new double[] {told.imitation, contextLoss, told.norm};
        },
        this::policy);
    return policy();
  }

  /** Takes a step of the networks and returns where the segments of the pairs were before it. */
  private Told learn(int[][] stretches, int[] some) {
    int count = stretches.length;
    int length = Arrays.stream(stretches).mapToInt(stretch -> stretch.length).max().orElseThrow();
    FloatMatrix mask = new FloatMatrix(count, length);
    int[] rows = new int[count * length]; // padding is the first row, which does not count
    int real = 0;
    for (int i = 0; i < count; i++) {
      System.arraycopy(stretches[i], 0, rows, i * length, stretches[i].length);
      Arrays.fill(mask.values(), i * length, i * length + stretches[i].length, 1);
      real += stretches[i].length;
    }
    double share = 1.0 / real;
    Told[] told = new Told[1];
    learner.step(
        pass -> {
          NDArray masks = pass.array(mask);
          NDArray contexts = contexts(pass, pass.rows(steps, rows), masks);
          NDArray spread = contexts.expandDims(1).mul(masks.expandDims(2)).reshape(rows.length, -1);
          NDArray chosen = pass.forward(policy, pass.rows(observations, rows).concat(spread, 1));
          NDArray away =
              chosen
                  .sub(pass.rows(log.transitions().actions(), rows))
                  .square()
                  .mean(new int[] {1})
                  .mul(masks.reshape(rows.length))
                  .sum()
                  .mul(pass.scalar((float) share));
          NDArray norm = lengths(contexts).sub(1).square().mean();
          int[] both = pairs.segmentsOf(some);
          NDArray ends =
              contexts(
                  pass,
                  pass.rows(compared, both).reshape(-1, steps.columns()),
                  pass.rows(pairs.segments().mask(), both));
          NDArray context = pass.constants(contextLearner).value(best);
          told[0] = new Told(away.getFloat(), norm.getFloat(), ends.toFloatArray());
          return away.add(
                  labels(pass, context, ends, some)
                      .mul(pass.scalar((float) hyper.context().weight())))
              .add(norm.mul(pass.scalar((float) hyper.normWeight())));
        });
    return told[0];
  }

  /**
   * Returns what stretches are told by, {@code [n, size]}.
   *
   * @param steps of stretch after stretch, {@code [n length, obs + act]}
   * @param mask {@code [n, length]}
   */
  private NDArray contexts(Pass pass, NDArray steps, NDArray mask) {
    NDArray shares = mask.div(mask.sum(new int[] {1}, true)).expandDims(2);
    long count = mask.getShape().get(0);
    NDArray features = pass.forward(each, steps).reshape(count, -1, hyper.hiddenSize());
    return pass.forward(whole, features.mul(shares).sum(new int[] {1}));
  }

  /** Returns the loss of the labels of some pairs. */
  private NDArray labels(Pass pass, NDArray context, NDArray ends, int[] some) {
    NDArray probabilityFirst = pass.rows(pairs.probabilityFirst(), some);
    return triplets(pass, context, ends, probabilityFirst, hyper.context().margin());
  }

  /**
   * Returns the mean of T over pairs.
   *
   * @param context z*, {@code [size]}
   * @param ends what the first and the second segment of pair after pair are told by, {@code [2 n,
   *     size]}
   * @param probabilityFirst 1 where the first is better, 0 where the second is, and 0.5 where
   *     neither is, {@code [n]}
   */
  static NDArray triplets(
      Pass pass, NDArray context, NDArray ends, NDArray probabilityFirst, double margin) {
    NDArray distances =
        lengths(ends.sub(context.expandDims(0))).reshape(probabilityFirst.size(), 2);
    NDArray gap = distances.get(":, 0").sub(distances.get(":, 1"));
    NDArray other = probabilityFirst.neg().add(1);
    NDArray room = probabilityFirst.sub(other).abs().mul(pass.scalar((float) margin));
    NDArray first = gap.add(room).maximum(pass.scalar(0));
    NDArray second = gap.neg().add(room).maximum(pass.scalar(0));
    return first.mul(probabilityFirst).add(second.mul(other)).mean();
  }

  /** The lengths {@code [n]} of vectors {@code [n, size]}. */
  private static NDArray lengths(NDArray vectors) {
    return vectors.square().sum(new int[] {1}).add(ROOM).sqrt();
  }

  /** Returns the policy given z* as it stands. */
  private GaussianPolicy policy() {
    float[] logStd = new float[log.actions().size()];
    Arrays.fill(logStd, GaussianPolicy.MIN_LOG_STD);
    Mlp network = given(learner.read(policy), contextLearner.read(best));
    return new GaussianPolicy(
        GaussianPolicy.Form.GAUSSIAN, log.actions(), observed, network, logStd);
  }

  /** Returns a network whose last inputs are given: what they add is part of its first bias. */
  static Mlp given(Mlp network, float... last) {
    List<Integer> sizes = network.sizes();
    int width = sizes.get(1);
    int inputs = network.inputs() - last.length;
    float[] weights = network.weights();
    int bias = network.inputs() * width;
    for (int j = 0; j < width; j++) {
      double sum = weights[bias + j];
      for (int k = 0; k < last.length; k++) {
        sum += (double) last[k] * weights[(inputs + k) * width + j];
      }
      weights[bias + j] = (float) sum;
    }
    float[] left = new float[weights.length - last.length * width];
    System.arraycopy(weights, 0, left, 0, inputs * width);
    System.arraycopy(weights, bias, left, inputs * width, weights.length - bias);
    Integer[] fewer = sizes.toArray(Integer[]::new);
    fewer[0] = inputs;
    return new Mlp(List.of(fewer), network.hidden(), network.output(), left);
  }
}
