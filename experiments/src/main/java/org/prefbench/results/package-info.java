/**
 * Results of one or several folders as one table, for charts and tables that a study does not make
 * by itself, and for people who go on with it: {@link org.prefbench.results.Results}.
 */
package org.prefbench.results;
