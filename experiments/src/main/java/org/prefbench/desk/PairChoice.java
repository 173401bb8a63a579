package org.prefbench.desk;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.prefbench.core.Checks;
import org.prefbench.core.Seed;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;
import org.prefbench.reward.RewardDisagreement;

/**
 * Which pairs of the folder are asked, one after the other: as they were drawn, or those on which
 * rewards that were learned from the answers so far disagree most, {@value #BATCH} at a time and
 * the first as they were drawn. A function of the answers alone, so that it is the same after a
 * restart and after an answer was taken back.
 */
final class PairChoice {
  static final int BATCH = 20; // pairs between two trainings
  private static final int MEMBERS = 3; // as in B-Pref

  private final PairOrder order;
  private final DeskFolder folder;
  private final String annotator;
  private final List<Query> slots; // whose pairs are ranks: the first that comes, the second ...
  private final Seed seed;
  private Optional<Batch> last = Optional.empty();

  /** What was chosen on the ground of some answers. */
  private record Batch(List<AnswerFile.Given> answers, List<Integer> pairs) {}

  PairChoice(DeskPlan plan, DeskFolder folder, String annotator) {
    Checks.require(
        plan.pairs() <= folder.pairs(),
        "%s holds %d pairs, of which %d cannot be asked",
        folder.path(),
        folder.pairs(),
        plan.pairs());
    this.folder = folder;
    this.annotator = annotator;
    order = plan.order();
    seed = plan.of(annotator);
    slots = QueryOrder.of(plan.pairs(), plan.repeats(), seed);
  }

  /** Returns the number of queries. */
  int total() {
    return slots.size();
  }

  /** Returns the pairs that were asked, in the order in which they first came. */
  private static List<Integer> asked(List<AnswerFile.Given> answers) {
    Set<Integer> pairs = new LinkedHashSet<>();
    answers.forEach(given -> pairs.add(given.query().pair()));
    return List.copyOf(pairs);
  }

  /** Returns whether a query with these answers before it may be the one that is given. */
  boolean allows(Query query, List<AnswerFile.Given> before) {
    if (before.size() >= slots.size()) {
      return false;
    }
    Query slot = slots.get(before.size());
    List<Integer> asked = asked(before);
    boolean again = slot.pair() < asked.size();
    int pair = query.pair();
    return query.left() == slot.left()
        && (order == PairOrder.RANDOM
            ? pair == slot.pair()
            : again ? pair == asked.get(slot.pair()) : !asked.contains(pair));
  }

  /** Returns the query that follows some answers, of which there is one. */
  Query next(List<AnswerFile.Given> answers) {
    Query slot = slots.get(answers.size());
    List<Integer> asked = asked(answers);
    int rank = slot.pair();
    if (order == PairOrder.RANDOM || rank < BATCH) {
      return slot;
    } else if (rank < asked.size()) {
      return new Query(asked.get(rank), slot.left());
    }
    int pair =
        batch(answers.subList(0, first(rank / BATCH * BATCH))).stream()
            .filter(one -> !asked.contains(one))
            .findFirst()
            .orElseThrow();
    return new Query(pair, slot.left());
  }

  /** Returns the number of the query in which a rank comes first. */
  private int first(int rank) {
    return IntStream.range(0, slots.size())
        .filter(i -> slots.get(i).pair() == rank)
        .findFirst()
        .orElseThrow();
  }

  private List<Integer> batch(List<AnswerFile.Given> answers) {
    if (last.isEmpty() || !last.get().answers.equals(answers)) {
      last = Optional.of(new Batch(List.copyOf(answers), chosen(answers)));
    }
    return last.get().pairs;
  }

  private List<Integer> chosen(List<AnswerFile.Given> answers) {
    Set<Integer> asked = Set.copyOf(asked(answers));
    List<Integer> candidates =
        IntStream.range(0, folder.pairs())
            .filter(pair -> !asked.contains(pair))
            .boxed()
            .collect(Collectors.toCollection(ArrayList::new));
    List<PreferencePair> labelled = folder.labelled(annotator, answers);
    if (labelled.stream().allMatch(pair -> Double.isNaN(pair.label().probabilityFirst()))) {
      return candidates.subList(0, Math.min(BATCH, candidates.size())); // all skipped
    }
    RewardDisagreement disagreement =
        RewardDisagreement.fit(
            new PreferenceDataset(folder.environment(), labelled, folder.provenance()),
            MEMBERS,
            seed.child("rewards").child(answers.size()));
    double[] scores = new double[folder.pairs()];
    for (int pair : candidates) {
      scores[pair] = disagreement.of(folder.shown(new Query(pair, Query.Side.FIRST)));
    }
    candidates.sort(
        Comparator.comparingDouble((Integer pair) -> -scores[pair]).thenComparing(pair -> pair));
    return List.copyOf(candidates.subList(0, Math.min(BATCH, candidates.size())));
  }
}
