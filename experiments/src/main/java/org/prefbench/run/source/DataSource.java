package org.prefbench.run.source;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.policy.Policy;

/** Where the trajectories of a task come from. */
public sealed interface DataSource permits GeneratedSource, FileSource {
  /**
   * Returns the hash of what the data depend on, beside the number of steps, the seed and the code.
   */
  String hash();

  /**
   * Returns all rows of the file that the data come from, which labels may point into, if they come
   * from one.
   *
   * @param taken the data, which may be a part of it
   */
  Optional<Supplier<TrajectoryDataset>> rows(TrajectoryDataset taken);

  /** Returns who or what made the data, in one line. */
  String description();

  /** Returns the environment that {@code data} of this source are of. */
  EnvironmentFactory environment(TrajectoryDataset data);

  /**
   * Returns the policy that collected the data.
   *
   * @throws org.prefbench.core.InvalidInputException if there is none, or several
   */
  Policy behavior();

  /** Returns the stage that gets the data. */
  Class<?> stage();

  /** Returns the members that the data are made by: environment, who acts, format of the file. */
  List<Object> members();
}
