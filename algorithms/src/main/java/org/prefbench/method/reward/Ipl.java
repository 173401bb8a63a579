package org.prefbench.method.reward;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.LabelledPairs;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.core.RandomStream;
import org.prefbench.dataset.Segment;
import org.prefbench.nn.Losses;
import org.prefbench.nn.Pass;
import org.prefbench.offline.LoggedSteps;
import org.prefbench.policy.Policy;
import org.prefbench.preference.PreferencePair;
import org.prefbench.rl.ImplicitLearning;
import org.prefbench.rl.Iql;

/**
 * Inverse preference learning (Hejna and Sadigh 2023, arXiv 2305.15363): the critics of implicit
 * Q-learning are fitted to the labels themselves, through the reward that they imply.
 *
 * <pre>
 * r_Q(s, a, s') = Q(s, a) - gamma c V(s')                    c = 0 where the task terminated, else 1
 * z             = sum_t r_Q(first) - sum_t r_Q(second)
 * L(Q_k)        = - E [ p log sigmoid(z) + (1 - p) log sigmoid(-z) ]
 *                 + lambda / 2 [ (E_first r_Q^2 + E_second r_Q^2) / 2 + E_log r_Q^2 ]
 * V, pi         as in {@link Iql}, on steps of the pairs and of the log, half and half
 * </pre>
 *
 * <p>The square fixes the constant that the labels leave open: rewards are 0 on average where no
 * label says else, and bounded, so that V(s') is kept in +- 1 / (lambda (1 - gamma)). Derivatives
 * go through Q(s, a) alone.
 *
 * <p>Differs from the paper: segments are taken whole, not as random stretches of them; the end of
 * a task is one here, and not in the code; observations are standardised. p is 1/2 in a tie.
 */
public final class Ipl implements AlgorithmFactory<Ipl.Hyper> {
  /** The settings. */
  public record Hyper(
      @Help("weight of the squares of the implied rewards, > 0 (IPL: 0.5)") double lambda,
      @Help("labelled pairs per update, beside batch-size steps of the log, >= 1 (IPL: 8)")
          int pairsPerUpdate,
      @Inline Iql.Settings learning) {
    /** Validates. */
    public Hyper {
      Checks.positive("lambda", lambda);
      Checks.atLeast("pairs-per-update", pairsPerUpdate, 1);
    }
  }

  @Override
  public String id() {
    return "ipl";
  }

  @Override
  public String title() {
    return "Inverse preference learning, without a reward model (Hejna and Sadigh 2023, arXiv 2305.15363)";
  }

  @Override
  public Family family() {
    return Family.OFFLINE;
  }

  @Override
  public Hyper defaults() {
    return new Hyper(0.5, 8, Iql.Settings.defaults());
  }

  @Override
  public Set<Needs> needs(Hyper hyper) {
    return Set.of();
  }

  @Override
  public void check(Hyper hyper, Prospect prospect) {
    prospect.requirePairs(id());
  }

  @Override
  public Algorithm create(Hyper hyper) {
    return (input, context) -> train(hyper, input, context);
  }

  private static Policy train(Hyper hyper, TrainingInput input, TrainingContext context) {
    List<PreferencePair> pairs = LabelledPairs.of(input.preferences());
    Checks.require(
        !pairs.isEmpty(),
        "ipl needs a labelled pair, got none in %d pairs of %s",
        input.preferences().pairs().size(),
        input.preferences().environment());
    List<Segment> segments = new ArrayList<>(LabelledPairs.segments(pairs));
    int labelled = segments.stream().mapToInt(Segment::length).sum();
    segments.addAll(input.trajectories().episodes());
    LoggedSteps steps = LoggedSteps.of(segments, input.environment().actions());
    Table table = new Table(hyper, pairs, steps, context);
    RandomStream random = context.seed().child("batches").generator();
    table.learning.run(
        context.monitor(),
        () -> {
          int[] drawn = new int[hyper.pairsPerUpdate];
          Arrays.setAll(drawn, i -> random.nextInt(pairs.size()));
          int[] rows = table.rows(drawn);
          int[] log = table.learning.draw(random, labelled, steps.transitions().rows());
          table.learning.learnValue(rows, log);
          double loss =
              table.learning.critics().learner().step(pass -> table.loss(pass, drawn, rows, log));
          table.learning.learnActor(rows, log);
          return loss;
        });
    return table.learning.policy();
  }

  /** The steps of pairs and log, and where the pairs are among them. */
  private static final class Table {
    private final Hyper hyper;
    private final ImplicitLearning learning;
    private final FloatMatrix actions;
    private final float[] probabilityFirst;
    private final int[] starts; // of the first segment of each pair, and the end of the last
    private final int[] middles; // of the second

    Table(Hyper hyper, List<PreferencePair> pairs, LoggedSteps steps, TrainingContext context) {
      this.hyper = hyper;
      learning =
          new ImplicitLearning(hyper.learning, steps.transitions(), steps.actions(), context);
      actions = steps.transitions().actions();
      probabilityFirst = new float[pairs.size()];
      starts = new int[pairs.size() + 1];
      middles = new int[pairs.size()];
      for (int i = 0; i < pairs.size(); i++) {
        probabilityFirst[i] = (float) pairs.get(i).label().probabilityFirst();
        middles[i] = starts[i] + pairs.get(i).first().length();
        starts[i + 1] = middles[i] + pairs.get(i).second().length();
      }
    }

    /** The rows of the steps of some pairs. */
    int[] rows(int... drawn) {
      return Arrays.stream(drawn)
          .flatMap(pair -> IntStream.range(starts[pair], starts[pair + 1]))
          .toArray();
    }

    NDArray loss(Pass pass, int[] drawn, int[] rows, int[] log) {
      FloatMatrix signs = new FloatMatrix(drawn.length, rows.length); // z = signs r_Q
      FloatMatrix shares = new FloatMatrix(1, rows.length); // sides of all lengths weigh the same
      int firsts = Arrays.stream(drawn).map(pair -> middles[pair] - starts[pair]).sum();
      for (int i = 0, at = 0; i < drawn.length; i++) {
        int pair = drawn[i];
        for (int row = starts[pair]; row < starts[pair + 1]; row++, at++) {
          boolean first = row < middles[pair];
          signs.set(i, at, first ? 1 : -1);
          shares.set(0, at, 0.5f / (first ? firsts : rows.length - firsts));
        }
      }
      NDArray implied = implied(pass, rows); // [critics, rows]
      NDArray z = implied.reshape(-1, 1, rows.length).mul(pass.array(signs)).sum(new int[] {2});
      NDArray squares =
          implied
              .square()
              .mul(pass.array(shares))
              .sum(new int[] {1})
              .add(implied(pass, log).square().mean(new int[] {1}));
      return Losses.logistic(z, pass.rows(probabilityFirst, drawn))
          .mean(new int[] {1})
          .add(squares.mul(pass.scalar((float) hyper.lambda / 2)))
          .sum();
    }

    /** r_Q of every critic {@code [critics, rows]}. */
    private NDArray implied(Pass pass, int[] rows) {
      double largest = 1 / (hyper.lambda * (1 - hyper.learning.discount()));
      NDArray next = pass.fixed(() -> learning.nextValues(pass, rows, largest));
      NDArray inputs = pass.array(learning.observations(rows).beside(actions.select(rows)));
      return learning.critics().values(pass, inputs).sub(next);
    }
  }
}
