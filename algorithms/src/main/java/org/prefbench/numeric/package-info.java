/**
 * Single-precision linear algebra in plain Java with a stated order of every sum, so that a result
 * has the same bits on any processor, for any width of its vectors and any size of a batch. {@link
 * org.prefbench.numeric.MatrixProduct} is the product; how it is computed is a {@link
 * org.prefbench.numeric.Kernel}, with vectors where the JDK's vector module is present and with
 * scalars elsewhere.
 */
package org.prefbench.numeric;
