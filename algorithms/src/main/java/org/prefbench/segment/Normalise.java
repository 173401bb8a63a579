package org.prefbench.segment;

/**
 * How a segment's steps are put together. A loss that compares a sum with a fixed number means
 * something else for segments of another length; one that compares a mean does not. Where all
 * segments have k steps the mean is the sum under beta / k.
 */
public enum Normalise {
  /** The sum over the steps: the log-density of the segment's actions. */
  SUM,
  /** The mean over the steps, padding left out. */
  MEAN
}
