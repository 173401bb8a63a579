package org.prefbench.generative;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.prefbench.core.DoubleMatrix;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.policy.LookAhead;
import org.prefbench.policy.Policy;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferencePair;
import org.prefbench.preference.Query;
import org.prefbench.preference.Teacher;

/**
 * Plans are the one of two roll-outs of the reference, on a fork of the simulator, that a teacher
 * rejects.
 */
public record RejectedPlans(Policy reference, Teacher judge) implements PlanSource {
  @Override
  public Planner start(EnvironmentAccess environment, int length) {
    return new Comparison(environment, length);
  }

  @Override
  public PlanSource deterministic() {
    return new RejectedPlans(reference.deterministic(), judge);
  }

  private final class Comparison implements Planner {
    private final EnvironmentAccess environment;
    private final Teacher teacher;
    private final LookAhead lookAhead;

    Comparison(EnvironmentAccess environment, int length) {
      this.environment = environment;
      teacher = judge.countingIn(environment.ledger());
      lookAhead = new LookAhead(environment, reference, length, true);
    }

    @Override
    public FloatMatrix propose(FloatMatrix observations, Seed[] streams) {
      lookAhead.rollOut(observations, PlanSource.children(streams, "first"));
      FloatMatrix plans = lookAhead.actions().copy();
      Segment[] firsts = new Segment[streams.length];
      for (int i = 0; i < firsts.length; i++) {
        if (!environment.finished(i)) {
          firsts[i] = segment(i);
        }
      }
      lookAhead.rollOut(observations, PlanSource.children(streams, "second"));
      int[] acting = environment.acting();
      List<Query> queries = new ArrayList<>();
      for (int i : acting) {
        queries.add(new Query(firsts[i], segment(i), streams[i].child("query")));
      }
      List<PreferencePair> answers = teacher.answer(queries);
      for (int k = 0; k < acting.length; k++) {
        if (answers.get(k).label() == Label.FIRST) {
          plans.setRow(acting[k], lookAhead.actions().row(acting[k]));
        } // ties and skips leave the first
      }
      return plans;
    }

    /** Returns the last roll-out of copy i as the judge wants it. */
    private Segment segment(int i) {
      int steps = lookAhead.steps(i);
      int size = environment.spec().actions().size();
      float[] taken = Arrays.copyOf(lookAhead.actions().row(i), steps * size);
      return new Segment(
              lookAhead.observations(i),
              new FloatMatrix(steps, size, taken),
              new FloatMatrix(steps, 1),
              lookAhead.terminated(i) ? End.TERMINATED : End.RUNNING,
              Optional.of(DoubleMatrix.of(lookAhead.startState(i))))
          .withoutRewards();
    }
  }
}
