/**
 * Trajectory datasets: how they are collected, what they hold, how they are checked, and the
 * formats on disk (D4RL HDF5 and CSV). An episode keeps all T+1 observations and the simulator
 * state before every action, so that any dataset of our own environments can be replayed bit for
 * bit.
 */
package org.prefbench.dataset;
