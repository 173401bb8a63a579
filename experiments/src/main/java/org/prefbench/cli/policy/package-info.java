/** The commands about policies: trained, evaluated, rendered and put on the shelf. */
package org.prefbench.cli.policy;
