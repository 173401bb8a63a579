/**
 * Segments under a policy that is being trained: segments and labelled pairs as arrays, likelihoods
 * of segments and their ratios to a reference, and what makes a direct method out of one loss of
 * pairs, or of winners and losers.
 */
package org.prefbench.segment;
