/** Processes of others that are spoken with in lines of text. */
package org.prefbench.process;
