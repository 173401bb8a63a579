/**
 * Neural networks: the one package that runs the training engine. A network is a value, {@link
 * org.prefbench.network.Mlp}, whose forward pass in plain Java serves acting; a {@link
 * org.prefbench.nn.Learner} trains the same weights by the engine's automatic differentiation and
 * an optimiser in plain Java. A method needs only the declaration of its networks, a loss of a few
 * lines and {@link org.prefbench.nn.Learner#fit}. Nothing outside this package and the methods'
 * losses knows the engine.
 */
package org.prefbench.nn;
