package org.prefbench.method.reward;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.LabelledPairs;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.Inline;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.offline.LearnedReward;
import org.prefbench.offline.LoggedSteps;
import org.prefbench.offline.OfflineMethod;
import org.prefbench.offline.Relabelling;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;
import org.prefbench.preference.Query;
import org.prefbench.preference.Teacher;
import org.prefbench.reward.PositiveReward;
import org.prefbench.reward.RankedLists;
import org.prefbench.rl.Iql;
import org.prefbench.rl.OfflineLearner;
import org.prefbench.segment.PairArrays;

/**
 * Listwise reward estimation (Choi et al. 2024, "LiRE", arXiv 2408.04190): a teacher is asked where
 * segments belong in ranked lists, all pairs of a list are learned from, then implicit Q-learning.
 *
 * <pre>
 * lists   segment after segment is inserted by bisection, see {@link RankedLists}
 * r       as in {@link PositiveReward}: P(first wins) = phi(first) / (phi(first) + phi(second))
 * r'(s,a) = scale r(s, a) + shift                   for every logged step
 * pi      as in {@link Iql} on (s, a, r', s')
 * </pre>
 *
 * <p>It asks a teacher of its own accord, as often as there are labelled pairs unless told
 * otherwise, about the segments of these pairs; their labels are not read. A list of 100 answers
 * has about 26 segments, so about 330 pairs.
 *
 * <p>Differs from the paper: an item that may not be paid for to the end is not begun; the step
 * size falls along a half cosine, not by 0.9 every ten epochs; the rewards' unit is that of {@code
 * p-iql}, with the smallest at 0, where the paper's lie between 0 and 1.
 */
public final class Lire extends OfflineMethod<Lire.Hyper> {
  /** The settings. */
  public record Hyper(
      @Inline RankedLists.Budget budget,
      PositiveReward.Setting reward,
      @Inline Relabelling relabelling,
      @Inline Iql.Settings learning) {}

  /** Creates the method. */
  public Lire() {
    super(
        "lire",
        "Reward of lists that a teacher ranks, then implicit Q-learning (Choi et al. 2024, arXiv 2408.04190)",
        Family.OFFLINE,
        new Hyper(
            new RankedLists.Budget(0, 100),
            PositiveReward.Setting.defaults(),
            LearnedReward.defaults().relabelling(),
            Iql.Settings.defaults()));
  }

  @Override
  public Set<Needs> needs(Hyper hyper) {
    return Set.of(Needs.TEACHER);
  }

  @Override
  protected float[] rewards(
      Hyper hyper, LoggedSteps steps, TrainingInput input, TrainingContext context) {
    List<PreferencePair> ranked = ranked(hyper.budget, input, context.seed().child("lists"));
    Checks.require(!ranked.isEmpty(), "lire needs two segments that it may ask about, got fewer");
    PositiveReward reward =
        PositiveReward.fit(
            PairArrays.of(
                new PreferenceDataset(input.preferences().environment(), ranked, Map.of())),
            hyper.reward,
            context);
    return hyper.relabelling.of(steps, reward::rewards);
  }

  /** Returns the pairs of the lists. */
  private static List<PreferencePair> ranked(
      RankedLists.Budget budget, TrainingInput input, Seed seed) {
    List<PreferencePair> pairs = LabelledPairs.of(input.preferences());
    List<Segment> given = LabelledPairs.segments(pairs);
    Checks.require(
        given.stream().allMatch(segment -> segment.states().isPresent()),
        "lire needs pairs with simulator states to ask a teacher about");
    List<Segment> segments =
        Arrays.stream(seed.child("order").generator().permutation(given.size()))
            .mapToObj(given::get)
            .toList();
    Teacher teacher = input.requireTeacher();
    return RankedLists.ask(
            segments.size(),
            budget.queries() > 0 ? budget.queries() : pairs.size(),
            budget.queriesPerList(),
            (first, second, query) ->
                teacher
                    .answer(
                        List.of(
                            new Query(
                                segments.get(first),
                                segments.get(second),
                                seed.child("answer").child(query))))
                    .get(0)
                    .label())
        .pairs(segments);
  }

  @Override
  protected OfflineLearner learner(Hyper hyper) {
    return new Iql(hyper.learning);
  }
}
