/**
 * The numbers of others: the tables of the paper and of D4RL's data, each number marked with where
 * it comes from.
 */
package org.prefbench.published;
