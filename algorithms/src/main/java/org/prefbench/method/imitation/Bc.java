package org.prefbench.method.imitation;

import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Schedule;

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
  public record Hyper(
      @Help("gaussian, or tanh-gaussian to keep actions inside their bounds")
          GaussianPolicy.Form distribution,
      @Help("whether the network also computes the standard deviations") boolean stateDependentStd,
      @Help("units per hidden layer, >= 1 (CORL: 256)") int hiddenSize,
      @Help("number of hidden layers, >= 0 (CORL: 2)") int hiddenLayers,
      @Help("Adam's step size, > 0 (CORL: 3e-4)") double learningRate,
      @Help("how the step size moves over the training") Schedule schedule,
      @Help("state-action pairs per step, >= 1 (CORL: 256)") int batchSize,
      @Help("gradient steps, >= 1 (CORL: up to 1e6)") int steps,
      @Help("share of the episodes held out, in [0, 0.5]") double validationShare) {
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
    return new Hyper(
        GaussianPolicy.Form.GAUSSIAN, false, 256, 2, 3e-4, Schedule.COSINE, 256, 20_000, 0.05);
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
    return (input, context) ->
        cloning.fit(input.trajectories().episodes(), input.environment().actions(), context);
  }
}
