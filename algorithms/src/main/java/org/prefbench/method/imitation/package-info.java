/**
 * Methods that imitate: behaviour cloning of all the data, which is how references are pre-trained,
 * behaviour cloning of preferred segments alone, and the reference as it is.
 */
package org.prefbench.method.imitation;
