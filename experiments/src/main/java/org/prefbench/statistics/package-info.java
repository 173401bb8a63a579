/**
 * Numbers and nothing else: means, intervals, tests and the bootstrap (our own code, in double
 * precision; Commons Statistics has the distributions), and how a number reads in a table. Nothing
 * here knows a method or a task.
 */
package org.prefbench.statistics;
