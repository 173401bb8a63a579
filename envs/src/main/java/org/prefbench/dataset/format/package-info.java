/**
 * The formats of datasets on disk: D4RL HDF5, Minari and CSV, a reader and a writer each, one
 * episode at a time. A new format is one class and one service line ({@link
 * org.prefbench.dataset.DatasetFormat}).
 */
package org.prefbench.dataset.format;
