package org.prefbench.algorithm;

import java.util.function.Supplier;
import org.prefbench.policy.Policy;

/** Watches a training run. Nothing that it does changes what is learned. */
public interface Monitor {
  /**
   * Returns after how many equal parts of the training {@link #checkpoint} is to be called; the
   * last is the end.
   */
  int checkpoints();

  /**
   * Returns whether a checkpoint is due after step {@code step} of {@code steps}, counted from 1:
   * whether one of the {@link #checkpoints} equal parts, or several where steps are few, end in it.
   */
  default boolean checkpointDue(long step, long steps) {
    return step * checkpoints() / steps > (step - 1) * checkpoints() / steps;
  }

  /**
   * Returns whether metrics are kept. Where not, a method may spare what a learning curve alone
   * needs.
   */
  default boolean keepsMetrics() {
    return true;
  }

  /** Tells how far the training is. */
  void progress(long step, long steps);

  /** Records one number of the training, for example {@code loss}, at a step. */
  void metric(String name, long step, double value);

  /**
   * Offers the policy as it stands, to be evaluated.
   *
   * @param validationLoss the method's own loss on data held out from training, by which the best
   *     checkpoint is chosen; NaN if it has none
   */
  void checkpoint(long step, long steps, double validationLoss, Supplier<Policy> policy);

  /**
   * Returns a monitor that shows one part of a training, such as its reward model, to this one:
   * metrics by longer names, and neither progress nor checkpoints.
   *
   * @param prefix what stands before the names of metrics, such as {@code reward-}
   */
  default Monitor part(String prefix) {
    Monitor whole = this;
    return new Monitor() {
      @Override
      public int checkpoints() {
        return 0;
      }

      @Override
      public boolean keepsMetrics() {
        return whole.keepsMetrics();
      }

      @Override
      public void progress(long step, long steps) {}

      @Override
      public void metric(String name, long step, double value) {
        whole.metric(prefix + name, step, value);
      }

      @Override
      public void checkpoint(
          long step, long steps, double validationLoss, Supplier<Policy> policy) {}
    };
  }

  /** A monitor that asks for nothing and keeps nothing. */
  Monitor SILENT =
      new Monitor() {
        @Override
        public int checkpoints() {
          return 0;
        }

        @Override
        public boolean keepsMetrics() {
          return false;
        }

        @Override
        public void progress(long step, long steps) {}

        @Override
        public void metric(String name, long step, double value) {}

        @Override
        public void checkpoint(
            long step, long steps, double validationLoss, Supplier<Policy> policy) {}
      };
}
