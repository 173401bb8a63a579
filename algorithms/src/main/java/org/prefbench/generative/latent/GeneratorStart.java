package org.prefbench.generative.latent;

import java.util.Set;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Help;

/**
 * The generator that a method fine-tunes: one of its own, fitted to the data as {@code vae-bc} is,
 * or the reference, where that is one.
 *
 * @param start which
 * @param reference how one of its own is fitted
 */
public record GeneratorStart(
    @Help("the generator that is fine-tuned: fitted to the data, or the given reference")
        Start start,
    VariationalAutoencoder reference) {
  /** Which generator is fine-tuned. */
  public enum Start {
    /** One fitted to the data. */
    FITTED,
    /** The reference. */
    GIVEN
  }

  /** Returns what must be declared. */
  public Set<Needs> needs() {
    return start == Start.GIVEN ? Set.of(Needs.REFERENCE_WEIGHTS) : Set.of();
  }

  /** Refuses beforehand what {@link #generator} would refuse. */
  public void check(String method, Prospect prospect) {
    prospect.requirePairs(method);
    if (start == Start.GIVEN) {
      prospect.requireReference(method);
      prospect.reference().ifPresent(policy -> LatentVariablePolicy.require(policy, key(method)));
    }
  }

  /**
   * Returns the generator.
   *
   * @throws org.prefbench.core.InvalidInputException if the given reference is none
   */
  public LatentVariablePolicy generator(
      String method, TrainingInput input, TrainingContext context) {
    return start == Start.GIVEN
        ? LatentVariablePolicy.require(input.requireReference(), key(method))
        : reference.fit(
            input.trajectories().episodes(),
            input.environment().actions(),
            new TrainingContext(
                context.seed(), context.ledger(), context.monitor().part("reference-")));
  }

  private static String key(String method) {
    return method + ".start given";
  }
}
