package org.prefbench.policy;

import org.prefbench.core.FloatMatrix;

/** A policy at work in a batch of episodes. Not thread-safe. */
public interface Actor extends AutoCloseable {
  /**
   * Returns the actions for the next step; the matrix is valid until the next call.
   *
   * @param observations {@code [copies, obs]}
   * @return {@code [copies, act]}, not necessarily inside the action space (environments clip)
   */
  FloatMatrix act(FloatMatrix observations);

  /** Releases what the actor holds. */
  @Override
  default void close() {}
}
