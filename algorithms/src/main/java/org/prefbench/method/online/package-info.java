/**
 * Online reinforcement learning on the true reward: how the behaviour policies that make the
 * datasets are trained. A method under comparison never comes here. {@link
 * org.prefbench.method.online.OnlineTraining} steps copies of an environment in lockstep into a
 * {@link org.prefbench.rl.ReplayBuffer}, from which {@link
 * org.prefbench.method.online.SoftActorCritic} learns; everything that goes on from a checkpoint is
 * in it, so a training that was killed ends in the same bytes.
 */
package org.prefbench.method.online;
