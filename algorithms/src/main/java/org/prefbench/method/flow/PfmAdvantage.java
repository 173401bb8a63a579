package org.prefbench.method.flow;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
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
import org.prefbench.env.Space;
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
import org.prefbench.offline.ActionAdvantage;
import org.prefbench.offline.LearnedReward;
import org.prefbench.offline.LoggedSteps;
import org.prefbench.policy.Policy;

/**
 * Preference flow matching of single actions, from what was logged to what earns more (after Kim et
 * al. 2024, arXiv 2405.19806): it acts as the reference does, each of whose actions is moved by a
 * flow, and looks ahead neither in a simulator nor in a model of one. What is better is told by the
 * advantage that the logged steps have under a reward learned from the labels.
 *
 * <pre>
 * r        a {@link LearnedReward} of the labels,  A(s, a)  its {@link ActionAdvantage} in the log
 * y- = a   a logged action in s,  a_i = a + spread sigma e_i,  e_i ~ N(0, I),  i = 1 .. n,  sigma that of all logged actions
 * y+       = sum_i w_i a_i,       w_i ~ exp(A(s, a_i) / temperature)
 * L(theta) = E || v_theta(t, (1 - t) y- + t y+ | s) - (y+ - y-) ||^2 / d
 * </pre>
 *
 * <p>Where A is linear in the action with slope g, y+ - y- goes to (spread sigma)^2 g / temperature
 * as n grows: a step uphill, the longer the more is to be gained, and no step where actions tell
 * nothing of what follows.
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
      @Help("logged states that pairs are made in, >= 2") int states,
      @Help("actions that are weighed against each other in each, >= 1") int candidates,
      @Help("their distance to the logged one, in standard deviations of logged actions, > 0")
          double spread,
      @Help("how much better one must be to weigh e times as much, in those of advantages, > 0")
          double temperature,
      @Help("times that the flow is applied in a row, >= 1; the paper: 1, 5 for text") int reapply,
      @Inline LearnedReward reward,
      ActionAdvantage.Settings advantage,
      @Inline VelocityNetwork.Settings network,
      @Inline Integration integration,
      @Inline(without = {"warm-up", "max-gradient-norm"})
          @Help(of = "batch-size", value = "pairs per gradient step of the flow, >= 1")
          @Help(of = "validation-share", value = "share of the pairs held out, in [0, 0.5]")
          Fitting fitting) {
    /** Validates. */
    public Hyper {
      Checks.atLeast("states", states, 2);
      Checks.atLeast("candidates", candidates, 1);
      Checks.positive("spread", spread);
      Checks.positive("temperature", temperature);
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
            16,
            0.3,
            0.05,
            1,
            LearnedReward.defaults(),
            ActionAdvantage.Settings.defaults(),
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

  private static Policy train(Hyper hyper, TrainingInput input, TrainingContext context) {
    LoggedSteps log = LoggedSteps.of(input);
    ActionAdvantage advantage =
        ActionAdvantage.fit(log, hyper.reward.of(log, input, context), hyper.advantage, context);
    Seed seed = context.seed().child("flow");
    RandomStream random = seed.child("pairs").generator();
    int[] order = random.permutation(log.transitions().rows());
    int[] rows = Arrays.copyOf(order, Math.min(hyper.states, order.length));
    FloatMatrix states = log.transitions().observations().select(rows);
    FloatMatrix taken = log.transitions().actions().select(rows);
    FloatMatrix better =
        better(
            hyper,
            states,
            taken,
            Standardizer.of(log.transitions().actions()).scale(),
            log.actions(),
            advantage.evaluator()::of,
            random);
    return new Matching(hyper, states, taken, better, seed)
        .train(input.requireReference(), context);
  }

  /**
   * Returns y+ in every state, {@code [states, act]}.
   *
   * @param taken y-, {@code [states, act]}
   * @param sigma {@code [act]}
   * @param advantage of (states, actions)
   */
  static FloatMatrix better(
      Hyper hyper,
      FloatMatrix states,
      FloatMatrix taken,
      float[] sigma,
      Space space,
      BiFunction<FloatMatrix, FloatMatrix, double[]> advantage,
      RandomStream random) {
    FloatMatrix[] candidates = new FloatMatrix[hyper.candidates];
    double[][] logits = new double[hyper.candidates][];
    for (int i = 0; i < candidates.length; i++) {
      candidates[i] = taken.copy();
      for (int row = 0; row < taken.rows(); row++) {
        for (int j = 0; j < taken.columns(); j++) {
          double moved = taken.get(row, j) + hyper.spread * sigma[j] * random.nextGaussian();
          candidates[i].set(row, j, (float) space.clip(j, moved));
        }
      }
      logits[i] = advantage.apply(states, candidates[i]);
    }
    FloatMatrix better = new FloatMatrix(taken.rows(), taken.columns());
    for (int row = 0; row < taken.rows(); row++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (double[] logit : logits) {
        largest = Math.max(largest, logit[row]);
      }
      double total = 0;
      double[] sums = new double[taken.columns()];
      for (int i = 0; i < candidates.length; i++) {
        double weight = StrictMath.exp((logits[i][row] - largest) / hyper.temperature);
        total += weight;
        for (int j = 0; j < sums.length; j++) {
          sums[j] += weight * candidates[i].get(row, j);
        }
      }
      for (int j = 0; j < sums.length; j++) {
        better.set(row, j, (float) (sums[j] / total));
      }
    }
    return better;
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

    /** Returns the reference moved by the flow, or as it is where no flow is better than one. */
    Policy train(Policy reference, TrainingContext context) {
      Learner learner = hyper.fitting.learner(context.ledger());
      VelocityNetwork velocity =
          new VelocityNetwork(
              learner, hyper.network, sources.columns(), x.columns(), seed.child("weights"));
      Fitting.Result kept =
          learner.fit(
              hyper.fitting,
              batches,
              context.monitor(),
              Objective.beside(
                  (pass, rows) -> loss(pass, Optional.empty(), rows, learner.steps()),
                  (pass, rows) -> loss(pass, Optional.of(velocity), rows, learner.steps())),
              () -> moved(reference, velocity));
      return kept.untouched() ? reference : moved(reference, velocity);
    }

    private FlowedActions moved(Policy reference, VelocityNetwork velocity) {
      return new FlowedActions(
          reference,
          new FlowMap(velocity.read(), actions, contexts, hyper.integration),
          hyper.reapply);
    }

    /** Returns L on pairs; without a network that of v = 0. */
    private NDArray loss(Pass pass, Optional<VelocityNetwork> velocity, int[] rows, long step) {
      boolean validation = held[rows[0]];
      RandomStream random =
          (validation ? seed.child("validation") : seed.child("times").child(step)).generator();
      int[] drawn = new int[rows.length * (validation ? VALIDATION_DRAWS : 1)];
      Arrays.setAll(drawn, i -> rows[i % rows.length]);
      ProbabilityPath.Draws way = PATH.draw(sources.select(drawn), targets.select(drawn), random);
      NDArray truth = pass.array(way.velocities());
      return velocity
          .map(v -> v.at(pass, way.times(), way.points(), x.select(drawn)).sub(truth))
          .orElse(truth)
          .square()
          .mean();
    }
  }
}
