package org.prefbench.preference;

import org.prefbench.env.EnvironmentFactory;
import org.prefbench.policy.Policy;

/**
 * How it goes on after a segment.
 *
 * @param environment where the segments come from
 * @param policy who acts from there on, as it acts: a policy that samples goes on sampling
 */
public record Continuation(EnvironmentFactory environment, Policy policy) {}
