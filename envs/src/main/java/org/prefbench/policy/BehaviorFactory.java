package org.prefbench.policy;

import java.util.List;

/**
 * Contributes behaviours, of one environment or several. Service provider interface: one line in
 * {@code META-INF/services} registers it.
 */
public interface BehaviorFactory {
  /** Returns the behaviours; cheap, because a {@link Behavior} makes its policy on demand. */
  List<Behavior> behaviors();
}
