/** The commands about methods. */
package org.prefbench.cli.method;
