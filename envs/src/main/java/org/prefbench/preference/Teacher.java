package org.prefbench.preference;

import java.util.ArrayList;
import java.util.List;
import org.prefbench.core.Checks;
import org.prefbench.core.DoubleMatrix;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
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
   * Returns the segments of queries, in order, with the answers and the ids of those who gave them.
   * Where several annotators label the pairs of a study, each query is one's, drawn by their
   * shares. An answer does not depend on what else is asked; to ask for many at once is faster.
   *
   * @param queries segments with their first states; what rewards they have is not looked at
   */
  public List<PreferencePair> answer(List<Query> queries) {
    ledger.add(Ledger.Entry.TEACHER_QUERIES, queries.size());
    List<PreferencePair> judged =
        annotators.answer(
            queries.stream()
                .map(
                    query ->
                        new Query(
                            withTrueRewards(query.first()),
                            withTrueRewards(query.second()),
                            query.stream()))
                .toList());
    List<PreferencePair> answers = new ArrayList<>(judged.size());
    for (int i = 0; i < judged.size(); i++) {
      Query query = queries.get(i);
      PreferencePair pair = judged.get(i);
      answers.add(
          new PreferencePair(query.first(), query.second(), pair.label(), pair.annotator()));
    }
    return answers;
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
