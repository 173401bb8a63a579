package org.prefbench.env;

import org.prefbench.core.Checks;

/** A named run of entries in an environment's state vector, for example {@code qpos} of size 6. */
public record StateField(String name, int size) {
  /** Validates the field. */
  public StateField {
    Checks.require(
        name.matches("[a-z][a-z0-9_]*"), "state field name must be lower case, got '%s'", name);
    Checks.atLeast("size of state field " + name, size, 1);
  }
}
