/**
 * Results on disk: one atomic file per trial, the table of rows that reports are made from, and the
 * provenance that comes with both; and where on this machine they lie.
 */
package org.prefbench.store;
