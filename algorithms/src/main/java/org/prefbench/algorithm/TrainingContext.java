package org.prefbench.algorithm;

import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;

/**
 * What surrounds one training run: its random stream, the ledger that counts its costs, and who
 * watches it.
 */
public record TrainingContext(Seed seed, Ledger ledger, Monitor monitor) {}
