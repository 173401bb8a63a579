/** The commands about datasets and about labels of their segments. */
package org.prefbench.cli.dataset;
