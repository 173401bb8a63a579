package org.prefbench.run.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.prefbench.dataset.Datasets;
import org.prefbench.dataset.GeneratedDataset;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.policy.Behavior;
import org.prefbench.policy.BehaviorFactory;
import org.prefbench.policy.Policy;
import org.prefbench.stage.DatasetStage;

/**
 * Trajectories that a behaviour makes.
 *
 * @param dataset the behaviour in its environment
 * @param factories all that bring behaviours
 */
public record GeneratedSource(GeneratedDataset dataset, List<BehaviorFactory> factories)
    implements DataSource {
  @Override
  public String hash() {
    return dataset.behaviorHash();
  }

  @Override
  public Optional<Supplier<TrajectoryDataset>> rows(TrajectoryDataset taken) {
    return Optional.empty();
  }

  @Override
  public String description() {
    return dataset.behavior().description();
  }

  @Override
  public EnvironmentFactory environment(TrajectoryDataset data) {
    return dataset.environment();
  }

  @Override
  public Policy behavior() {
    return dataset.behavior().policy();
  }

  @Override
  public Class<?> stage() {
    return DatasetStage.class;
  }

  @Override
  public List<Object> members() {
    String environment = dataset.environment().spec().id();
    List<Object> members = new ArrayList<>();
    members.add(dataset.environment());
    members.add(Datasets.format(Path.of(DatasetStage.FILE)));
    factories.stream().filter(one -> brings(one, environment)).forEach(members::add);
    for (Behavior.Part part : dataset.behavior().parts()) {
      members.add(part.policy());
    }
    return members;
  }

  private static boolean brings(BehaviorFactory factory, String environment) {
    return factory.behaviors().stream()
        .anyMatch(behavior -> behavior.environment().equals(environment));
  }
}
