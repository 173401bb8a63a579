/**
 * From rows to a comparison: the statistics (our own code, in double precision), the score table
 * and its Markdown, CSV, LaTeX and terminal forms, the pages that carry them, the check that
 * recomputes all of it, and what the rows say of claims. Charts are drawn by whoever registers a
 * {@link org.prefbench.report.ChartFactory}. Tablesaw shapes and prints tables here and nowhere
 * else; it computes nothing.
 */
package org.prefbench.report;
