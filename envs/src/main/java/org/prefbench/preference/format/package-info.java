/**
 * Labelled pairs as others keep them: each format is one class and one service line ({@link
 * org.prefbench.preference.format.PreferenceFormat}). Some hold the segments themselves; others
 * point at rows of a dataset.
 */
package org.prefbench.preference.format;
