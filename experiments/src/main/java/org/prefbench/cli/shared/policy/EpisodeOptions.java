package org.prefbench.cli.shared.policy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Seed;
import org.prefbench.policy.MeanReturn;
import org.prefbench.policy.Policy;
import org.prefbench.run.policy.KeptPolicy;
import org.prefbench.study.Protocol.Mode;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** How many episodes of a policy to run and how it acts in them. */
public final class EpisodeOptions {
  private static final int EPISODES = 100;

  @Option(
      names = "--episodes",
      paramLabel = "N",
      description =
          "Number of episodes, at least 2 (default: 100; of a trial's policy as many as the trial"
              + " had).")
  private Optional<Integer> episodes = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Root of the random streams (default: 0; of a trial's policy those of the trial).")
  private Optional<Long> seed = Optional.empty();

  @Option(names = "--deterministic", description = "Act by the mean or mode.")
  private boolean deterministic;

  /** Complains about what was typed, before anything is read. */
  public void check(CommandLine command) {
    episodes.ifPresent(
        count -> Arguments.checkTyped(command, () -> Checks.atLeast("--episodes", count, 2)));
  }

  /** Returns whether the policy acts by the mean or mode. */
  public boolean deterministic() {
    return deterministic;
  }

  /**
   * Runs the episodes of a policy that a trial kept: the trial's own, as many as it had, where
   * neither a seed nor their number was typed.
   */
  public KeptPolicy.Evaluated evaluate(KeptPolicy kept) {
    return kept.evaluate(
        mode(),
        episodes.orElse(kept.protocol().episodes()),
        seed.map(Seed::new).orElse(kept.seed()));
  }

  /** Returns whether the episodes are those of the trial, as far as they go. */
  public boolean replays() {
    return seed.isEmpty();
  }

  /** Returns how the policy acts, in the words of a study. */
  public Mode mode() {
    return deterministic ? Mode.DETERMINISTIC : Mode.SAMPLED;
  }

  /** Runs the episodes. */
  public MeanReturn measure(NamedPolicy named) {
    Policy policy = deterministic ? named.policy().deterministic() : named.policy();
    try {
      return MeanReturn.measure(
          named.environment(), policy, episodes.orElse(EPISODES), new Seed(seed.orElse(0L)));
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
    if (named.kept().isEmpty() || seed.isPresent()) {
      values.put("seed", seed.orElse(0L));
    }
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
