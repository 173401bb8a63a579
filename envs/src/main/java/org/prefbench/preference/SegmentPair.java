package org.prefbench.preference;

import org.prefbench.dataset.Segment;

/** Two segments of one environment that are to be compared. */
public record SegmentPair(Segment first, Segment second) {}
