/**
 * The command line: one picocli command per verb, each of which reads its arguments, calls one
 * entry point of the packages below and prints the result. Results go to standard output, progress
 * and errors to standard error.
 */
package org.prefbench.cli;
