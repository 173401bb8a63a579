package org.prefbench.rl;

import org.prefbench.algorithm.TrainingContext;
import org.prefbench.env.Space;
import org.prefbench.nn.GaussianPolicy;

/**
 * Learns a policy from logged transitions and the rewards that somebody gives them: the same
 * backbone serves a learned reward, the true one, and a wrong one as a control.
 */
public interface OfflineLearner {
  /**
   * Returns the learned policy; draws from {@code context.seed()} alone.
   *
   * @param rewards of the transitions, {@code [n]}
   * @param actions the space of the transitions' actions
   * @throws org.prefbench.algorithm.DivergedException if a loss stops being finite
   */
  GaussianPolicy train(
      Transitions transitions, float[] rewards, Space actions, TrainingContext context);

  /**
   * Refuses actions that it cannot learn, before anything is made.
   *
   * @param method who asks, for the error
   * @throws org.prefbench.core.InvalidInputException unless it can
   */
  default void check(String method, Space actions) {}
}
