/** Measurements of trained policies that are no stage: changing them outdates no result. */
package org.prefbench.run.probe;
