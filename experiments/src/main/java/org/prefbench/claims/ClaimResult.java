package org.prefbench.claims;

import java.util.Optional;
import java.util.OptionalLong;
import org.prefbench.core.Parameters;
import org.prefbench.published.PublishedSides;
import org.prefbench.statistics.Interval;
import org.prefbench.study.Claim;

/**
 * What became of a claim.
 *
 * @param claim the claim
 * @param verdict what the results say of it
 * @param effect by how much the left side of the comparison exceeds the right, with its interval;
 *     for {@code steadier}, the ratio of the standard deviations between trainings
 * @param p the share of error below which the verdict would be undecided; NaN without a test
 * @param adjusted the same with all tested claims of the family in view (Holm), NaN without a
 *     family
 * @param corrected the verdict by that
 * @param counted what the spread was measured over
 * @param values how many there were, over all tasks
 * @param planned how many there were to be
 * @param tasks over how many tasks the comparison is
 * @param needed how many per task would decide at the present spread, where the verdict is {@link
 *     Verdict#UNDECIDED}; none if no number would, or it cannot be told from a single run
 * @param missing what a verdict lacks, in phrases: all of it, where it is {@link
 *     Verdict#NOT_TESTED}, or the tasks that had to be left out; empty if nothing. What a withdrawn
 *     claim lacks, it says itself: {@link Claim#withdrawn}
 * @param published the paper's own numbers for the two sides, where they are known
 */
public record ClaimResult(
    Claim claim,
    Verdict verdict,
    Interval effect,
    double p,
    double adjusted,
    Verdict corrected,
    Counted counted,
    int values,
    int planned,
    int tasks,
    OptionalLong needed,
    String missing,
    Optional<PublishedSides> published) {

  /** Returns the same, corrected for the number of claims in its family. */
  ClaimResult corrected(double value, double level) {
    boolean decided = verdict == Verdict.HOLDS || verdict == Verdict.FAILS;
    return new ClaimResult(
        claim,
        verdict,
        effect,
        p,
        value,
        decided && value >= 1 - level ? Verdict.UNDECIDED : verdict,
        counted,
        values,
        planned,
        tasks,
        needed,
        missing,
        published);
  }

  /** What results say of a claim. */
  public enum Verdict {
    /** The interval lies where the claim says. */
    HOLDS,
    /** The interval lies where the claim says it does not. */
    FAILS,
    /** The interval lies across. */
    UNDECIDED,
    /** There are no results to tell by. */
    NOT_TESTED,
    /** There are results, and they do not show what they were to show. */
    WITHDRAWN;

    /** Returns whether results were compared. */
    public boolean tested() {
      return this != NOT_TESTED && this != WITHDRAWN;
    }

    /** Returns the name in words. */
    public String text() {
      return this == NOT_TESTED ? "not tested" : Parameters.word(this);
    }
  }

  /** What a spread is measured over. */
  public enum Counted {
    /** Runs of the study, each with its own data, reference and training. */
    RUNS,
    /** Draws from a policy of a single training. */
    DRAWS
  }
}
