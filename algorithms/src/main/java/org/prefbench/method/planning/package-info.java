/**
 * Methods that act by comparing roll-outs of the reference: exactly, by true rewards in the
 * simulator, as yardsticks for those that learn what planning would choose; by learned rewards; and
 * in learned dynamics.
 */
package org.prefbench.method.planning;
