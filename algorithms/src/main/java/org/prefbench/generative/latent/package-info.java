/**
 * Generators: policies that draw latents and act by a Gaussian given them, how they are fitted to
 * data and what it takes to train them further.
 */
package org.prefbench.generative.latent;
