package org.prefbench.segment;

import ai.djl.ndarray.NDArray;

/**
 * What a loss reads of one segment of every pair of a batch.
 *
 * @param logRatios D, how much likelier the policy in training finds the segment than the reference
 *     does, {@code [n]}, in nats; summed over the steps or their mean, as {@link Normalise} says
 * @param logs how likely the policy finds it, {@code [n]}, likewise
 * @param stepLogRatios the mean of D over the steps in any case, {@code [n]}
 */
public record Side(NDArray logRatios, NDArray logs, NDArray stepLogRatios) {}
