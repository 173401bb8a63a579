/**
 * What needs the module {@code jdk.incubator.vector}, which is not final yet: compiled apart,
 * loaded by name, and only where the module is there.
 */
package org.prefbench.numeric.vector;
