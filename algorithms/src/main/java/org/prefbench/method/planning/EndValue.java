package org.prefbench.method.planning;

import java.util.Arrays;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.policy.LookAhead;
import org.prefbench.policy.MonteCarloValue;
import org.prefbench.policy.Policy;
import org.prefbench.rl.StateValue;

/** What the state in which a roll-out ends adds to its rewards. Immutable. */
sealed interface EndValue {
  /**
   * Returns what values the ends of {@code lookAhead}'s roll-outs.
   *
   * @param environment where the planner acts
   * @param reference what is rolled out
   */
  Estimate start(EnvironmentAccess environment, LookAhead lookAhead, Policy reference);

  /** Values the ends of the last roll-outs. */
  @FunctionalInterface
  interface Estimate {
    /**
     * Returns the values, {@code [copies]}; 0 where the task ended in the roll-out.
     *
     * @param streams one per copy, the same for all roll-outs that are compared
     * @param time the steps of the episodes at the ends
     */
    double[] values(Seed[] streams, long time);
  }

  /** Nothing: the rewards of the roll-out are all. */
  record None() implements EndValue {
    @Override
    public Estimate start(EnvironmentAccess environment, LookAhead lookAhead, Policy reference) {
      double[] zeros = new double[environment.copies()];
      return (streams, time) -> zeros;
    }
  }

  /**
   * The {@link MonteCarloValue} of the reference, as it acts.
   *
   * @param forks continuations of each roll-out, >= 1
   * @param steps the most steps of a continuation, >= 0
   */
  record Continuation(int forks, int steps) implements EndValue {
    @Override
    public Estimate start(EnvironmentAccess environment, LookAhead lookAhead, Policy reference) {
      MonteCarloValue value = new MonteCarloValue(lookAhead.ends(), reference, forks);
      int[] all = new int[environment.copies()];
      Arrays.fill(all, steps);
      return (streams, time) -> value.values(streams, all);
    }
  }

  /** What a network has learned that the reference still earns. */
  record Learned(StateValue value) implements EndValue {
    @Override
    public Estimate start(EnvironmentAccess environment, LookAhead lookAhead, Policy reference) {
      StateValue.Evaluator evaluator = value.evaluator();
      return (streams, time) -> {
        double[] values = new double[environment.copies()];
        int[] open = lookAhead.ends().acting();
        FloatMatrix observations = lookAhead.endObservations().select(open);
        double[] some = evaluator.values(observations, time);
        for (int k = 0; k < open.length; k++) {
          values[open[k]] = some[k];
        }
        environment.ledger().add(Ledger.Entry.NETWORK_EVALUATIONS, open.length);
        return values;
      };
    }
  }
}
