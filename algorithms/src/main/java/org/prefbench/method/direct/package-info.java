/**
 * Methods that align a policy to preferences directly, by a loss on the log-densities of segments,
 * without a reward model and without a simulator.
 */
package org.prefbench.method.direct;
