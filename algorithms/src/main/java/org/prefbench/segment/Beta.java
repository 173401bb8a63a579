package org.prefbench.segment;

import org.prefbench.core.Checks;
import org.prefbench.core.Help;

/**
 * How strongly a method holds on to its reference: beta of direct preference optimisation and kin.
 */
public record Beta(
    @Help("strength of the pull to the reference, > 0 (usual in language: 0.1)") double beta) {
  /** Validates. */
  public Beta {
    Checks.positive("beta", beta);
  }
}
