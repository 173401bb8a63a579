package org.prefbench.run.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Seed;
import org.prefbench.core.Sha256;
import org.prefbench.dataset.DatasetHeader;
import org.prefbench.dataset.Datasets;
import org.prefbench.dataset.EpisodeReader;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.policy.Policy;
import org.prefbench.stage.FileDatasetStage;
import org.prefbench.study.Study;

/**
 * Trajectories of a file, which is never changed. What is made of them is known by the hash of its
 * bytes, so that a file that moves is the same and one that changes is another.
 *
 * @param task the task that names the file
 * @param file its path
 * @param fileHash see {@link FileHash}
 * @param environmentId the id of the environment that the file is of
 */
public record FileSource(Study.Task task, Path file, String fileHash, String environmentId)
    implements DataSource {
  /**
   * Returns the source behind a task with a file.
   *
   * @throws InvalidInputException if the file cannot be read or its spaces are not those of its
   *     environment
   */
  public static FileSource of(Study.Task task) {
    Path file = Path.of(task.file().orElseThrow());
    Datasets.format(file);
    String hash = FileHash.of(file);
    try (EpisodeReader reader = FileDatasetStage.open(file, task.environment(), task.dataset())) {
      DatasetHeader header = reader.header();
      Environments.registered()
          .find(header.environment())
          .ifPresent(known -> FileDatasetStage.checkSpaces(file, header, known.spec()));
      return new FileSource(task, file, hash, header.environment());
    }
  }

  /** Returns the environment of this installation that the file is of, if there is one. */
  Optional<EnvironmentFactory> simulator() {
    return Environments.registered().find(environmentId);
  }

  /** Returns what is taken of the file. */
  FileDatasetStage.Part part() {
    return new FileDatasetStage.Part(
        task.maxEpisodes().orElse(Integer.MAX_VALUE),
        task.steps() == 0 ? Long.MAX_VALUE : task.steps(),
        task.part().equals(Optional.of(Study.Task.Part.SAMPLED)));
  }

  /**
   * Returns the part of the file that a run learns from.
   *
   * @param seed see {@link org.prefbench.stage.DatasetStage#seed}
   * @throws InvalidInputException also if the file was changed since its hash was taken
   */
  public TrajectoryDataset read(Seed seed) {
    return read(part(), seed);
  }

  /** Returns everything that the file holds. */
  TrajectoryDataset readWhole() {
    return read(FileDatasetStage.Part.WHOLE, new Seed(0));
  }

  private TrajectoryDataset read(FileDatasetStage.Part part, Seed seed) {
    TrajectoryDataset data =
        FileDatasetStage.read(file, task.environment(), task.dataset(), part, seed);
    Checks.require(FileHash.of(file).equals(fileHash), "%s: was changed while the study ran", file);
    return data;
  }

  @Override
  public String hash() {
    FileDatasetStage.Part part = part();
    return new Sha256()
        .add("file")
        .add(fileHash)
        .add(environmentId)
        .add(part.episodes() + " episodes, " + part.steps() + " steps")
        .add(part.sampled() ? "sampled" : "first")
        .hex();
  }

  @Override
  public String description() {
    return "file " + file.getFileName();
  }

  @Override
  public EnvironmentFactory environment(TrajectoryDataset data) {
    return FileDatasetStage.environment(data);
  }

  @Override
  public Policy behavior() {
    throw new InvalidInputException(
        "behavior needs a generated dataset: "
            + file
            + " does not hold the policy that collected it");
  }

  @Override
  public Class<?> stage() {
    return FileDatasetStage.class;
  }

  @Override
  public List<Object> members() {
    List<Object> members = new ArrayList<>();
    members.add(Datasets.format(file));
    simulator().ifPresent(members::add);
    return members;
  }
}
