/** Environments that are processes of others. */
package org.prefbench.env.process;
