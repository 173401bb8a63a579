package org.prefbench.algorithm;

import org.prefbench.policy.Policy;

/** A learning method with its hyperparameters fixed. */
public interface Algorithm {
  /**
   * Returns the policy learned from {@code input}. The result depends on the input and {@code
   * context.seed()} alone.
   *
   * @throws DivergedException if parameters or losses stop being finite
   */
  Policy train(TrainingInput input, TrainingContext context);
}
