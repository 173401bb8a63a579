package org.prefbench.method.imitation;

import java.util.List;
import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.dataset.Segment;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Schedule;
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
      @Help("gaussian, or tanh-gaussian to keep actions inside their bounds")
          GaussianPolicy.Form distribution,
      @Help("whether the network also computes the standard deviations") boolean stateDependentStd,
      @Help("units per hidden layer, >= 1 (as bc)") int hiddenSize,
      @Help("number of hidden layers, >= 0 (as bc)") int hiddenLayers,
      @Help("Adam's step size, > 0 (as bc)") double learningRate,
      @Help("how the step size moves over the training") Schedule schedule,
      @Help("state-action pairs per step, >= 1 (as bc)") int batchSize,
      @Help("gradient steps, >= 1 (the paper: to convergence)") int steps,
      @Help("share of the winners held out, in [0, 0.5]") double validationShare) {
    /** Validates. */
    public Hyper {
      Checks.atLeast("hidden-size", hiddenSize, 1);
      Checks.atLeast("hidden-layers", hiddenLayers, 0);
      Checks.positive("learning-rate", learningRate);
      Checks.atLeast("batch-size", batchSize, 1);
      Checks.atLeast("steps", steps, 1);
      Checks.between("validation-share", validationShare, 0, 0.5);
    }
  }

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
    return new Hyper(
        GaussianPolicy.Form.GAUSSIAN, false, 256, 2, 3e-4, Schedule.COSINE, 256, 5_000, 0.1);
  }

  @Override
  public Set<Needs> needs(Hyper hyperparameters) {
    return Set.of();
  }

  @Override
  public Algorithm create(Hyper h) {
    Cloning cloning =
        new Cloning(
            h.distribution,
            h.stateDependentStd,
            h.hiddenSize,
            h.hiddenLayers,
            h.learningRate,
            h.schedule,
            h.batchSize,
            h.steps,
            h.validationShare);
    return (input, context) -> {
      List<Segment> winners =
          input.preferences().decided().stream().map(PreferencePair::preferred).toList();
      Checks.require(
          !winners.isEmpty(),
          "marginal-bc needs pairs with a winner, got none in %d pairs of %s",
          input.preferences().pairs().size(),
          input.preferences().environment());
      return cloning.fit(winners, input.environment().actions(), context);
    };
  }
}
