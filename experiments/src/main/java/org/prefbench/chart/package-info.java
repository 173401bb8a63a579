/**
 * Pictures of results: one file per chart. A chart that a report shows implements {@link
 * org.prefbench.chart.ChartFactory} and has a line in {@code META-INF/services}; it draws {@link
 * org.prefbench.plot.Panel}s, and a {@link org.prefbench.plot.Sheet} turns panels into a PNG and an
 * SVG file with the same bytes on every redraw.
 */
package org.prefbench.chart;
