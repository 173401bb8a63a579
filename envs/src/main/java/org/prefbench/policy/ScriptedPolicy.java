package org.prefbench.policy;

/**
 * A policy that is code, not weights: the tier of an environment that {@link Behaviors#find}
 * returns by the two names below. The names stand for it on disk and in hashes.
 */
public interface ScriptedPolicy extends Policy {
  /** Returns the id of the environment; its version changes when the law does. */
  String environment();

  /** Returns the tier. */
  String tier();
}
