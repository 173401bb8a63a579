package org.prefbench.claims;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.prefbench.core.Seed;
import org.prefbench.statistics.BetweenTrainings;
import org.prefbench.statistics.BetweenTrainings.Score;
import org.prefbench.store.TrialRow;
import org.prefbench.study.Claim;
import org.prefbench.study.Study;

/**
 * What a claim that one method is steadier than another is decided by: the scores of either with
 * the spread of the episodes that they are means of, in points of normalised score.
 *
 * @param own scores of the method, {@code [task][run]}
 * @param other scores of the one that it is compared with
 * @param missing what some tasks lack, in phrases
 */
record Steadiness(List<Score[]> own, List<Score[]> other, List<String> missing) {

  /** Returns what the results of a study hold for or against a claim whose rows it has. */
  static Steadiness of(Claim claim, ClaimData data) {
    List<Score[]> own = new ArrayList<>();
    List<Score[]> other = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Study.Task task : data.tasks(claim.tasks())) {
      double points = pointsPerReturn(data.scored(task.label()));
      List<Score[]> sides =
          claim.methods().stream()
              .map(
                  label ->
                      data.trials(task.label(), label).values().stream()
                          .map(row -> score(row, points))
                          .toArray(Score[]::new))
              .toList();
      Optional<String> lack = lack(claim, task, sides);
      lack.ifPresent(missing::add);
      if (lack.isEmpty()) {
        own.add(sides.get(0));
        other.add(sides.get(1));
      }
    }
    return new Steadiness(own, other, missing);
  }

  /** Returns how many runs there are of both. */
  int runs() {
    return Stream.of(own, other).flatMap(List::stream).mapToInt(scores -> scores.length).sum();
  }

  /** Returns whether there are several runs of either on every task. */
  boolean comparable() {
    return Stream.of(own, other).flatMap(List::stream).allMatch(scores -> scores.length > 1);
  }

  /** Returns that the scores of one of the two do not spread at all, if it is so. */
  Optional<String> constant(Claim claim) {
    if (!comparable() || left().spread() > 0 && right().spread() > 0) {
      return Optional.empty();
    }
    int side = left().spread() > 0 ? 1 : 0;
    return Optional.of("no spread in the scores of " + claim.methods().get(side));
  }

  BetweenTrainings left() {
    return BetweenTrainings.of(own.toArray(Score[][]::new));
  }

  BetweenTrainings right() {
    return BetweenTrainings.of(other.toArray(Score[][]::new));
  }

  BetweenTrainings.Ratio ratio(Claim claim, double level) {
    return left().over(right(), level, new Seed(0).child("steadier").child(claim.id()));
  }

  private static Score score(TrialRow row, double points) {
    TrialRow.Outcome outcome = row.outcome();
    return new Score(row.score(), points * outcome.returnStd(), outcome.episodes());
  }

  /**
   * Returns the points of score for a unit of return. A score is a linear function of the return,
   * so the two rows furthest apart tell; rows that are all alike have no spread to scale.
   */
  private static double pointsPerReturn(Collection<TrialRow> rows) {
    TrialRow least = null;
    TrialRow most = null;
    for (TrialRow row : rows) {
      double mean = row.outcome().returnMean();
      least = least == null || mean < least.outcome().returnMean() ? row : least;
      most = most == null || mean > most.outcome().returnMean() ? row : most;
    }
    return least == null || least.score() == most.score()
        ? 0
        : (most.score() - least.score())
            / (most.outcome().returnMean() - least.outcome().returnMean());
  }

  private static Optional<String> lack(Claim claim, Study.Task task, List<Score[]> sides) {
    for (int side = 0; side < sides.size(); side++) {
      String place = claim.methods().get(side) + " on " + task.label();
      if (sides.get(side).length == 0) {
        return Optional.of("no score of " + place);
      }
      for (Score score : sides.get(side)) {
        if (score.episodes() < 2) {
          return Optional.of("no more than one episode of " + place);
        }
      }
    }
    return Optional.empty();
  }
}
