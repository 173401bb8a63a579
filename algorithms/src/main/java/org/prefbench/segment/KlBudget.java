package org.prefbench.segment;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Function;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Minibatches;

/**
 * An end to training by how far the policy has gone: a hundred times the mean KL(pi || pi_ref) over
 * the states of the batch, in nats per step, is held against a budget, and once it is beyond no
 * parameter moves any more. What a hundredth of the training adds may be beyond. PPO is stopped
 * alike by {@code target_kl} in OpenAI's Spinning Up.
 *
 * @param budget nats per step, > 0; infinite where there is none
 * @param divergences KL(pi || pi_ref) at all states of some pairs, as the parameters stand
 */
record KlBudget(double budget, Learner learner, Function<int[], double[]> divergences) {
  private static final int LOOKS = 100;

  /** Returns {@code loss}, which ends its training when the budget is used up. */
  Learner.RowLoss within(Learner.RowLoss loss, Fitting fitting, Minibatches batches) {
    if (Double.isInfinite(budget)) {
      return loss;
    }
    int every = Math.max(1, fitting.steps() / LOOKS);
    BitSet trained = new BitSet(); // looks at held-out rows, as a monitor may ask for, end nothing
    Arrays.stream(batches.training()).forEach(trained::set);
    return (pass, rows) -> {
      if (trained.get(rows[0])
          && learner.steps() % every == 0
          && Arrays.stream(divergences.apply(rows)).average().orElse(0) > budget) {
        learner.scaleRate(0);
      }
      return loss.of(pass, rows);
    };
  }
}
