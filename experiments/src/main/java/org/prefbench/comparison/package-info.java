/**
 * From rows to a comparison: the score table, paired differences, what was chosen by validation
 * loss, what was measured beside the scores. This is what a chart, a check against theory and a
 * report are given; nothing here knows how it is shown.
 */
package org.prefbench.comparison;
