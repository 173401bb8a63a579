/** Policies that trials keep: which, as files, and as they act again. */
package org.prefbench.run.policy;
