/**
 * What methods that generate actions share. A {@link org.prefbench.generative.FlowMap} carries
 * plans, which are segments' actions in one vector, along a learned velocity; a learner trains it
 * as a {@link org.prefbench.generative.VelocityNetwork}. A {@link
 * org.prefbench.generative.FlowPolicy} acts by such maps on the plans of a {@link
 * org.prefbench.generative.PlanSource}, one of which rolls out in a learned {@link
 * org.prefbench.generative.DynamicsModel}, whose steps a {@link
 * org.prefbench.generative.TransitionClassifier} tells from real ones. Losses belong to the
 * methods.
 */
package org.prefbench.generative;
