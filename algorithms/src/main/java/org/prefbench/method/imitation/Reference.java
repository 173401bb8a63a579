package org.prefbench.method.imitation;

import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;

/**
 * The pre-trained policy as it is, the line from which every method starts: the column "BC" of Kim
 * et al. 2024 ("Preference alignment with flow matching", arXiv 2405.19806, Table 3).
 *
 * <p>Differs from the paper: nothing; there is nothing to learn.
 */
public final class Reference implements AlgorithmFactory<Reference.Hyper> {
  /** No hyperparameters. */
  public record Hyper() {}

  @Override
  public String id() {
    return "reference";
  }

  @Override
  public String title() {
    return "The pre-trained policy, unchanged (Kim et al. 2024, arXiv 2405.19806, column BC)";
  }

  @Override
  public Family family() {
    return Family.IMITATION;
  }

  @Override
  public Hyper defaults() {
    return new Hyper();
  }

  @Override
  public Set<Needs> needs(Hyper hyperparameters) {
    return Set.of();
  }

  @Override
  public void check(Hyper hyperparameters, Prospect prospect) {
    prospect.requireReference(id());
  }

  @Override
  public Algorithm create(Hyper hyperparameters) {
    return (input, context) -> input.requireReference();
  }
}
