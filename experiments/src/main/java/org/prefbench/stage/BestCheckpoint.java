package org.prefbench.stage;

import java.util.Optional;
import org.prefbench.policy.Policy;

/** Remembers the checkpoint with the smallest validation loss. */
public final class BestCheckpoint {
  private Optional<Checkpoint> best = Optional.empty();

  /** A policy on the way. */
  public record Checkpoint(long step, long steps, double validationLoss, Policy policy) {}

  /** Takes a checkpoint into account. */
  public void offer(Checkpoint checkpoint) {
    // written so that NaN is never best and the earlier of two equal losses stays
    if (checkpoint.validationLoss()
        < best.map(Checkpoint::validationLoss).orElse(Double.POSITIVE_INFINITY)) {
      best = Optional.of(checkpoint);
    }
  }

  /** Returns the best of what was offered, if any had a validation loss. */
  public Optional<Checkpoint> get() {
    return best;
  }
}
