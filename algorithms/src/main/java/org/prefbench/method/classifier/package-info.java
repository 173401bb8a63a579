/** Trains what an environment takes for its reward; compared with no method. */
package org.prefbench.method.classifier;
