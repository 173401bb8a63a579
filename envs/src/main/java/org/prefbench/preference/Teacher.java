package org.prefbench.preference;

import org.prefbench.core.Checks;
import org.prefbench.core.DoubleMatrix;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.env.Environment;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.StepResult;

/**
 * The teacher, one or several, as a method may use it: it answers queries about segments whose
 * rewards the method cannot see, and counts them. The teacher finds the true rewards itself, by
 * replaying the actions from the segment's first state. Not thread-safe.
 */
public final class Teacher {
  private final Annotators annotators;
  private final EnvironmentFactory factory;
  private final Environment environment;
  private final StepResult result;
  private final Ledger ledger;

  /**
   * Grants queries to {@code annotators} on segments of the given environment, counted in {@code
   * ledger}.
   */
  public Teacher(Annotators annotators, EnvironmentFactory factory, Ledger ledger) {
    this.annotators = annotators;
    this.factory = factory;
    this.ledger = ledger;
    environment = factory.create();
    result = new StepResult(factory.spec());
  }

  /** Returns a teacher of the same rules that counts in another ledger. */
  public Teacher countingIn(Ledger other) {
    return new Teacher(annotators, factory, other);
  }

  /**
   * Returns the two segments with the answer to one query and the id of who gave it. Where several
   * annotators label the pairs of a study, each query is one's, drawn by their shares.
   *
   * @param query the random stream of this query
   */
  public PreferencePair answer(Segment first, Segment second, Seed query) {
    ledger.add(Ledger.Entry.TEACHER_QUERIES, 1);
    Labeler labeler = annotators.of(query);
    Label label = labeler.label(withTrueRewards(first), withTrueRewards(second), query.generator());
    return new PreferencePair(first, second, label, labeler.id());
  }

  private Segment withTrueRewards(Segment segment) {
    DoubleMatrix states =
        segment
            .states()
            .orElseThrow(
                () -> new IllegalArgumentException("a queried segment needs its first state"));
    environment.writeState(states.row(0));
    FloatMatrix rewards = new FloatMatrix(segment.length(), 1);
    double[] action = new double[segment.actions().columns()];
    for (int t = 0; t < segment.length(); t++) {
      segment.actions().copyRow(t, action);
      environment.step(action, result);
      Checks.require(
          Double.isFinite(result.reward),
          "step %d of a queried segment has the reward %s",
          t,
          result.reward);
      rewards.set(t, 0, (float) result.reward);
      Checks.require(
          !result.terminated || t == segment.length() - 1,
          "segment goes on after the task ended in step %d",
          t);
    }
    return new Segment(
        segment.observations(), segment.actions(), rewards, segment.end(), segment.states());
  }
}
