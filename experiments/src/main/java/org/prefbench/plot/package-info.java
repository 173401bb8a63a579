/**
 * What charts are drawn with: axes and series, text, sheets of panels, and the PNG and SVG files
 * with the same bytes on every redraw. XChart and VectorGraphics2D are used here and nowhere else.
 */
package org.prefbench.plot;
