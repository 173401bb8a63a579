/** Flows of single actions. */
package org.prefbench.generative.action;
