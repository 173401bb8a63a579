package org.prefbench.algorithm;

import java.util.Optional;
import java.util.OptionalInt;
import org.prefbench.core.Checks;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.policy.Policy;

/**
 * What is known of a training before anything is made, so that what must fail is told at once and
 * not after hours; see {@link AlgorithmFactory#check}.
 *
 * @param environment where the policy is to act
 * @param segmentLength the most steps that a segment of the pairs has; empty where there are no
 *     pairs, as while the reference is trained
 * @param refined whether there is a reference policy, as there is but while it is trained
 * @param reference the reference policy, where it is known because it need not be trained
 */
public record Prospect(
    EnvironmentSpec environment,
    OptionalInt segmentLength,
    boolean refined,
    Optional<Policy> reference) {
  /** Returns what is known of the training of a reference: there are neither pairs nor another. */
  public static Prospect ofReference(EnvironmentSpec environment) {
    return new Prospect(environment, OptionalInt.empty(), false, Optional.empty());
  }

  /** Refuses a method that learns from pairs where there are none. */
  public void requirePairs(String method) {
    Checks.require(
        segmentLength.isPresent(),
        "%s learns from labelled pairs, of which there are none while the reference is trained",
        method);
  }

  /** Refuses a method that starts from a reference policy where there is none. */
  public void requireReference(String method) {
    Checks.require(refined, "%s needs a reference policy, and cannot train it", method);
  }
}
