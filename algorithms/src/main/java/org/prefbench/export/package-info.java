/** Trained policies as files that other programs run, and what their flows do to plans. */
package org.prefbench.export;
