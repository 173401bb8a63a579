package org.prefbench.env;

/**
 * Makes copies of one environment. Service provider interface: one line in {@code
 * META-INF/services} registers it.
 */
public interface EnvironmentFactory {
  /** Returns what is fixed about the environment. */
  EnvironmentSpec spec();

  /** Returns a new copy, which must be reset or given a state before it is stepped. */
  Environment create();
}
