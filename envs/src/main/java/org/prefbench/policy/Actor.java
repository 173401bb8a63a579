package org.prefbench.policy;

import java.util.Optional;
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

  /**
   * Returns log pi(a|s) of every action that {@link #act} returned last, {@code [copies]} in nats,
   * valid until the next call and bit for bit what {@link DensityPolicy#logProbabilities} says of
   * them; those of finished copies mean nothing. Empty if the actor does not know them without
   * working them out anew.
   */
  default Optional<double[]> logProbabilities() {
    return Optional.empty();
  }

  /** Releases what the actor holds. */
  @Override
  default void close() {}
}
