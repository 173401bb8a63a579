package org.prefbench.generative;

import java.util.ArrayList;
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
import org.prefbench.flow.Integration;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Minibatches;
import org.prefbench.nn.Objective;
import org.prefbench.nn.Standardizer;

/**
 * The law of open-loop plans y = (a_1 .. a_k) given the state in which they begin, as a flow from
 * noise. These are the settings by which one is fitted to stretches of data.
 */
public record FlowPlans(
    @Inline
        @Help(of = "hidden-size", value = "width of the flow's hidden layers, >= 1")
        @Help(of = "hidden-layers", value = "number of its hidden ReLU layers, >= 1")
        VelocityNetwork.Settings network,
    @Inline Integration integration,
    @Inline(without = {"warm-up", "max-gradient-norm"})
        @Help(of = "batch-size", value = "stretches of data per step, >= 1")
        @Help(of = "validation-share", value = "share of the stretches held out, in [0, 0.5]")
        Fitting fitting) {
  /** No more stretches of data than this, evenly spaced: a matter of memory. */
  private static final int MOST_STRETCHES = 200_000;

  /**
   * Returns a policy that plans by the law of the stretches of {@code length} steps in the
   * episodes; draws from {@code context.seed().child("plans")}. A stretch that ends the task is
   * filled up with zero actions.
   *
   * @param executed how many actions of a plan are executed before the next plan
   * @throws org.prefbench.core.InvalidInputException if no episode is as long as a plan, or ends
   *     the task
   */
  public FlowPolicy fit(List<Segment> episodes, int length, int executed, TrainingContext context) {
    Seed seed = context.seed().child("plans");
    List<Segment> stretches = stretches(episodes, length);
    FloatMatrix starts =
        FloatMatrix.stack(stretches.stream().map(s -> s.observations().slice(0, 1)).toList());
    Standardizer planScales = Plans.scales(stretches, length);
    Standardizer contextScales = Standardizer.of(starts);
    FloatMatrix contexts = contextScales.apply(starts);
    FloatMatrix plans = planScales.apply(Plans.of(stretches, length));
    int d = plans.columns();
    Mlp initial =
        Mlp.initial(
            Mlp.sizes(
                FlowMap.inputs(d, contexts.columns()),
                network.hiddenSize(),
                network.hiddenLayers(),
                d),
            Activation.RELU,
            seed.child("weights"));
    Learner learner = fitting.learner(context.ledger());
    NoiseFlow flow =
        new NoiseFlow(learner, new FlowMap(initial, planScales, contextScales, integration));
    Minibatches batches = fitting.batches(plans.rows(), seed);
    boolean[] trained = new boolean[plans.rows()];
    for (int row : batches.training()) {
      trained[row] = true;
    }
    learner.fit(
        fitting,
        batches,
        context.monitor(),
        Objective.of(
            (pass, rows) -> {
              // the same draws at every look at held-out rows, so that their losses compare
              Seed draw =
                  trained[rows[0]]
                      ? seed.child("noise").child(learner.steps())
                      : seed.child("validation");
              RandomStream random = draw.generator();
              return flow.errors(
                      pass,
                      NoiseFlow.Draws.of(rows.length, d, random),
                      plans.select(rows),
                      contexts.select(rows))
                  .mean();
            }),
        () -> policy(flow.map(), length, executed));
    return policy(flow.map(), length, executed);
  }

  /** Returns the policy that plans by a map of noise. */
  public static FlowPolicy policy(FlowMap map, int length, int executed) {
    return new FlowPolicy(new NoisePlans(map.segments(), true), length, List.of(map), executed);
  }

  private static List<Segment> stretches(List<Segment> episodes, int length) {
    long steps = episodes.stream().mapToLong(Segment::length).sum();
    int stride = (int) (1 + (steps - 1) / MOST_STRETCHES);
    List<Segment> result = new ArrayList<>();
    for (Segment episode : episodes) {
      // a task that is over takes no more actions; an episode that was cut off might have
      int last = episode.length() - (episode.end() == End.TERMINATED ? 1 : length);
      for (int from = 0; from <= last; from += stride) {
        result.add(episode.slice(from, Math.min(from + length, episode.length())));
      }
    }
    Checks.require(
        !result.isEmpty(),
        "plans of %d steps need episodes of as many, or such as end the task, got none in %d",
        length,
        episodes.size());
    return result;
  }
}
