/**
 * A study as jobs of systems that others run: batch scripts for Slurm, manifests for Kubernetes.
 */
package org.prefbench.run.batch;
