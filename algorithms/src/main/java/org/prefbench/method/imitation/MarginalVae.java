package org.prefbench.method.imitation;

import java.util.List;
import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;
import org.prefbench.core.Checks;
import org.prefbench.core.Inline;
import org.prefbench.dataset.Segment;
import org.prefbench.generative.latent.VariationalAutoencoder;
import org.prefbench.preference.PreferencePair;

/**
 * A generative model of the preferred segments alone: {@code vae-bc} of the winners, what {@code
 * marginal-bc} is to {@code bc} (Kim et al. 2024, "Preference alignment with flow matching", arXiv
 * 2405.19806, section 5.4).
 *
 * <p>Differs from the paper, which clones the winners of control tasks only: a generator, which has
 * no density. Ties and skipped pairs have no winner and are left out.
 */
public final class MarginalVae implements AlgorithmFactory<MarginalVae.Hyper> {
  /** The hyperparameters. */
  public record Hyper(@Inline VariationalAutoencoder autoencoder) {}

  @Override
  public String id() {
    return "marginal-vae";
  }

  @Override
  public String title() {
    return "Conditional autoencoder of preferred segments (Kim et al. 2024, arXiv 2405.19806)";
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
  public void check(Hyper hyper, Prospect prospect) {
    prospect.requirePairs(id());
  }

  @Override
  public Algorithm create(Hyper hyper) {
    return (input, context) -> {
      List<Segment> winners =
          input.preferences().decided().stream().map(PreferencePair::preferred).toList();
      Checks.require(
          !winners.isEmpty(), "marginal-vae needs pairs with a preferred segment, got none");
      return hyper.autoencoder.fit(winners, input.environment().actions(), context);
    };
  }
}
