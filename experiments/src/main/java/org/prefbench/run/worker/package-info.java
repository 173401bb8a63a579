/**
 * Worker processes seen from the run that starts them: jobs as lines of text, what may be begun
 * when, and what becomes of a process that dies.
 */
package org.prefbench.run.worker;
