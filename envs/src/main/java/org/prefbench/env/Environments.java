package org.prefbench.env;

import org.prefbench.core.Services;

/** The environments on the class path. */
public final class Environments {
  private Environments() {}

  /** Returns the registered environments, looked up by id such as {@code pendulum-v1}. */
  public static Services<EnvironmentFactory> registered() {
    return new Services<>("environment", EnvironmentFactory.class, factory -> factory.spec().id());
  }
}
