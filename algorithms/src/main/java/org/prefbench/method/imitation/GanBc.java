package org.prefbench.method.imitation;

import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.core.Inline;
import org.prefbench.generative.latent.AdversarialNetworks;

/**
 * Behaviour cloning by a conditional adversarial network with least squares (Mao et al. 2017, arXiv
 * 1611.04076), the generator of the released code of Kim et al. 2024 (arXiv 2405.19806, section
 * 5.1): the policy draws a latent vector and acts by a network of it and the observation, which has
 * a head for the deviation of added noise; see {@link AdversarialNetworks} for the losses. It may
 * be the reference of a study.
 *
 * <p>Differs from the released code: leaks of the generator are 0.01 in place of 0.2, one network
 * has means and deviations in place of two, the log of the deviation stands for its softplus, the
 * mean is not squashed, the digit is given one-hot and not embedded, and the discriminator has no
 * sigmoid, as in Mao et al. Steps are five times as large (there 1e-4): with those a generator of
 * handwritten digits does not yet tell them apart after 8,000 steps.
 */
public final class GanBc implements AlgorithmFactory<GanBc.Hyper> {
  /** The hyperparameters. */
  public record Hyper(@Inline AdversarialNetworks networks) {}

  @Override
  public String id() {
    return "gan-bc";
  }

  @Override
  public String title() {
    return "Behaviour cloning by least-squares adversarial networks (Mao et al. 2017, arXiv 1611.04076)";
  }

  @Override
  public Family family() {
    return Family.IMITATION;
  }

  @Override
  public Hyper defaults() {
    return new Hyper(new AdversarialNetworks(100, 256, 3, 0.3, 0.1, 5e-4, 64, 8_000));
  }

  @Override
  public Set<Needs> needs(Hyper hyper) {
    return Set.of();
  }

  @Override
  public Algorithm create(Hyper hyper) {
    return (input, context) ->
        hyper.networks.fit(input.trajectories().episodes(), input.environment().actions(), context);
  }
}
