/**
 * Pictures of results: one file per chart. A chart that a report shows implements {@link
 * org.prefbench.report.ChartFactory} and has a line in {@code META-INF/services}; it draws {@link
 * org.prefbench.chart.Panel}s, and a {@link org.prefbench.chart.Sheet} turns panels into a PNG and
 * an SVG file with the same bytes on every redraw. XChart draws the axes and the series; it is used
 * here and nowhere else. The letters come from a font in the jar, so a picture does not depend on
 * what is installed.
 */
package org.prefbench.chart;
