package org.prefbench.run;

import java.util.ArrayList;
import java.util.List;
import org.prefbench.core.Checks;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.policy.Behavior;
import org.prefbench.policy.Behaviors;

/**
 * What a dataset id stands for: the environment and the policy that acts in it. The id is the
 * environment's with the tier before the version, as in D4RL: {@code pendulum-medium-v1} is the
 * tier {@code medium} of {@code pendulum-v1}.
 *
 * @param environment where the data comes from
 * @param behavior who collects it
 */
record TaskSource(EnvironmentFactory environment, Behavior behavior) {
  /**
   * Returns what {@code dataset} stands for.
   *
   * @throws org.prefbench.core.InvalidInputException if there is no such dataset; the message lists
   *     the known ones and the nearest
   */
  static TaskSource of(String dataset) {
    List<String> known = new ArrayList<>();
    for (EnvironmentFactory environment : Environments.registered().all()) {
      String id = environment.spec().id();
      int version = id.lastIndexOf('-');
      for (Behavior behavior : Behaviors.of(id)) {
        String name = id.substring(0, version) + "-" + behavior.tier() + id.substring(version);
        if (name.equals(dataset)) {
          return new TaskSource(environment, behavior);
        }
        known.add(name);
      }
    }
    throw Checks.unknown("dataset", dataset, known);
  }
}
