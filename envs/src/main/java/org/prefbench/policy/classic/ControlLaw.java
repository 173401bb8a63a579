package org.prefbench.policy.classic;

/** A rule that maps one observation to the action it wants: immutable, without memory. */
@FunctionalInterface
interface ControlLaw {
  /**
   * Writes the wanted action.
   *
   * @param observation {@code [obs]}; not changed
   * @param action {@code [act]}; not necessarily inside the action space
   */
  void control(double[] observation, double[] action);
}
