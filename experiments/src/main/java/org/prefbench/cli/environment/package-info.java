/** The commands about environments: list, roll out, render, replay recorded steps. */
package org.prefbench.cli.environment;
