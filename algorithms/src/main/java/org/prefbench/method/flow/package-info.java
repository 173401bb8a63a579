/**
 * Methods that transport actions by a learned flow. {@link org.prefbench.method.flow.Pfm} is
 * preference flow matching: how it trains is in that file, the map it learns in {@link
 * org.prefbench.method.flow.FlowMap}, how the map acts in {@link
 * org.prefbench.method.flow.FlowPolicy}.
 */
package org.prefbench.method.flow;
