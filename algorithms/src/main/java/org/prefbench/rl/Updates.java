package org.prefbench.rl;

import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.prefbench.algorithm.Monitor;
import org.prefbench.policy.Policy;

/** The updates of a learner that knows no held-out loss, and what a monitor is told of them. */
public final class Updates {
  private static final int REPORTS = 100; // of a training, about

  private Updates() {}

  /**
   * Takes updates 1 to {@code steps}.
   *
   * @param metrics the names of what an update tells
   * @param update takes one, given its number, and returns the metrics
   * @param policy makes the policy that is offered at checkpoints
   */
  public static void run(
      int steps,
      Monitor monitor,
      List<String> metrics,
      LongFunction<double[]> update,
      Supplier<Policy> policy) {
    long every = Math.max(1, steps / REPORTS);
    for (long step = 1; step <= steps; step++) {
      double[] told = update.apply(step);
      if (step % every == 0 || step == steps) {
        monitor.progress(step, steps);
        for (int i = 0; i < told.length; i++) {
          monitor.metric(metrics.get(i), step, told[i]);
        }
      }
      if (monitor.checkpointDue(step, steps)) {
        monitor.checkpoint(step, steps, Double.NaN, policy);
      }
    }
  }
}
