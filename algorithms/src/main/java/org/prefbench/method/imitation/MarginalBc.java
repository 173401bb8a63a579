package org.prefbench.method.imitation;

import java.util.List;
import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.dataset.Segment;
import org.prefbench.preference.PreferencePair;

/**
 * Behaviour cloning of the preferred segments alone, the column "Marginal BC" of Kim et al. 2024
 * ("Preference alignment with flow matching", arXiv 2405.19806, Table 3 and section 5.4): a
 * Gaussian policy, from scratch, that models the winners and never sees what they won against.
 *
 * <pre>
 * L(theta) = - E_{segment+ ~ winners} E_{(s, a) in segment+} log pi_theta(a | s)
 * </pre>
 *
 * <p>Differs from the paper: it says no more than "behaviour cloning on the preferred segments";
 * network and optimiser are those of {@code bc}, with fewer steps for fewer data. Ties and skipped
 * pairs have no winner and are left out. Steps of all segments weigh the same.
 */
public final class MarginalBc implements AlgorithmFactory<MarginalBc.Hyper> {
  /** The hyperparameters. */
  public record Hyper(
      @Inline
          @Help(of = "hidden-size", value = "units per hidden layer, >= 1 (as bc)")
          @Help(of = "hidden-layers", value = "number of hidden layers, >= 0 (as bc)")
          @Help(of = "learning-rate", value = "Adam's step size, > 0 (as bc)")
          @Help(of = "batch-size", value = "state-action pairs per step, >= 1 (as bc)")
          @Help(of = "steps", value = "gradient steps, >= 1 (the paper: to convergence)")
          @Help(of = "validation-share", value = "share of the winners held out, in [0, 0.5]")
          Cloning cloning) {}

  @Override
  public String id() {
    return "marginal-bc";
  }

  @Override
  public String title() {
    return "Behaviour cloning of preferred segments (Kim et al. 2024, arXiv 2405.19806)";
  }

  @Override
  public Family family() {
    return Family.IMITATION;
  }

  @Override
  public Hyper defaults() {
    return new Hyper(Cloning.corl(5_000, 0.1));
  }

  @Override
  public Set<Needs> needs(Hyper hyperparameters) {
    return Set.of();
  }

  @Override
  public void check(Hyper hyperparameters, Prospect prospect) {
    prospect.requirePairs(id());
    hyperparameters.cloning.check(id(), prospect);
  }

  @Override
  public Algorithm create(Hyper hyperparameters) {
    return (input, context) -> {
      List<Segment> winners =
          input.preferences().decided().stream().map(PreferencePair::preferred).toList();
      Checks.require(
          !winners.isEmpty(),
          "marginal-bc needs pairs with a winner, got none in %d pairs of %s",
          input.preferences().pairs().size(),
          input.preferences().environment());
      return hyperparameters.cloning.fit(winners, input.environment().actions(), context);
    };
  }
}
