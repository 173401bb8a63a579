/**
 * Methods that transport actions by a learned flow. {@link org.prefbench.method.flow.Pfm} is
 * preference flow matching: its loss and batches are in {@link
 * org.prefbench.method.flow.FlowMatching}, its rounds in {@link org.prefbench.method.flow.Rounds}.
 * The map that it learns, the plans that this moves and how a policy acts by it are those of {@link
 * org.prefbench.generative}.
 */
package org.prefbench.method.flow;
