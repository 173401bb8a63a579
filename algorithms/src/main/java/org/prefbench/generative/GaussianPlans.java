package org.prefbench.generative;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.env.Space;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.GaussianHead;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Objective;
import org.prefbench.nn.Standardizer;

/**
 * The law of open-loop plans y = (a_1 .. a_k) given the state in which they begin, as a Gaussian
 * with independent coordinates: a policy whose single action is a plan. These are the settings by
 * which one is fitted.
 */
public record GaussianPlans(
    @Help("units per hidden layer, >= 1 (as bc)") int hiddenSize,
    @Help("number of hidden layers, >= 0 (as bc)") int hiddenLayers,
    @Help(of = "batch-size", value = "stretches of data per step, >= 1")
        @Help(of = "validation-share", value = "share of the stretches held out, in [0, 0.5]")
        Fitting cloning) {
  /** No more stretches of data than this, evenly spaced: a matter of memory. */
  private static final int MOST_STRETCHES = 200_000;

  /** Validates. */
  public GaussianPlans {
    Checks.atLeast("hidden-size", hiddenSize, 1);
    Checks.atLeast("hidden-layers", hiddenLayers, 0);
  }

  /** Returns a segment as one whose single action is its plan, filled up with zeros. */
  public static Segment asAction(Segment segment, int length) {
    return new Segment(
        segment.observations().select(new int[] {0, segment.length()}),
        Plans.of(List.of(segment), length),
        new FloatMatrix(1, 1),
        segment.end(),
        Optional.empty());
  }

  /**
   * Returns a law of plans: its mean fits stretches of the episodes by least squares, and its
   * deviations are those of {@code plans} around that mean.
   *
   * @param plans segments as {@link #asAction} makes them, of the law that is looked for
   * @throws org.prefbench.core.InvalidInputException if no episode is as long as a plan, or ends
   *     the task
   */
  public GaussianPolicy fit(
      List<Segment> episodes, int length, List<Segment> plans, TrainingContext context) {
    Seed seed = context.seed().child("plans");
    Stretches stretches = Stretches.of(episodes, length);
    int outputs = stretches.plans.columns();
    int inputs = stretches.observations.columns();
    GaussianPolicy initial =
        new GaussianPolicy(
            GaussianPolicy.Form.GAUSSIAN,
            Space.unbounded(outputs),
            Standardizer.of(stretches.observations),
            Mlp.initial(
                Mlp.sizes(inputs, hiddenSize, hiddenLayers, outputs),
                Activation.RELU,
                seed.child("weights")),
            new float[outputs]);
    FloatMatrix standardized = initial.standardizer().apply(stretches.observations);
    Learner learner = cloning.learner(context.ledger());
    GaussianHead head = new GaussianHead(learner, initial, false);
    learner.fitPart(
        cloning,
        cloning.batches(stretches.plans.rows(), seed),
        context.monitor().part("cloning-"),
        Objective.of(
            (pass, rows) ->
                head.logProbabilities(
                        pass, pass.rows(standardized, rows), pass.rows(stretches.plans, rows))
                    .neg()
                    .mean()));
    GaussianPolicy mean = head.policy();
    return mean.with(mean.network(), deviations(mean, plans));
  }

  /** Observations {@code [n, obs]} and the plans from there {@code [n, length * act]}. */
  private record Stretches(FloatMatrix observations, FloatMatrix plans) {
    static Stretches of(List<Segment> episodes, int length) {
      long steps = episodes.stream().mapToLong(Segment::length).sum();
      int stride = (int) (1 + (steps - 1) / MOST_STRETCHES);
      List<FloatMatrix> observations = new ArrayList<>();
      List<FloatMatrix> plans = new ArrayList<>();
      for (Segment episode : episodes) {
        // a task that is over takes no more actions; an episode that was cut off might have
        int starts = episode.length() - (episode.end() == End.TERMINATED ? 0 : length - 1);
        if (starts > 0) {
          int count = 1 + (starts - 1) / stride;
          FloatMatrix first = new FloatMatrix(count, episode.observations().columns());
          int act = episode.actions().columns();
          FloatMatrix plan = new FloatMatrix(count, length * act);
          for (int i = 0; i < count; i++) {
            int from = i * stride;
            int taken = Math.min(length, episode.length() - from);
            first.setRow(i, episode.observations().row(from));
            System.arraycopy(
                episode.actions().values(),
                from * act,
                plan.values(),
                i * plan.columns(),
                taken * act);
          }
          observations.add(first);
          plans.add(plan);
        }
      }
      Checks.require(
          !plans.isEmpty(),
          "plans of %d steps need episodes of as many, or such as end the task, got none in %d",
          length,
          episodes.size());
      return new Stretches(FloatMatrix.stack(observations), FloatMatrix.stack(plans));
    }
  }

  /** The logs of the root mean squares of what plans are off the mean. */
  private static float[] deviations(GaussianPolicy mean, List<Segment> plans) {
    FloatMatrix first =
        FloatMatrix.stack(plans.stream().map(plan -> plan.observations().slice(0, 1)).toList());
    FloatMatrix means = mean.network().evaluator().evaluate(mean.standardizer().apply(first));
    double[] squares = new double[means.columns()];
    for (int i = 0; i < means.rows(); i++) {
      for (int j = 0; j < squares.length; j++) {
        double off = plans.get(i).actions().get(0, j) - means.get(i, j);
        squares[j] += off * off / means.rows();
      }
    }
    float[] logStd = new float[squares.length];
    for (int j = 0; j < logStd.length; j++) {
      double log = 0.5 * StrictMath.log(squares[j]);
      logStd[j] =
          (float) Math.max(GaussianPolicy.MIN_LOG_STD, Math.min(GaussianPolicy.MAX_LOG_STD, log));
    }
    return logStd;
  }

  /** Returns the law of the first action of a plan, as a policy. */
  public static GaussianPolicy firstAction(GaussianPolicy plan, Space actions) {
    int size = actions.size();
    List<Integer> sizes = new ArrayList<>(plan.network().sizes());
    int outputs = sizes.set(sizes.size() - 1, size);
    int rows = sizes.get(sizes.size() - 2) + 1; // the last layer's inputs and its bias
    float[] all = plan.network().weights();
    int before = all.length - rows * outputs;
    float[] weights = Arrays.copyOf(all, before + rows * size);
    for (int row = 0; row < rows; row++) {
      System.arraycopy(all, before + row * outputs, weights, before + row * size, size);
    }
    return new GaussianPolicy(
        GaussianPolicy.Form.GAUSSIAN,
        actions,
        plan.standardizer(),
        new Mlp(sizes, plan.network().hidden(), plan.network().output(), weights),
        Arrays.copyOf(plan.logStd(), size));
  }
}
