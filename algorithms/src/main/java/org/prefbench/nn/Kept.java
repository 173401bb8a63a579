package org.prefbench.nn;

/**
 * What a training left the learner at.
 *
 * @param step the steps taken until then
 * @param validationLoss the mean loss on the held-out rows there; NaN without such rows
 * @param untouched whether doing nothing was best: then what was trained is not to be used
 */
public record Kept(long step, double validationLoss, boolean untouched) {}
