/**
 * From a comparison to a document: the sections of a study's report, its Markdown, CSV, LaTeX, HTML
 * and terminal forms, the files that carry them, and the check that recomputes all of it. Tablesaw
 * shapes and prints tables here and in {@code claims}, and nowhere else; it computes nothing.
 */
package org.prefbench.report;
