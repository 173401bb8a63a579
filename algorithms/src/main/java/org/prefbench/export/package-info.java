/** Trained policies as files that other programs run. */
package org.prefbench.export;
