package org.prefbench.cli.shared;

import java.util.LinkedHashMap;
import java.util.Map;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Seed;
import org.prefbench.policy.MeanReturn;
import org.prefbench.policy.Policy;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** How many episodes of a policy to run and how it acts in them. */
public final class EpisodeOptions {
  @Option(
      names = "--episodes",
      paramLabel = "N",
      description = "Number of episodes, at least 2 (default: ${DEFAULT-VALUE}).")
  private int episodes = 100;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Root of the random streams (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--deterministic", description = "Act by the mean or mode.")
  private boolean deterministic;

  /** Complains about what was typed, before anything is read. */
  public void check(CommandLine command) {
    Arguments.checkTyped(command, () -> Checks.atLeast("--episodes", episodes, 2));
  }

  /** Returns whether the policy acts by the mean or mode. */
  public boolean deterministic() {
    return deterministic;
  }

  /** Runs the episodes. */
  public MeanReturn measure(NamedPolicy named) {
    Policy policy = deterministic ? named.policy().deterministic() : named.policy();
    try {
      return MeanReturn.measure(named.environment(), policy, episodes, new Seed(seed));
    } catch (InvalidInputException e) { // an action that is no number, say
      throw new InvalidInputException(named.name() + ": " + e.getMessage(), e);
    }
  }

  /** Returns what to print of the episodes. */
  public Map<String, Object> values(NamedPolicy named, MeanReturn result) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("policy", named.name());
    values.put("environment", named.environment().spec().id());
    values.put("actions", deterministic ? "deterministic" : "sampled");
    values.put("episodes", result.episodes());
    values.put("seed", seed);
    values.put("return-mean", result.mean());
    values.put("return-std", result.standardDeviation());
    values.put("return-standard-error", result.standardError());
    values.put("return-min", result.minimum());
    values.put("return-max", result.maximum());
    values.put("length-mean", result.meanLength());
    named
        .environment()
        .spec()
        .scores()
        .ifPresent(scores -> values.put("normalized-score", scores.normalize(result.mean())));
    return values;
  }
}
