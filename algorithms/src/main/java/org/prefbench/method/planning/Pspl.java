package org.prefbench.method.planning;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.nn.Standardizer;
import org.prefbench.preference.Label;
import org.prefbench.preference.PairSampler;
import org.prefbench.preference.PreferencePair;
import org.prefbench.preference.Query;
import org.prefbench.reward.LinearPosterior;
import org.prefbench.reward.LinearReward;
import org.prefbench.reward.QueryStrategy;

/**
 * Best policy learning from trajectory preference feedback by posterior sampling (Agnihotri et al.
 * 2025, "PSPL", arXiv 2501.18873): it asks a teacher about pairs of its own choice, keeps what the
 * answers say of the reward as a law, and ends with the policy that is best under its mode.
 *
 * <pre>
 * a reward theta has as its policy: of n roll-outs y of the reference, the largest theta . f(y)
 * query q: at a start, theta_1 and theta_2 from the posterior; ask about their policies' roll-outs
 * law of theta after the answers: Laplace's approximation, see {@link LinearPosterior}
 * </pre>
 *
 * <p>f is the sum over the steps of 1, the standardised observation and action and their squares.
 * {@code strategy} has rivals that choose the two roll-outs in other ways, from the same candidates
 * at the same starts, so what differs is the choice alone; see {@link QueryStrategy}. What is lost
 * against the exact best of n ({@code best-of-n}) is the simple regret.
 *
 * <p>Differs from the paper: the dynamics are those of the simulator and not sampled; a policy is
 * one of look-ahead, and the two that are compared start from the state of a labelled pair, where
 * they share their candidates; the given pairs' labels are the prior's data only with {@code
 * informed}. With {@code queries: 0} it asks as often as there are given pairs, so that it has as
 * many labels as methods that learn from these.
 */
public final class Pspl implements AlgorithmFactory<Pspl.Hyper> {
  /** The settings. */
  public record Hyper(
      @Help("answers that the teacher is asked for, >= 0; 0 asks for as many as there are pairs")
          int queries,
      @Help("how queries are chosen: top-two (the paper), uniform, disagreement, entropy, k-centre")
          QueryStrategy strategy,
      @Help("whether the labels of the given pairs are known beforehand (paper: they are)")
          boolean informed,
      @Help("roll-outs of the reference that a policy chooses from, >= 2") int candidates,
      @Help("actions executed per plan, >= 1") int rolloutFrequency,
      @Help("standard deviation of the weights of the reward before any answer, > 0") double prior,
      @Help("log-odds of an answer per unit of reward, > 0") double rationality) {
    /** Validates. */
    public Hyper {
      Checks.atLeast("queries", queries, 0);
      Checks.atLeast("candidates", candidates, 2);
      Checks.atLeast("rollout-frequency", rolloutFrequency, 1);
      Checks.positive("prior", prior);
      Checks.positive("rationality", rationality);
    }
  }

  @Override
  public String id() {
    return "pspl";
  }

  @Override
  public String title() {
    return "Best policy learning by posterior sampling of rewards (Agnihotri et al. 2025, arXiv 2501.18873)";
  }

  @Override
  public Family family() {
    return Family.PLANNING;
  }

  @Override
  public Hyper defaults() {
    return new Hyper(0, QueryStrategy.TOP_TWO, false, 8, 1, 1, 10);
  }

  @Override
  public Set<Needs> needs(Hyper hyper) {
    return EnumSet.of(Needs.TRAINING_SIMULATOR, Needs.TEACHER, Needs.LOOK_AHEAD);
  }

  @Override
  public void check(Hyper hyper, Prospect prospect) {
    prospect.requirePairs(id());
    prospect.requireReference(id());
    checkExecuted(hyper, prospect.segmentLength().orElseThrow());
  }

  private static void checkExecuted(Hyper hyper, int length) {
    Checks.require(
        hyper.rolloutFrequency <= length,
        "pspl.rollout-frequency must be <= the segment length %d, got %d",
        length,
        hyper.rolloutFrequency);
  }

  @Override
  public Algorithm create(Hyper hyper) {
    return (input, context) -> train(hyper, input, context);
  }

  private static LinearPlanner train(Hyper hyper, TrainingInput input, TrainingContext context) {
    List<PreferencePair> pairs = input.preferences().pairs();
    int length = pairs.stream().mapToInt(PreferencePair::length).max().orElseThrow();
    checkExecuted(hyper, length);
    Standardizer scales =
        Standardizer.of(
            FloatMatrix.stack(
                input.trajectories().episodes().stream()
                    .map(e -> e.observations().slice(0, e.length()).beside(e.actions()))
                    .toList()));
    LinearPosterior posterior =
        new LinearPosterior(LinearReward.size(scales), hyper.prior, hyper.rationality);
    if (hyper.informed) {
      pairs.forEach(pair -> observe(posterior, pair, scales, length));
    }
    int queries = hyper.queries > 0 ? hyper.queries : pairs.size();
    for (int q = 0; q < queries; q++) {
      Seed seed = context.seed().child("query").child(q);
      RandomStream random = seed.generator();
      List<Segment> rolledOut =
          candidates(hyper, input, pairs.get(random.nextInt(pairs.size())), length, seed);
      double[][] features =
          rolledOut.stream().map(s -> features(s, scales, length)).toArray(double[][]::new);
      int[] chosen = hyper.strategy.choose(features, posterior, random);
      Query query =
          new Query(rolledOut.get(chosen[0]), rolledOut.get(chosen[1]), seed.child("answer"));
      PreferencePair answer = input.requireTeacher().answer(List.of(query)).get(0);
      observe(posterior, answer, scales, length);
      context.monitor().progress(q + 1, queries);
      if (context.monitor().checkpointDue(q + 1, queries)) {
        LinearPlanner now = planner(hyper, input, length, scales, posterior);
        context.monitor().checkpoint(q + 1, queries, Double.NaN, () -> now);
      }
    }
    return planner(hyper, input, length, scales, posterior);
  }

  private static LinearPlanner planner(
      Hyper hyper,
      TrainingInput input,
      int length,
      Standardizer scales,
      LinearPosterior posterior) {
    LinearReward reward = new LinearReward(scales, posterior.mode());
    return new LinearPlanner(
        input.requireReference(), hyper.candidates, length, hyper.rolloutFrequency, reward);
  }

  /** Roll-outs of the reference from where a pair starts. */
  private static List<Segment> candidates(
      Hyper hyper, TrainingInput input, PreferencePair pair, int length, Seed seed) {
    double[] start =
        pair.first()
            .states()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "pspl needs pairs with simulator states to start from"))
            .row(0);
    double[][] starts = new double[hyper.candidates][];
    Arrays.fill(starts, start);
    return PairSampler.rollOut(
        input.requireSimulator(),
        input.requireReference(),
        starts,
        length,
        seed.children(0, hyper.candidates, "candidate"));
  }

  private static double[] features(Segment segment, Standardizer scales, int length) {
    return LinearReward.features(scales, segment.observations(), segment.actions(), length);
  }

  private static void observe(
      LinearPosterior posterior, PreferencePair pair, Standardizer scales, int length) {
    if (pair.label() != Label.SKIP) {
      posterior.observe(
          QueryStrategy.less(
              features(pair.first(), scales, length), features(pair.second(), scales, length)),
          pair.label().probabilityFirst());
    }
  }
}
