/**
 * Methods that transport actions by a learned flow. {@link org.prefbench.method.flow.Pfm} is
 * preference flow matching: how it trains is in {@link org.prefbench.method.flow.FlowMatching}, the
 * map it learns in {@link org.prefbench.method.flow.FlowMap}, how the map acts in {@link
 * org.prefbench.method.flow.FlowPolicy}, and where the plans come from that it moves in {@link
 * org.prefbench.method.flow.PlanSource}.
 */
package org.prefbench.method.flow;
