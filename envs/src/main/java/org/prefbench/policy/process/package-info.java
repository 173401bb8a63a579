/** Policies that are processes of others, of which nothing is known but their actions. */
package org.prefbench.policy.process;
