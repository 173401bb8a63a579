/** Flows whose velocity has convolutions, which run in the engine. */
package org.prefbench.generative.image;
