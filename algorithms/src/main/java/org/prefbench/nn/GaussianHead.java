package org.prefbench.nn;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.prefbench.algorithm.Prospect;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.InvalidInputException;
import org.prefbench.policy.Policy;

/**
 * A {@link GaussianPolicy} while a learner trains it: declares its network and deviations, gives
 * log-densities that can be differentiated, and returns the policy as it stands.
 */
public final class GaussianHead {
  private static final float LOG_TWO_PI = (float) StrictMath.log(2 * StrictMath.PI);

  private final Learner learner;
  private final GaussianPolicy initial;
  private final Learner.Network network;
  private final Optional<Learner.Vector> logStd;
  private final boolean stateDependent;

  /** Declares the parameters of {@code initial} in {@code learner}; the policy itself stays. */
  public GaussianHead(Learner learner, GaussianPolicy initial) {
    this(learner, initial, true);
  }

  /**
   * Declares the parameters of {@code initial} in {@code learner}; the policy itself stays.
   *
   * @param trainStd whether standard deviations that do not depend on the state are among them;
   *     those that the network computes always are
   */
  public GaussianHead(Learner learner, GaussianPolicy initial, boolean trainStd) {
    this.learner = learner;
    this.initial = initial;
    network = learner.network(initial.network());
    stateDependent = initial.logStd().length == 0;
    logStd =
        trainStd && !stateDependent
            ? Optional.of(learner.vector(initial.logStd()))
            : Optional.empty();
  }

  /**
   * Returns the reference of a method that trains a copy of it.
   *
   * @param method the method's id, for the error message
   * @throws InvalidInputException if the reference is no {@link GaussianPolicy}
   */
  public static GaussianPolicy requireReference(TrainingInput input, String method) {
    return gaussian(input.requireReference(), method);
  }

  /**
   * Refuses beforehand what {@link #requireReference} would refuse.
   *
   * @throws InvalidInputException if there is no reference, or it is known to be no {@link
   *     GaussianPolicy}
   */
  public static void checkReference(Prospect prospect, String method) {
    prospect.requireReference(method);
    prospect.reference().ifPresent(reference -> gaussian(reference, method));
  }

  private static GaussianPolicy gaussian(Policy policy, String method) {
    if (policy instanceof GaussianPolicy reference) {
      return reference;
    }
    throw new InvalidInputException(
        method
            + " needs a Gaussian reference policy with known density, such as bc trains, and the"
            + " reference is another");
  }

  /**
   * Returns the log-density of latent vectors, {@code [n]}, in nats. For the tanh form the
   * log-density of the action is this minus {@link GaussianPolicy#logVolumes}, a constant of the
   * data that drops out of gradients and of ratios.
   *
   * @param observations standardised, {@code [n, obs]}
   * @param latents {@code [n, act]}, see {@link GaussianPolicy#latents}
   */
  public NDArray logProbabilities(Pass pass, NDArray observations, NDArray latents) {
    int size = initial.actions().size();
    NDArray outputs = pass.forward(network, observations);
    NDArray mean = stateDependent ? outputs.get(":, :" + size) : outputs;
    NDArray log = stateDependent ? outputs.get(":, " + size + ":") : logStd(pass);
    log = log.clip(GaussianPolicy.MIN_LOG_STD, GaussianPolicy.MAX_LOG_STD);
    NDArray z = latents.sub(mean).mul(log.neg().exp());
    NDArray terms = z.square().mul(pass.scalar(-0.5f)).sub(log);
    return terms.sum(new int[] {1}).sub(0.5f * size * LOG_TWO_PI);
  }

  private NDArray logStd(Pass pass) {
    return logStd
        .map(pass::value)
        .orElseGet(() -> pass.array(initial.logStd(), initial.actions().size()));
  }

  /** Returns the policy as it stands. */
  public GaussianPolicy policy() {
    return initial.with(
        learner.read(network), logStd.map(learner::read).orElseGet(initial::logStd));
  }
}
