/**
 * From a comparison to a document: the sections of a study's report as blocks ({@link
 * org.prefbench.report.document}), the tables of all numbers as CSV, the files that carry them, and
 * the check that recomputes all of it. Tablesaw shapes these tables here and nowhere else; it
 * computes nothing.
 */
package org.prefbench.report;
