package org.prefbench.env.locomotion;

import java.util.Optional;
import org.prefbench.env.Environment;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.physics.Model;

/**
 * Makes environments of one task that share one model, read when the first is made. Thread-safe.
 */
public class TaskFactory implements EnvironmentFactory {
  private final Task task;
  private Optional<Model> model = Optional.empty();

  TaskFactory(Task task) {
    this.task = task;
  }

  @Override
  public final EnvironmentSpec spec() {
    return task.spec();
  }

  @Override
  public final synchronized Environment create() {
    if (model.isEmpty()) {
      model = Optional.of(task.loadModel());
    }
    return new LocomotionEnvironment(task, model.get());
  }
}
