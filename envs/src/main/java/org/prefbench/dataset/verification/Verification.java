package org.prefbench.dataset.verification;

import java.util.List;

/**
 * What a dataset's checks found.
 *
 * @param environment the id of the environment
 * @param episodes the number of episodes
 * @param steps the number of steps
 * @param contentHash SHA-256 of the content
 * @param checks the checks in the order of {@link Check}'s names: structure, finite, boundaries,
 *     contiguity, replay, starts, hash
 */
public record Verification(
    String environment, long episodes, long steps, String contentHash, List<Check> checks) {
  /** How a check ended. */
  public enum Outcome {
    /** The rule holds everywhere. */
    PASSED,
    /** The rule is broken somewhere. */
    FAILED,
    /** The rule could not be checked. */
    SKIPPED
  }

  /**
   * One rule.
   *
   * @param name such as {@code replay}
   * @param outcome how it ended
   * @param detail the first place where it is broken with the values found and expected, why it was
   *     skipped, or what was checked
   */
  public record Check(String name, Outcome outcome, String detail) {}

  /** Copies the list. */
  public Verification {
    checks = List.copyOf(checks);
  }

  /** Returns whether no check failed. */
  public boolean passed() {
    return checks.stream().noneMatch(check -> check.outcome() == Outcome.FAILED);
  }
}
