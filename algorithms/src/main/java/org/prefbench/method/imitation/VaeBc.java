package org.prefbench.method.imitation;

import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.core.Inline;
import org.prefbench.generative.latent.VariationalAutoencoder;

/**
 * Behaviour cloning by a conditional variational autoencoder (Kingma and Welling 2014, arXiv
 * 1312.6114; Sohn et al. 2015): the policy draws a latent vector and acts by a network of it and
 * the observation. Its actions can have any law, and no density; see {@link VariationalAutoencoder}
 * for the loss. Like {@code bc} it may be the reference of a study.
 *
 * <p>Differs from the papers: one deviation for all coordinates, which is not learned.
 */
public final class VaeBc implements AlgorithmFactory<VaeBc.Hyper> {
  /** The hyperparameters. */
  public record Hyper(@Inline VariationalAutoencoder autoencoder) {}

  @Override
  public String id() {
    return "vae-bc";
  }

  @Override
  public String title() {
    return "Behaviour cloning by a conditional autoencoder (Kingma and Welling 2014, arXiv 1312.6114)";
  }

  @Override
  public Family family() {
    return Family.IMITATION;
  }

  @Override
  public Hyper defaults() {
    return new Hyper(VariationalAutoencoder.ofImages(4_000));
  }

  @Override
  public Set<Needs> needs(Hyper hyper) {
    return Set.of();
  }

  @Override
  public Algorithm create(Hyper hyper) {
    return (input, context) ->
        hyper.autoencoder.fit(
            input.trajectories().episodes(), input.environment().actions(), context);
  }
}
