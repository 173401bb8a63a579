/**
 * What commands share: arguments and groups of options, listings as text or JSON, progress, exit
 * codes.
 */
package org.prefbench.cli.shared;
