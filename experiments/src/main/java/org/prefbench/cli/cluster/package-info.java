/** Commands about studies that run in parts and on several machines. */
package org.prefbench.cli.cluster;
