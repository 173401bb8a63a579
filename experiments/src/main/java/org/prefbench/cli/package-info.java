/**
 * The command line: each command parses its arguments, makes one call into the packages that do the
 * work and prints the result. Standard output is the result, standard error is progress and errors;
 * an error is one line. Exit codes: 0 done, 1 failure, 2 wrong usage (something typed), 3 invalid
 * input (something in a file), 4 some trials failed, 5 a check did not hold, 130 interrupted.
 */
package org.prefbench.cli;
