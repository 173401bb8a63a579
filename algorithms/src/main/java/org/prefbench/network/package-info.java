/**
 * Fully connected networks in plain Java, free of the training engine: a network as a value ({@link
 * org.prefbench.network.Mlp}), its forward pass for acting ({@link
 * org.prefbench.network.MlpEvaluator}), and forward and backward passes over the parameters of a
 * learner ({@link org.prefbench.network.Layers}). All of them multiply by {@link
 * org.prefbench.numeric.MatrixProduct}, so a network has the same outputs, to the last bit, while
 * it learns and while it acts.
 */
package org.prefbench.network;
