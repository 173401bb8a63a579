package org.prefbench.policy;

import java.util.Arrays;
import java.util.Optional;
import org.prefbench.core.Checks;
import org.prefbench.core.DoubleMatrix;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.VectorEnvironment;

/**
 * Short roll-outs of a policy, on a fork, from the present states of the environment that an actor
 * acts in; all copies go in lockstep. A roll-out that ends early is filled up with zero actions.
 * Nobody needs to see what the last action leads to unless the roll-out is to be judged, so without
 * outcomes the fork takes one step less, and none at all for a roll-out of one step. Not
 * thread-safe.
 */
public final class LookAhead {
  private final EnvironmentAccess environment;
  private final Policy policy;
  private final int length;
  private final boolean outcomes;
  private final Optional<VectorEnvironment> fork;
  private final FloatMatrix actions;
  private final FloatMatrix[] observations;
  private final double[] state;
  private final DoubleMatrix startStates;
  private final double[] returns;
  private final int[] steps;

  /**
   * Prepares roll-outs.
   *
   * @param environment where the actor acts
   * @param policy what is rolled out; it gets no look-ahead of its own
   * @param length steps per roll-out
   * @param outcomes whether the last step is taken too and returns, observations and lengths are
   *     kept
   */
  public LookAhead(EnvironmentAccess environment, Policy policy, int length, boolean outcomes) {
    this.environment = environment;
    this.policy = policy;
    this.length = Checks.atLeast("look-ahead length", length, 1);
    this.outcomes = outcomes;
    int copies = environment.copies();
    fork = outcomes || length > 1 ? Optional.of(environment.fork()) : Optional.empty();
    actions = new FloatMatrix(copies, length * environment.spec().actions().size());
    observations = new FloatMatrix[outcomes ? length + 1 : 0];
    Arrays.setAll(
        observations, t -> new FloatMatrix(copies, environment.spec().observations().size()));
    state = new double[environment.spec().stateSize()];
    startStates = new DoubleMatrix(outcomes ? copies : 0, state.length);
    returns = new double[copies];
    steps = new int[copies];
  }

  /**
   * Rolls the policy out once from the present states.
   *
   * @param current the present observations, {@code [copies, obs]}
   * @param seeds one per copy
   */
  public void rollOut(FloatMatrix current, Seed[] seeds) {
    Arrays.fill(actions.values(), 0);
    Arrays.fill(returns, 0);
    Arrays.fill(steps, 0);
    fork.ifPresent(environment::refresh);
    for (int i = 0; i < startStates.rows(); i++) {
      if (!environment.finished(i)) {
        fork.orElseThrow().readState(i, state);
        startStates.setRow(i, state);
      }
    }
    keep(0, current);
    EnvironmentAccess access =
        fork.map(
                copies ->
                    new EnvironmentAccess(
                        copies, EnvironmentAccess.LookAhead.NONE, environment.ledger()))
            .orElse(environment);
    try (Actor actor = policy.start(access, seeds)) {
      FloatMatrix seen = current;
      for (int t = 0; t < length; t++) {
        FloatMatrix chosen = actor.act(seen);
        int size = chosen.columns();
        for (int i = 0; i < steps.length; i++) {
          if (!access.finished(i)) {
            System.arraycopy(
                chosen.values(),
                i * size,
                actions.values(),
                i * actions.columns() + t * size,
                size);
            steps[i] = t + 1;
          }
        }
        if (t == length - 1 && !outcomes) {
          break;
        }
        VectorEnvironment copies = fork.orElseThrow();
        copies.step(chosen);
        seen = copies.observations();
        keep(t + 1, seen);
        if (outcomes) {
          for (int i = 0; i < returns.length; i++) {
            returns[i] += copies.reward(i);
          }
        }
      }
    }
  }

  private void keep(int t, FloatMatrix seen) {
    if (outcomes) {
      System.arraycopy(seen.values(), 0, observations[t].values(), 0, seen.values().length);
    }
  }

  /**
   * Returns the actions of the last roll-out, {@code [copies, length * act]}, step after step; a
   * live view until the next roll-out.
   */
  public FloatMatrix actions() {
    return actions;
  }

  /** Returns how many steps the roll-out of copy {@code i} took before its task ended. */
  public int steps(int i) {
    return steps[i];
  }

  /**
   * Returns the undiscounted sum of rewards in copy {@code i}; NaN where rewards are hidden.
   *
   * @throws IllegalStateException without outcomes
   */
  public double sumOfRewards(int i) {
    requireOutcomes();
    return returns[i];
  }

  /**
   * Returns the observations of copy {@code i}, {@code [steps + 1, obs]}.
   *
   * @throws IllegalStateException without outcomes
   */
  public FloatMatrix observations(int i) {
    requireOutcomes();
    FloatMatrix rows = new FloatMatrix(steps[i] + 1, observations[0].columns());
    for (int t = 0; t <= steps[i]; t++) {
      rows.setRow(t, observations[t].row(i));
    }
    return rows;
  }

  /**
   * Returns whether the task ended in the roll-out of copy {@code i}.
   *
   * @throws IllegalStateException without outcomes
   */
  public boolean terminated(int i) {
    requireOutcomes();
    return fork.orElseThrow().terminated(i);
  }

  /**
   * Returns the simulator state from which the last roll-out of copy {@code i} started.
   *
   * @throws IllegalStateException without outcomes
   */
  public double[] startState(int i) {
    requireOutcomes();
    return startStates.row(i);
  }

  /**
   * Returns what is observed where the last roll-outs ended, {@code [copies, obs]}; a live view
   * until the next roll-out.
   *
   * @throws IllegalStateException without outcomes
   */
  public FloatMatrix endObservations() {
    requireOutcomes();
    return observations[length];
  }

  /**
   * Returns where the last roll-outs ended, to look ahead from there; a view of this object's fork,
   * which sees rewards where this does.
   *
   * @throws IllegalStateException without outcomes
   */
  public EnvironmentAccess ends() {
    requireOutcomes();
    return new EnvironmentAccess(
        fork.orElseThrow(), EnvironmentAccess.LookAhead.WITH_REWARDS, environment.ledger());
  }

  private void requireOutcomes() {
    if (!outcomes) {
      throw new IllegalStateException("this look-ahead keeps no outcomes");
    }
  }
}
