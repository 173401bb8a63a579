/**
 * Methods that learn a reward from the pairs and then a policy from the reward, in the simulator or
 * on logged data, and those that bound and control them.
 */
package org.prefbench.method.reward;
