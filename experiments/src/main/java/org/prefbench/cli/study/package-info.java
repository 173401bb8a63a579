/**
 * The commands about studies: those that run them, and those that show, check and decide what came
 * out.
 */
package org.prefbench.cli.study;
