package org.prefbench.generative;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Minibatches;
import org.prefbench.nn.Objective;
import org.prefbench.nn.Pass;
import org.prefbench.nn.Standardizer;

/**
 * The segments of labelled pairs as plans, first and second of pair after pair, and the training of
 * a flow that carries noise to them: what a {@link LabelledFlow} is made of.
 *
 * @param length steps of a plan
 * @param planScales of the plans
 * @param contextScales of the observations in which they begin
 * @param plans in these scales, {@code [2 pairs, length * act]}
 * @param contexts in these scales, {@code [2 pairs, obs]}
 */
public record LabelledPlans(
    int length,
    Standardizer planScales,
    Standardizer contextScales,
    FloatMatrix plans,
    FloatMatrix contexts) {

  /** Returns the plans of segments. */
  static LabelledPlans of(List<Segment> segments) {
    int length = segments.stream().mapToInt(Segment::length).max().orElseThrow();
    FloatMatrix starts =
        FloatMatrix.stack(segments.stream().map(s -> s.observations().slice(0, 1)).toList());
    Standardizer planScales = Plans.scales(segments, length);
    Standardizer contextScales = Standardizer.of(starts);
    return new LabelledPlans(
        length,
        planScales,
        contextScales,
        planScales.apply(Plans.of(segments, length)),
        contextScales.apply(starts));
  }

  /** What is minimised over some rows, with randomness of its own. */
  @FunctionalInterface
  public interface Loss {
    /**
     * Returns the loss.
     *
     * @param rows of plans
     * @param random the same at every look at held-out rows, so that their losses compare
     */
    NDArray of(Pass pass, NoiseFlow flow, int[] rows, RandomStream random);
  }

  /** Makes the map that acts of the one that was trained. */
  @FunctionalInterface
  public interface Finish {
    /** Returns the map. */
    FlowMap of(FlowMap trained);
  }

  /**
   * Returns a policy that plans by a flow from noise.
   *
   * @param conditions numbers that the velocity is given beside the context
   * @param executed how many actions of a plan are executed before the next plan
   */
  public FlowPolicy fit(
      FlowPlans settings,
      int conditions,
      int executed,
      Loss loss,
      Finish finish,
      TrainingContext context) {
    Seed seed = context.seed().child("flow");
    int d = plans.columns();
    Standardizer given = widened(contextScales, conditions);
    Mlp initial =
        Mlp.initial(
            Mlp.sizes(
                d + 1 + given.size(),
                settings.network().hiddenSize(),
                settings.network().hiddenLayers(),
                d),
            Activation.RELU,
            seed.child("weights"));
    Learner learner = settings.fitting().learner(context.ledger());
    NoiseFlow flow =
        new NoiseFlow(learner, new FlowMap(initial, planScales, given, settings.integration()));
    int pairs = plans.rows() / 2;
    Minibatches batches = settings.fitting().batches(pairs, seed);
    boolean[] trained = new boolean[pairs];
    for (int pair : batches.training()) {
      trained[pair] = true;
    }
    learner.fit(
        settings.fitting(),
        batches,
        context.monitor(),
        Objective.of(
            (pass, drawn) -> {
              Seed draw =
                  trained[drawn[0]]
                      ? seed.child("noise").child(learner.steps())
                      : seed.child("validation");
              return loss.of(pass, flow, rows(drawn), draw.generator());
            }),
        () -> FlowPlans.policy(finish.of(flow.map()), length, executed));
    return FlowPlans.policy(finish.of(flow.map()), length, executed);
  }

  /**
   * Returns a policy that plans by a flow from noise to the plans, each of which counts by its
   * weight.
   *
   * @param weights {@code [2 pairs]}
   */
  public FlowPolicy fitWeighted(
      FlowPlans settings, float[] weights, int executed, TrainingContext context) {
    return fit(
        settings,
        0,
        executed,
        (pass, flow, rows, random) ->
            flow.errors(
                    pass,
                    NoiseFlow.Draws.of(rows.length, plans.columns(), random),
                    plans.select(rows),
                    contexts.select(rows))
                .mul(pass.rows(weights, rows))
                .mean(),
        map -> map,
        context);
  }

  /**
   * Returns 2 P(y beats y')^sharpness of first and second of pair after pair, y' the other of the
   * pair, by Bradley and Terry.
   *
   * @param values of the same
   */
  public static float[] winRates(double[] values, double sharpness) {
    float[] weights = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      double wins = 1 / (1 + StrictMath.exp(values[i ^ 1] - values[i]));
      weights[i] = (float) (2 * StrictMath.pow(wins, sharpness));
    }
    return weights;
  }

  /** Returns both rows of each pair. */
  private static int[] rows(int... pairs) {
    int[] rows = new int[2 * pairs.length];
    for (int i = 0; i < pairs.length; i++) {
      rows[2 * i] = 2 * pairs[i];
      rows[2 * i + 1] = 2 * pairs[i] + 1;
    }
    return rows;
  }

  /** Returns the scales with numbers behind them that stay as they are. */
  static Standardizer widened(Standardizer scales, int conditions) {
    float[] mean = Arrays.copyOf(scales.mean(), scales.size() + conditions);
    float[] scale = Arrays.copyOf(scales.scale(), scales.size() + conditions);
    Arrays.fill(scale, scales.size(), scale.length, 1);
    return new Standardizer(mean, scale);
  }

  /** Refuses to execute more actions than a plan has. */
  static void checkExecuted(String method, int executed, int length) {
    Checks.require(
        executed <= length,
        "%s.rollout-frequency must be <= the segment length %d, got %d",
        method,
        length,
        executed);
  }
}
