package org.prefbench.preference;

/**
 * A kind of teacher that may judge segments by other things than their true return, so that labels
 * which agree with the return no better than chance are no fault of its.
 */
public interface BeyondReturn {}
