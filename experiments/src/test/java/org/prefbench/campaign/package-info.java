/**
 * What does not end: inputs damaged at random, runs killed at random, disks that are full, a worker
 * that goes on for hundreds of trials. Seeded, so that every case can be repeated; {@code
 * scripts/campaign} is how to start it.
 */
package org.prefbench.campaign;
