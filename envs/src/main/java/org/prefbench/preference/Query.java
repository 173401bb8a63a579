package org.prefbench.preference;

import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;

/**
 * The question which of two segments is better.
 *
 * @param first a segment with true rewards
 * @param second another one of the same environment
 * @param stream the randomness of the answer
 */
public record Query(Segment first, Segment second, Seed stream) {}
