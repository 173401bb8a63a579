package org.prefbench.policy;

import java.util.Arrays;
import org.prefbench.core.Checks;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.VectorEnvironment;

/**
 * The mean undiscounted return of whole episodes, and how the episodes scatter around it.
 *
 * @param mean the mean over episodes
 * @param standardError the sample standard deviation over the square root of the episodes
 * @param standardDeviation the sample standard deviation of the returns
 * @param minimum the smallest return
 * @param maximum the largest return
 * @param meanLength the mean number of steps
 * @param episodes the number of episodes
 */
public record MeanReturn(
    double mean,
    double standardError,
    double standardDeviation,
    double minimum,
    double maximum,
    double meanLength,
    int episodes) {
  private static final int COPIES = 50;

  /**
   * Returns the mean return of a policy that needs no look-ahead. Episode {@code k} starts from
   * {@code seed.child("start").child(k)} and acts from {@code seed.child("policy").child(k)}.
   *
   * @param episodes at least 2
   */
  public static MeanReturn measure(
      EnvironmentFactory factory, Policy policy, int episodes, Seed seed) {
    Checks.atLeast("episodes", episodes, 2);
    double[] returns = new double[episodes];
    int[] lengths = new int[episodes];
    for (int from = 0; from < episodes; from += COPIES) {
      run(factory, policy, seed, returns, lengths, from, Math.min(COPIES, episodes - from));
    }
    double mean = Arrays.stream(returns).sum() / episodes;
    double squares = Arrays.stream(returns).map(x -> (x - mean) * (x - mean)).sum();
    return new MeanReturn(
        mean,
        Math.sqrt(squares / (episodes - 1) / episodes),
        Math.sqrt(squares / (episodes - 1)),
        Arrays.stream(returns).min().orElseThrow(),
        Arrays.stream(returns).max().orElseThrow(),
        Arrays.stream(lengths).average().orElseThrow(),
        episodes);
  }

  private static void run(
      EnvironmentFactory factory,
      Policy policy,
      Seed seed,
      double[] returns,
      int[] lengths,
      int from,
      int copies) {
    VectorEnvironment environment = new VectorEnvironment(factory, copies);
    Seed[] starts = new Seed[copies];
    Seed[] noises = new Seed[copies];
    for (int i = 0; i < copies; i++) {
      starts[i] = seed.child("start").child(from + i);
      noises[i] = seed.child("policy").child(from + i);
    }
    environment.reset(starts);
    EnvironmentAccess access =
        new EnvironmentAccess(environment, EnvironmentAccess.LookAhead.NONE, new Ledger());
    try (Actor actor = policy.start(access, noises)) {
      while (!environment.allFinished()) {
        environment.step(actor.act(environment.observations()));
        for (int i = 0; i < copies; i++) {
          returns[from + i] += environment.reward(i);
        }
      }
    }
    for (int i = 0; i < copies; i++) {
      lengths[from + i] = environment.elapsed(i);
    }
  }
}
