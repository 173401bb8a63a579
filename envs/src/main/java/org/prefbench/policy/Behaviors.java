package org.prefbench.policy;

import java.util.ArrayList;
import java.util.List;
import org.prefbench.core.Checks;
import org.prefbench.core.Services;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Environments;

/**
 * The behaviour tiers of the environments on the class path. Every environment with bounded actions
 * has the tier {@code random}, uniform over the action space, unless a {@link BehaviorFactory}
 * brings its own.
 */
public final class Behaviors {
  /** The tier of actions that know nothing of the task. */
  public static final String RANDOM = "random";

  private Behaviors() {}

  /**
   * Returns the behaviours of one environment, sorted by tier.
   *
   * @throws org.prefbench.core.InvalidInputException if there is no such environment, or a tier is
   *     registered twice
   */
  public static List<Behavior> of(String environmentId) {
    EnvironmentFactory environment = Environments.registered().get(environmentId);
    List<Behavior> found = new ArrayList<>();
    for (BehaviorFactory factory : registered().all()) {
      for (Behavior behavior : factory.behaviors()) {
        if (behavior.environment().equals(environmentId)) {
          Checks.require(
              tiers(found).stream().noneMatch(behavior.tier()::equals),
              "tier '%s' of %s is registered twice, the second time by %s",
              behavior.tier(),
              environmentId,
              factory.getClass().getName());
          found.add(behavior);
        }
      }
    }
    EnvironmentSpec spec = environment.spec();
    if (spec.actions().bounded() && !tiers(found).contains(RANDOM)) {
      found.add(
          new Behavior(
              environmentId,
              RANDOM,
              "uniform over the action space, independent at every step",
              () -> new UniformPolicy().in(spec.actions())));
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
    return known.stream()
        .filter(behavior -> behavior.tier().equals(tier))
        .findFirst()
        .orElseThrow(() -> Checks.unknown("tier of " + environmentId, tier, tiers(known)));
  }

  private static List<String> tiers(List<Behavior> behaviors) {
    return behaviors.stream().map(Behavior::tier).toList();
  }

  private static Services<BehaviorFactory> registered() {
    return new Services<>(
        "behaviour factory", BehaviorFactory.class, factory -> factory.getClass().getName());
  }
}
