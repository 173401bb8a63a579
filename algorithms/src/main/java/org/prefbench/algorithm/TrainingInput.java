package org.prefbench.algorithm;

import java.util.Optional;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Simulator;
import org.prefbench.policy.Policy;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.Teacher;

/**
 * All that a method is given. Rewards read NaN, the reference is a {@link
 * org.prefbench.policy.BlackBox}, and simulator and teacher are absent, unless the method declared
 * the need.
 *
 * @param reference the pre-trained policy; absent only while it is itself being trained
 * @param trajectories the data behind the reference
 * @param preferences the labelled pairs; empty while the reference is being trained
 */
public record TrainingInput(
    EnvironmentSpec environment,
    Optional<Policy> reference,
    TrajectoryDataset trajectories,
    PreferenceDataset preferences,
    Optional<Simulator> simulator,
    Optional<Teacher> teacher) {

  /** Returns the reference policy, where there must be one. */
  public Policy requireReference() {
    return reference.orElseThrow(
        () -> new IllegalStateException("this method needs a reference policy"));
  }

  /** Returns the simulator of a method that declared {@link Needs#TRAINING_SIMULATOR}. */
  public Simulator requireSimulator() {
    return simulator.orElseThrow(
        () -> new IllegalStateException("TRAINING_SIMULATOR was not declared in needs()"));
  }

  /** Returns the teacher of a method that declared {@link Needs#TEACHER}. */
  public Teacher requireTeacher() {
    return teacher.orElseThrow(
        () -> new IllegalStateException("TEACHER was not declared in needs()"));
  }
}
