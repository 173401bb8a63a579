/**
 * Policies as they are typed, and the episodes that they play: what several commands share of it.
 */
package org.prefbench.cli.shared.policy;
