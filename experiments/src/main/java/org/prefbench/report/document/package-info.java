/**
 * A document as a list of sealed blocks ({@link org.prefbench.report.document.Block}), and what it
 * looks like in Markdown, in LaTeX, in HTML and in a terminal: one {@link
 * org.prefbench.report.document.Renderer} each. Nothing here knows what a document is about.
 */
package org.prefbench.report.document;
