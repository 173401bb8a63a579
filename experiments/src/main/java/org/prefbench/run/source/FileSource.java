package org.prefbench.run.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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
import org.prefbench.env.process.ProcessEnvironments;
import org.prefbench.policy.Policy;
import org.prefbench.process.Command;
import org.prefbench.stage.DataEnvironment;
import org.prefbench.stage.FileDatasetStage;
import org.prefbench.stage.ProcessSimulation;
import org.prefbench.study.Study;
import org.prefbench.study.TaskEnvironment;

/**
 * Trajectories of a file, which is never changed. What is made of them is known by the hash of its
 * bytes, so that a file that moves is the same and one that changes is another. Where their
 * environment is a process, it is known by the words of its command and the bytes of the files that
 * these name.
 *
 * @param task the task that names the file
 * @param file its path
 * @param fileHash see {@link FileHash}
 * @param header what the file says that it holds
 * @param processHash the hash of the process, where there is one
 */
public record FileSource(
    Study.Task task, Path file, String fileHash, DatasetHeader header, Optional<String> processHash)
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
    try (EpisodeReader reader = FileDatasetStage.open(file, id(task), task.dataset())) {
      FileSource source =
          new FileSource(
              task, file, hash, reader.header(), process(task).map(one -> processHash(task, one)));
      source
          .simulator()
          .ifPresent(known -> FileDatasetStage.checkSpaces(file, source.header, known.spec()));
      return source;
    }
  }

  private static Optional<String> id(Study.Task task) {
    return task.environment().flatMap(TaskEnvironment::id);
  }

  /** Returns the command of the environment, if that is a process. */
  public Optional<Command> process() {
    return process(task);
  }

  private static Optional<Command> process(Study.Task task) {
    return task.environment()
        .filter(place -> place.command().isPresent())
        .map(place -> new Command(place.command().orElseThrow(), place.seconds()));
  }

  private static String processHash(Study.Task task, Command command) {
    Sha256 hash = new Sha256().add("process");
    TaskEnvironment placeless = task.environment().orElseThrow().withPaths(path -> Study.FILE);
    placeless.command().orElseThrow().forEach(hash::add);
    command.files().forEach(named -> hash.add(FileHash.of(named)));
    return hash.hex();
  }

  /** Returns the environment of this installation that the file is of, if there is one. */
  Optional<EnvironmentFactory> simulator() {
    return process().isPresent()
        ? Optional.empty()
        : Environments.registered().find(header.environment());
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

  /** {@inheritDoc} The file is read once more only where a part of it was taken. */
  @Override
  public Optional<Supplier<TrajectoryDataset>> rows(TrajectoryDataset taken) {
    return Optional.of(
        () ->
            part().equals(FileDatasetStage.Part.WHOLE)
                ? taken
                : read(FileDatasetStage.Part.WHOLE, new Seed(0)));
  }

  private TrajectoryDataset read(FileDatasetStage.Part part, Seed seed) {
    TrajectoryDataset data = FileDatasetStage.read(file, id(task), task.dataset(), part, seed);
    Checks.require(FileHash.of(file).equals(fileHash), "%s: was changed while the study ran", file);
    return data;
  }

  @Override
  public String hash() {
    FileDatasetStage.Part part = part();
    Sha256 hash =
        new Sha256()
            .add("file")
            .add(fileHash)
            .add(header.environment())
            .add(part.episodes() + " episodes, " + part.steps() + " steps")
            .add(part.sampled() ? "sampled" : "first");
    processHash.ifPresent(hash::add);
    return hash.hex();
  }

  @Override
  public String description() {
    return "file " + file.getFileName();
  }

  /** {@inheritDoc} A process is started, and is the caller's to close. */
  @Override
  public EnvironmentFactory environment(TrajectoryDataset data) {
    return process().isPresent() ? start() : known(data);
  }

  /** Returns what is known of the environment without starting anything. */
  EnvironmentFactory known(TrajectoryDataset data) {
    return process().isPresent() ? DataEnvironment.of(data) : FileDatasetStage.environment(data);
  }

  /** Starts the process that the environment is; the caller closes it. */
  ProcessEnvironments start() {
    Command command = process().orElseThrow();
    Checks.require(
        processHash.equals(Optional.of(processHash(task, command))),
        "environment of %s: its files were changed while the study ran",
        task.label());
    return ProcessSimulation.start(command, file, header);
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
    return processHash.isPresent() ? ProcessSimulation.class : FileDatasetStage.class;
  }

  @Override
  public List<Object> members() {
    List<Object> members = new ArrayList<>();
    members.add(Datasets.format(file));
    simulator().ifPresent(members::add);
    return members;
  }
}
