/**
 * Teachers who judge segments by more than their return: by other components, in circles, by what
 * comes after; how steps are marked by edits; and how far from transitive labels are.
 */
package org.prefbench.preference.teacher;
