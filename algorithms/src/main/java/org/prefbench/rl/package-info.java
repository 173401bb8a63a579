/**
 * What reinforcement learning is built from, online or on logged data: {@link
 * org.prefbench.rl.Transitions} and a {@link org.prefbench.rl.ReplayBuffer} of them, {@link
 * org.prefbench.rl.Critics} with targets, an actor that is trained through its own actions ({@link
 * org.prefbench.rl.TanhGaussianHead}) or by {@link org.prefbench.rl.AdvantageWeights} on logged
 * ones, and {@link org.prefbench.rl.Advantages} of roll-outs. An {@link
 * org.prefbench.rl.OfflineLearner} makes a policy of logged transitions and rewards, which are
 * numbers here, wherever they come from; an {@link org.prefbench.offline.OfflineMethod} says where.
 */
package org.prefbench.rl;
