/**
 * Results on disk: one atomic file per trial, the table of rows that reports are made from, the
 * provenance that comes with both, and the cards of generated datasets.
 */
package org.prefbench.store;
