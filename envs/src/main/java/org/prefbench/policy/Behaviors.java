package org.prefbench.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.prefbench.core.Checks;
import org.prefbench.core.Services;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Environments;

/**
 * The behaviour tiers of the environments on the class path. Every environment with bounded actions
 * has the tier {@code random}, uniform over the action space, and every environment with the tiers
 * {@code medium} and {@code expert} has {@code medium-expert}, first the one and then the other,
 * unless a {@link BehaviorFactory} brings its own.
 */
public final class Behaviors {
  /** The tier of actions that know nothing of the task. */
  public static final String RANDOM = "random";

  /** The tier of a policy that was stopped on its way to expert. */
  public static final String MEDIUM = "medium";

  /** The tier of the best policy. */
  public static final String EXPERT = "expert";

  /** The tier of the medium and then the expert policy. */
  public static final String MEDIUM_EXPERT = "medium-expert";

  private static final Set<String> D4RL_TASKS =
      Set.of("ant-v2", "halfcheetah-v2", "hopper-v2", "walker2d-v2");

  private Behaviors() {}

  /**
   * Returns the behaviours of one environment, sorted by tier.
   *
   * @throws org.prefbench.core.InvalidInputException if there is no such environment, or a tier is
   *     registered twice
   */
  public static List<Behavior> of(String environmentId) {
    return of(Environments.registered().get(environmentId), contributed());
  }

  /** Returns the behaviours of all environments, sorted by environment and tier. */
  public static List<Behavior> all() {
    List<Contribution> contributions = contributed();
    return Environments.registered().all().stream()
        .flatMap(environment -> of(environment, contributions).stream())
        .toList();
  }

  /** A behaviour and who brings it. */
  private record Contribution(Behavior behavior, String factory) {}

  private static List<Contribution> contributed() {
    List<Contribution> contributions = new ArrayList<>();
    for (BehaviorFactory factory : registered().all()) {
      for (Behavior behavior : factory.behaviors()) {
        contributions.add(new Contribution(behavior, Services.place(factory)));
      }
    }
    return contributions;
  }

  private static List<Behavior> of(
      EnvironmentFactory environment, List<Contribution> contributions) {
    EnvironmentSpec spec = environment.spec();
    List<Behavior> found = new ArrayList<>();
    for (Contribution contribution : contributions) {
      Behavior behavior = contribution.behavior();
      if (behavior.environment().equals(spec.id())) {
        Checks.require(
            !tiers(found).contains(behavior.tier()),
            "tier '%s' of %s is registered twice, the second time by %s",
            behavior.tier(),
            spec.id(),
            contribution.factory());
        found.add(behavior);
      }
    }
    if (spec.actions().bounded() && !tiers(found).contains(RANDOM)) {
      found.add(
          new Behavior(
              spec.id(),
              RANDOM,
              "uniform over the action space, independent at every step",
              () -> new UniformPolicy().in(spec.actions())));
    }
    if (tiers(found).containsAll(List.of(MEDIUM, EXPERT))
        && !tiers(found).contains(MEDIUM_EXPERT)) {
      found.add(mediumExpert(find(found, MEDIUM), find(found, EXPERT)));
    }
    found.sort((a, b) -> a.tier().compareTo(b.tier()));
    return List.copyOf(found);
  }

  /**
   * Returns one tier of one environment.
   *
   * @throws org.prefbench.core.InvalidInputException if either is unknown; the message lists the
   *     known ones and the nearest
   */
  public static Behavior find(String environmentId, String tier) {
    List<Behavior> known = of(environmentId);
    if (!tiers(known).contains(tier)) {
      throw Checks.unknown("tier of " + environmentId, tier, tiers(known));
    }
    return find(known, tier);
  }

  /**
   * Returns the behaviour with an id such as {@code hopper-expert-v2}; without the version, if only
   * one version has such a behaviour.
   *
   * @throws org.prefbench.core.InvalidInputException if there is none; the message lists the known
   *     ids and the nearest
   */
  public static Behavior named(String name) {
    List<Behavior> known = all();
    List<Behavior> found = known.stream().filter(behavior -> behavior.isCalled(name)).toList();
    List<String> ids = (found.isEmpty() ? known : found).stream().map(Behavior::id).toList();
    if (found.isEmpty()) {
      throw Checks.unknown("policy", name, ids);
    }
    Checks.require(
        found.size() == 1, "policy '%s' has several versions: %s", name, String.join(", ", ids));
    return found.get(0);
  }

  /**
   * Returns the steps for which one policy acts in a dataset of the usual size: the million of D4RL
   * (Fu et al. 2020, arXiv 2004.07219) in its locomotion tasks, 100,000 elsewhere.
   */
  public static long usualSteps(String environmentId) {
    return D4RL_TASKS.contains(environmentId) ? 1_000_000 : 100_000;
  }

  private static Behavior mediumExpert(Behavior medium, Behavior expert) {
    return new Behavior(
        medium.environment(),
        MEDIUM_EXPERT,
        medium.description() + "; then " + expert.description(),
        Stream.concat(medium.parts().stream(), expert.parts().stream()).toList());
  }

  private static Behavior find(List<Behavior> behaviors, String tier) {
    return behaviors.stream()
        .filter(behavior -> behavior.tier().equals(tier))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> tiers(List<Behavior> behaviors) {
    return behaviors.stream().map(Behavior::tier).toList();
  }

  /** Returns those who bring behaviours, looked up by the name of their class. */
  public static Services<BehaviorFactory> registered() {
    return new Services<>(
        "behaviour factory", BehaviorFactory.class, factory -> factory.getClass().getName());
  }
}
