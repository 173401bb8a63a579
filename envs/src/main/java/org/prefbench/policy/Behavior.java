package org.prefbench.policy;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.prefbench.core.Checks;

/**
 * Who acts in order to make data: one quality tier of one environment. Usually that is one policy;
 * a tier such as {@code medium-expert} or {@code medium-replay} is several, one after another.
 *
 * @param environment the id of the environment
 * @param tier the name of the quality, such as {@code random}, {@code medium} or {@code expert}
 * @param description one line that says what acts and with which noise; recorded with the data
 * @param parts the policies in their order
 */
public record Behavior(String environment, String tier, String description, List<Part> parts) {
  /**
   * One policy and how long it acts.
   *
   * @param name what it is called among the parts
   * @param steps environment steps in a dataset of the usual size; in a smaller one, its share
   * @param source makes the policy; called on demand, so that listing behaviours loads no weights
   */
  public record Part(String name, long steps, Supplier<? extends Policy> source) {
    /** Validates the steps. */
    public Part {
      Checks.atLeast("steps of " + name, steps, 1L);
    }

    /** Returns the policy. */
    public Policy policy() {
      return source.get();
    }
  }

  /** Validates the names and copies the list. */
  public Behavior {
    Checks.require(
        tier.matches("[a-z0-9]+(-[a-z0-9]+)*"), "tier must be lower case words, got '%s'", tier);
    Checks.require(!description.isBlank(), "tier %s of %s lacks a description", tier, environment);
    Checks.require(!parts.isEmpty(), "tier %s of %s has nobody who acts", tier, environment);
    parts = List.copyOf(parts);
  }

  /** Creates a behaviour of one policy, with the usual number of steps of the environment. */
  public Behavior(
      String environment, String tier, String description, Supplier<? extends Policy> source) {
    this(
        environment,
        tier,
        description,
        List.of(new Part(tier, Behaviors.usualSteps(environment), source)));
  }

  /**
   * Returns the name of a tier of an environment, with the tier before the version as in D4RL:
   * {@code hopper-medium-v2} is the tier {@code medium} of {@code hopper-v2}.
   */
  public static String id(String environment, String tier) {
    int version = environment.lastIndexOf("-v");
    return environment.substring(0, version) + "-" + tier + environment.substring(version);
  }

  /** Returns the name, see {@link #id(String, String)}. */
  public String id() {
    return id(environment, tier);
  }

  /** Returns whether {@code name} is the name of this behaviour, with or without its version. */
  public boolean isCalled(String name) {
    return id().equals(name)
        || id().equals(name + environment.substring(environment.lastIndexOf("-v")));
  }

  /** Returns the number of steps of a dataset where none is asked for. */
  public long usualSteps() {
    return parts.stream().mapToLong(Part::steps).sum();
  }

  /**
   * Returns the only part.
   *
   * @throws org.prefbench.core.InvalidInputException if there are several
   */
  public Part only() {
    Checks.require(
        parts.size() == 1,
        "%s is no single policy, but one after another: %s",
        id(),
        parts.stream().map(Part::name).collect(Collectors.joining(", ")));
    return parts.get(0);
  }

  /**
   * Returns the policy.
   *
   * @throws org.prefbench.core.InvalidInputException if there are several
   */
  public Policy policy() {
    return only().policy();
  }
}
