/**
 * Models of a teacher's preference, shared by the methods that learn a reward before they learn a
 * policy.
 */
package org.prefbench.reward;
