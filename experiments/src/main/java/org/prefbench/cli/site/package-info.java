/** The command that makes a site of results. */
package org.prefbench.cli.site;
