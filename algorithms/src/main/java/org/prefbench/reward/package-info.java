/**
 * Rewards: whatever scores the steps of segments, and the Bradley-Terry reward learned from
 * labelled pairs, for the methods that have a reward before they have a policy.
 */
package org.prefbench.reward;
