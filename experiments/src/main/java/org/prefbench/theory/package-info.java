/**
 * Checks of rows and measurements against theorems: one file per study that has a theory, each a
 * {@link org.prefbench.theory.TheoryCheck} with a line in {@code META-INF/services}.
 */
package org.prefbench.theory;
