/**
 * Whether a dataset is what it says: its numbers, its hash, and its episodes replayed step by step
 * in a simulator.
 */
package org.prefbench.dataset.verification;
