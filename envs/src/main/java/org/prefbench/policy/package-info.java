/**
 * Policies and the actors that run them. A policy is immutable and shareable; what belongs to one
 * run of episodes (random streams, plans, memory, forks for look-ahead) lives in an actor. A
 * black-box policy shows nothing but its actions. Behaviours are the policies that make data, one
 * or several in turn per quality tier of an environment; new ones are found through {@link
 * java.util.ServiceLoader}.
 */
package org.prefbench.policy;
