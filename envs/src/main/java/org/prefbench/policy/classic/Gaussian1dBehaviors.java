package org.prefbench.policy.classic;

import java.util.List;
import org.prefbench.policy.Behavior;
import org.prefbench.policy.BehaviorFactory;

/**
 * The one tier of {@code gaussian-1d-v0}: the reference N(0, 1). Any other would be another number
 * added to it, so there are no more.
 */
public final class Gaussian1dBehaviors implements BehaviorFactory {
  @Override
  public List<Behavior> behaviors() {
    return List.of(
        NoisyController.behavior(
            "gaussian-1d-v0",
            "random",
            "standard normal",
            (observation, action) -> action[0] = 0,
            1,
            1));
  }
}
