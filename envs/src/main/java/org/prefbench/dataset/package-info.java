/**
 * Trajectory datasets: how they are collected ({@link org.prefbench.dataset.Collector}, {@link
 * org.prefbench.dataset.GeneratedDataset}), what they hold, how they are described and checked
 * ({@link org.prefbench.dataset.DatasetInfo}, {@link
 * org.prefbench.dataset.verification.DatasetVerifier}), and the formats on disk ({@link
 * org.prefbench.dataset.Datasets}: D4RL HDF5, Minari and CSV; a new format is one class and one
 * service line). An episode keeps all T+1 observations and the simulator state before every action,
 * so that any dataset of our own environments can be replayed bit for bit. Files are read and
 * written one episode at a time, whatever their size.
 */
package org.prefbench.dataset;
