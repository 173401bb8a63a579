package org.prefbench.nn;

import java.util.Optional;

/**
 * What a training minimises.
 *
 * @param loss the mean over some rows
 * @param idle the loss of a method that does nothing on the same rows, positive, where there is
 *     such a thing: of a copy of the reference before its first step, or of a flow that stands
 *     still. It is what held-out losses are divided by on the learning curve ({@code
 *     validation-loss-ratio}), and where the best state is kept it may be the best
 */
public record Objective(Learner.RowLoss loss, Optional<Learner.RowLoss> idle) {
  /** Returns a loss that nothing is known of. */
  public static Objective of(Learner.RowLoss loss) {
    return new Objective(loss, Optional.empty());
  }

  /** Returns a loss that starts as doing nothing does: that of a copy of the reference. */
  public static Objective fromIdle(Learner.RowLoss loss) {
    return new Objective(loss, Optional.of(loss));
  }

  /** Returns a loss beside that of doing nothing. */
  public static Objective beside(Learner.RowLoss idle, Learner.RowLoss loss) {
    return new Objective(loss, Optional.of(idle));
  }
}
