/**
 * What methods of offline reinforcement learning share: logged steps, the rewards that they are
 * given with their unit and zero, and a method made of a reward and a learner.
 */
package org.prefbench.offline;
