package org.prefbench.stage;

import java.util.Arrays;
import org.prefbench.algorithm.DivergedException;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;

/**
 * Runs evaluation episodes in lockstep. Episode {@code i} depends on {@code seed.child(i)} alone:
 * its start on the child {@code reset}, the policy's sampling on the child {@code policy}.
 *
 * @param environment where the policy acts
 * @param lookAhead what the policy may see of forks of the environment
 * @param batch episodes in lockstep; a matter of speed alone
 */
public record Evaluator(
    EnvironmentFactory environment, EnvironmentAccess.LookAhead lookAhead, int batch) {
  private static final int BATCH = 256;

  /** Validates the batch. */
  public Evaluator {
    Checks.atLeast("batch", batch, 1);
  }

  /** Creates an evaluator with a batch that suits small networks. */
  public Evaluator(EnvironmentFactory environment, EnvironmentAccess.LookAhead lookAhead) {
    this(environment, lookAhead, BATCH);
  }

  /**
   * What happened in the episodes.
   *
   * @param returns undiscounted return of each episode
   * @param lengths steps of each episode
   */
  public record Episodes(double[] returns, int[] lengths) {
    /** Returns the mean return. */
    public double mean() {
      return Arrays.stream(returns).sum() / returns.length;
    }

    /** Returns the sample standard deviation of the return, 0 for a single episode. */
    public double standardDeviation() {
      double mean = mean();
      double squares = Arrays.stream(returns).map(value -> (value - mean) * (value - mean)).sum();
      return returns.length == 1 ? 0 : Math.sqrt(squares / (returns.length - 1));
    }

    /** Returns the mean number of steps. */
    public double meanLength() {
      return Arrays.stream(lengths).sum() / (double) lengths.length;
    }
  }

  /** A policy was trained to act; one that has no action has left the finite numbers. */
  private static void checkFinite(FloatMatrix actions, VectorEnvironment copies) {
    for (int i = 0; i < actions.rows(); i++) {
      for (int j = 0; j < actions.columns() && !copies.finished(i); j++) {
        if (!Float.isFinite(actions.get(i, j))) {
          throw new DivergedException(
              "the policy's action["
                  + j
                  + "] in step "
                  + copies.elapsed(i)
                  + " of an episode is "
                  + actions.get(i, j));
        }
      }
    }
  }

  /**
   * Returns what happens in {@code episodes} episodes.
   *
   * @param ledger counts what acting costs
   * @throws DivergedException if an action is not finite
   */
  public Episodes evaluate(Policy policy, int episodes, Seed seed, Ledger ledger) {
    Checks.atLeast("episodes", episodes, 1);
    double[] returns = new double[episodes];
    int[] lengths = new int[episodes];
    for (int from = 0; from < episodes; from += batch) {
      int count = Math.min(batch, episodes - from);
      VectorEnvironment copies = new VectorEnvironment(environment, count);
      copies.reset(seed.children(from, count, "reset"));
      EnvironmentAccess access = new EnvironmentAccess(copies, lookAhead, ledger);
      try (Actor actor = policy.start(access, seed.children(from, count, "policy"))) {
        while (!copies.allFinished()) {
          FloatMatrix actions = actor.act(copies.observations());
          checkFinite(actions, copies);
          copies.step(actions);
          for (int i = 0; i < count; i++) {
            returns[from + i] += copies.reward(i); // 0 where the episode is over
          }
        }
      }
      for (int i = 0; i < count; i++) {
        lengths[from + i] = copies.elapsed(i);
      }
    }
    return new Episodes(returns, lengths);
  }
}
