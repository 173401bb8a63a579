package org.prefbench.method.advantage;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.DeclaredMethod;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.flow.Integration;
import org.prefbench.flow.OdeMethod;
import org.prefbench.flow.ProbabilityPath;
import org.prefbench.flow.StraightPath;
import org.prefbench.generative.FlowMap;
import org.prefbench.generative.VelocityNetwork;
import org.prefbench.generative.action.FlowedActions;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Minibatches;
import org.prefbench.nn.Objective;
import org.prefbench.nn.Pass;
import org.prefbench.nn.Schedule;
import org.prefbench.nn.Standardizer;
import org.prefbench.offline.LearnedReward;
import org.prefbench.offline.LoggedSteps;
import org.prefbench.policy.Policy;
import org.prefbench.rl.AdvantageWeights;

/**
 * Preference flow matching of single actions, from what was logged to what earned more (after Kim
 * et al. 2024, arXiv 2405.19806): it acts as the reference does, each of whose actions is moved by
 * a flow, and looks ahead neither in a simulator nor in a model of one. What earned more is told by
 * the advantages of the logged steps under a reward learned from the labels.
 *
 * <pre>
 * r        a {@link LearnedReward} of the labels,  A_t  its {@link LoggedAdvantages}
 * y- = a   a logged action in s,    y+ = a + shift(s)   by the {@link WeightedShift} of weights exp(temperature A_t)
 * L(theta) = E || v_theta(t, (1 - t) y- + t y+ | s) - (y+ - y-) ||^2 / d
 * </pre>
 *
 * <p>y+ is moved into the bounds. What {@code p-awr} makes of the same weights by the gradient of a
 * policy's likelihood, a flow makes here of a policy that shows nothing but its actions.
 *
 * <p>Differs from the paper: pairs are made, as many as wanted, and the labels reach them by way of
 * reward and advantage; a plan is one action, so that there is nothing to roll out.
 */
public final class PfmAdvantage extends DeclaredMethod<PfmAdvantage.Hyper> {
  private static final ProbabilityPath PATH = new StraightPath(0);

  /** Held-out pairs are few: each is looked at more than once. */
  private static final int VALIDATION_DRAWS = 4;

  /** The settings. */
  public record Hyper(
      @Help("logged steps that pairs are made of, >= 2") int pairs,
      @Help("times that the flow is applied in a row, >= 1; the paper: 1, 5 for text") int reapply,
      @Inline AdvantageWeights weights,
      @Inline LearnedReward reward,
      LoggedAdvantages.Settings advantage,
      @Inline VelocityNetwork.Settings network,
      @Inline Integration integration,
      @Inline(without = {"warm-up", "max-gradient-norm"})
          @Help(of = "batch-size", value = "pairs per gradient step of the flow, >= 1")
          @Help(of = "validation-share", value = "share of the pairs held out, in [0, 0.5]")
          Fitting fitting) {
    /** Validates. */
    public Hyper {
      Checks.atLeast("pairs", pairs, 2);
      Checks.atLeast("reapply", reapply, 1);
    }
  }

  /** Creates the method. */
  public PfmAdvantage() {
    super(
        "pfm-advantage",
        "Preference flow matching of actions by learned advantages of the log (after Kim et al. 2024, arXiv 2405.19806)",
        Family.FLOW,
        new Hyper(
            20_000,
            1,
            new AdvantageWeights(3, 20),
            LearnedReward.defaults(),
            LoggedAdvantages.Settings.defaults(),
            new VelocityNetwork.Settings(128, 3),
            new Integration(OdeMethod.MIDPOINT, 5, 1e-4),
            Fitting.of(1e-3, Schedule.COSINE, 256, 3_000, 0.1).keeping(Fitting.Keep.BEST)));
  }

  @Override
  public Set<Needs> needs(Hyper hyper) {
    return Set.of();
  }

  @Override
  public void check(Hyper hyper, Prospect prospect) {
    prospect.requirePairs(id());
    prospect.requireReference(id());
  }

  @Override
  public Algorithm create(Hyper hyper) {
    return (input, context) -> train(hyper, input, context);
  }

  private static FlowedActions train(Hyper hyper, TrainingInput input, TrainingContext context) {
    LoggedSteps log = LoggedSteps.of(input);
    float[] advantages =
        LoggedAdvantages.of(log, hyper.reward.of(log, input, context), hyper.advantage, context);
    WeightedShift shift =
        WeightedShift.fit(log, advantages, hyper.weights, hyper.advantage, context);
    Seed seed = context.seed().child("flow");
    int[] order = seed.child("pairs").generator().permutation(advantages.length);
    int[] rows = Arrays.copyOf(order, Math.min(hyper.pairs, order.length));
    FloatMatrix states = log.transitions().observations().select(rows);
    FloatMatrix taken = log.transitions().actions().select(rows);
    FloatMatrix better = shift.of(states);
    for (int i = 0; i < better.rows(); i++) {
      for (int j = 0; j < better.columns(); j++) {
        double moved = taken.get(i, j) + (double) better.get(i, j);
        better.set(i, j, (float) log.actions().clip(j, moved));
      }
    }
    return new Matching(hyper, states, taken, better, seed)
        .train(input.requireReference(), context);
  }

  /** The training of the flow from y- to y+. Used once. */
  private static final class Matching {
    private final Hyper hyper;
    private final Seed seed;
    private final Standardizer actions;
    private final Standardizer contexts;
    private final FloatMatrix sources; // y-, scaled
    private final FloatMatrix targets; // y+, scaled
    private final FloatMatrix x;
    private final Minibatches batches;
    private final boolean[] held;

    Matching(Hyper hyper, FloatMatrix states, FloatMatrix taken, FloatMatrix better, Seed seed) {
      this.hyper = hyper;
      this.seed = seed;
      actions = Standardizer.of(taken);
      contexts = Standardizer.of(states);
      sources = actions.apply(taken);
      targets = actions.apply(better);
      x = contexts.apply(states);
      batches = hyper.fitting.batches(states.rows(), seed);
      held = new boolean[states.rows()];
      Arrays.fill(held, true);
      for (int row : batches.training()) {
        held[row] = false;
      }
    }

    /** Returns the reference moved by the flow. */
    FlowedActions train(Policy reference, TrainingContext context) {
      Learner learner = hyper.fitting.learner(context.ledger());
      VelocityNetwork velocity =
          new VelocityNetwork(
              learner, hyper.network, sources.columns(), x.columns(), seed.child("weights"));
      learner.fit(
          hyper.fitting,
          batches,
          context.monitor(),
          Objective.of((pass, rows) -> loss(pass, velocity, rows, learner.steps())),
          () -> moved(reference, velocity));
      return moved(reference, velocity);
    }

    private FlowedActions moved(Policy reference, VelocityNetwork velocity) {
      return new FlowedActions(
          reference,
          new FlowMap(velocity.read(), actions, contexts, hyper.integration),
          hyper.reapply);
    }

    /** Returns L on pairs. */
    private NDArray loss(Pass pass, VelocityNetwork velocity, int[] rows, long step) {
      boolean validation = held[rows[0]];
      RandomStream random =
          (validation ? seed.child("validation") : seed.child("times").child(step)).generator();
      int[] drawn = new int[rows.length * (validation ? VALIDATION_DRAWS : 1)];
      Arrays.setAll(drawn, i -> rows[i % rows.length]);
      ProbabilityPath.Draws way = PATH.draw(sources.select(drawn), targets.select(drawn), random);
      return velocity
          .at(pass, way.times(), way.points(), x.select(drawn))
          .sub(pass.array(way.velocities()))
          .square()
          .mean();
    }
  }
}
