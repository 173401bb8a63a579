package org.prefbench.policy;

import java.util.Arrays;
import org.prefbench.core.Checks;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.VectorEnvironment;

/**
 * The value of the states in which the copies of an environment stand, by simulation (Sutton and
 * Barto 2018, "Reinforcement learning", section 5.1; for choosing among actions Tesauro and
 * Galperin 1996, "On-line policy improvement using Monte-Carlo search"): the mean over K roll-outs
 * of the undiscounted rewards of a policy that goes on from there,
 *
 * <pre>
 * V(s) = 1/K sum_k sum_{t &lt; T} r_t,   s_0 = s,  a_t ~ policy
 * </pre>
 *
 * <p>A roll-out that terminates has no rewards after that, and a copy that is finished has the
 * value 0. The time limit of the environment is not looked at. Roll-outs go on a fork, all copies
 * in lockstep. Not thread-safe.
 */
public final class MonteCarloValue {
  private final EnvironmentAccess environment;
  private final Policy policy;
  private final int forks;
  private final VectorEnvironment fork;

  /**
   * Prepares roll-outs.
   *
   * @param environment whose present states are valued; must grant look-ahead with rewards
   * @param policy what is rolled out; it gets no look-ahead of its own
   * @param forks the number K of roll-outs from each state
   */
  public MonteCarloValue(EnvironmentAccess environment, Policy policy, int forks) {
    this.environment = environment;
    this.policy = policy;
    this.forks = Checks.atLeast("forks", forks, 1);
    fork = environment.fork();
  }

  /**
   * Returns the values of the present states, {@code [copies]}.
   *
   * @param streams one per copy; roll-out k draws from child k. Copies that are to be compared may
   *     share theirs: each value keeps its mean, and the noise of their difference is less
   * @param steps the most steps T of each copy's roll-outs
   */
  public double[] values(Seed[] streams, int[] steps) {
    double[] values = new double[streams.length];
    int longest = Arrays.stream(steps).max().orElse(0);
    for (int k = 0; k < forks; k++) {
      environment.refresh(fork);
      Seed[] seeds = new Seed[streams.length];
      for (int i = 0; i < seeds.length; i++) {
        seeds[i] = streams[i].child(k);
      }
      EnvironmentAccess access =
          new EnvironmentAccess(fork, EnvironmentAccess.LookAhead.NONE, environment.ledger());
      try (Actor actor = policy.start(access, seeds)) {
        for (int t = 0; t < longest && !fork.allFinished(); t++) {
          fork.step(actor.act(fork.observations()));
          for (int i = 0; i < values.length; i++) {
            values[i] += t < steps[i] ? fork.reward(i) : 0;
          }
        }
      }
    }
    for (int i = 0; i < values.length; i++) {
      values[i] /= forks;
    }
    return values;
  }
}
