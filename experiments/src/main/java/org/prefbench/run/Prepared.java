package org.prefbench.run;

import org.prefbench.env.process.ProcessEnvironments;
import org.prefbench.policy.process.ProcessPolicy;
import org.prefbench.stage.Shared;
import org.prefbench.store.StageResult;

/**
 * What all methods of one run on one task share, and what is written down about it.
 *
 * @param shared what it is
 * @param result its hashes, and what it took to make it
 */
record Prepared(Shared shared, StageResult result) implements AutoCloseable {
  /** Ends the processes that reference and environment are, where they are some. */
  @Override
  public void close() {
    if (shared.reference() instanceof ProcessPolicy process) {
      process.close();
    }
    if (shared.environment() instanceof ProcessEnvironments process) {
      process.close();
    }
  }
}
