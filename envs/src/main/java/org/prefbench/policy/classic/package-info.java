/**
 * Behaviour tiers of the classic tasks, one file per task: control laws that were scripted or
 * solved, plus Gaussian noise that is declared in the description and enters the density. The tier
 * {@code expert} is close to the best return known, {@code medium} lies at a third to a half of it
 * in normalised score, {@code random} knows nothing of the task. They make datasets without
 * training anything.
 */
package org.prefbench.policy.classic;
