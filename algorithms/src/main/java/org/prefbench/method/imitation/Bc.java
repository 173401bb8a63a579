package org.prefbench.method.imitation;

import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;
import org.prefbench.core.Inline;

/**
 * Behaviour cloning (Pomerleau 1991, "Efficient training of artificial neural networks for
 * autonomous navigation"): a Gaussian policy fitted to all state-action pairs of the data by
 * maximum likelihood. It is how references are pre-trained.
 *
 * <pre>
 * L(theta) = - E_{(s, a) ~ data} log pi_theta(a | s)
 * </pre>
 *
 * <p>Differs from the paper (Kim et al. 2024, arXiv 2405.19806, pre-trains its references by
 * behaviour cloning and states neither network nor optimiser): the network, standardised
 * observations, batch and learning rate are those of the CORL baselines (Tarasov et al. 2022, arXiv
 * 2210.07105), which regress on the action instead; a likelihood is used here because a reference
 * must be stochastic for two of its roll-outs to differ. The learning rate falls along a cosine, so
 * that the last policy is not a noisy one.
 */
public final class Bc implements AlgorithmFactory<Bc.Hyper> {
  /** The hyperparameters. */
  public record Hyper(@Inline Cloning cloning) {}

  @Override
  public String id() {
    return "bc";
  }

  @Override
  public String title() {
    return "Behaviour cloning of all the data (Pomerleau 1991)";
  }

  @Override
  public Family family() {
    return Family.IMITATION;
  }

  @Override
  public Hyper defaults() {
    return new Hyper(Cloning.corl(20_000, 0.05));
  }

  @Override
  public Set<Needs> needs(Hyper hyperparameters) {
    return Set.of();
  }

  @Override
  public void check(Hyper hyperparameters, Prospect prospect) {
    hyperparameters.cloning.check(id(), prospect);
  }

  @Override
  public Algorithm create(Hyper hyperparameters) {
    return (input, context) ->
        hyperparameters.cloning.fit(
            input.trajectories().episodes(), input.environment().actions(), context);
  }
}
