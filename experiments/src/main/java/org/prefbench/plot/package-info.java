/**
 * What charts are drawn with: axes and series, text, sheets of panels, and the PNG, SVG and PDF
 * files with the same bytes on every redraw. XChart, Batik and PDFBox are used here and nowhere
 * else.
 */
package org.prefbench.plot;
