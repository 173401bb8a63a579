package org.prefbench.policy;

import java.util.function.Supplier;
import org.prefbench.core.Checks;

/**
 * A policy that exists to make data: one quality tier of one environment.
 *
 * @param environment the id of the environment
 * @param tier the name of the quality, such as {@code random}, {@code medium} or {@code expert}
 * @param description one line that says what acts and with which noise; recorded with the data
 * @param source makes the policy; called on demand, so that listing behaviours loads no weights
 */
public record Behavior(
    String environment, String tier, String description, Supplier<? extends Policy> source) {
  /** Validates the names. */
  public Behavior {
    Checks.require(
        tier.matches("[a-z0-9]+(-[a-z0-9]+)*"), "tier must be lower case words, got '%s'", tier);
    Checks.require(!description.isBlank(), "tier %s of %s lacks a description", tier, environment);
  }

  /** Returns the policy. */
  public Policy policy() {
    return source.get();
  }
}
