package org.prefbench.preference;

/**
 * Makes one kind of teacher. Service provider interface: one line in {@code META-INF/services}
 * registers it.
 *
 * @param <P> the parameters, a record whose components carry {@link org.prefbench.core.Help}
 */
public interface LabelerFactory<P extends Record> {
  /** Returns the name of the kind, such as {@code noisy}. */
  String id();

  /** Returns what the teacher does, in one line. */
  String title();

  /** Returns the default parameters. */
  P defaults();

  /**
   * Returns whether the teacher looks at what comes after a segment, so that it needs a policy that
   * goes on there.
   */
  default boolean looksBeyond() {
    return false;
  }

  /**
   * Returns a teacher.
   *
   * @param calibration has a continuation if {@link #looksBeyond}
   */
  Labeler create(P parameters, Calibration calibration);
}
