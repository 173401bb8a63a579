package org.prefbench.run;

import org.prefbench.stage.Shared;
import org.prefbench.store.StageResult;

/**
 * What all methods of one run on one task share, and what is written down about it.
 *
 * @param shared what it is
 * @param result its hashes, and what it took to make it
 */
record Prepared(Shared shared, StageResult result) {}
