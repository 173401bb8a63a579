package org.prefbench.cli.shared;

import java.nio.file.Path;
import java.util.Optional;
import org.prefbench.core.Checks;
import org.prefbench.dataset.Datasets;
import org.prefbench.dataset.GeneratedDataset;
import org.prefbench.dataset.ReadOptions;
import org.prefbench.run.Cache;
import org.prefbench.run.DatasetCache;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A dataset that was typed: a file, or the id of a dataset that is generated on first use and kept
 * in the cache.
 */
public final class DatasetArgument {
  @Parameters(
      index = "0",
      paramLabel = "ID|FILE",
      completionCandidates = Candidates.DatasetIds.class,
      description =
          "A dataset file, or the id of a dataset, see 'dataset list', which is generated on first "
              + "use and kept.")
  private String text;

  @Mixin private UnnamedEnvironment environment;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Environment steps of a dataset given by id (default: see 'dataset list').")
  private Optional<Long> steps;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Root of the random streams of a dataset given by id (default: 0).")
  private Optional<Long> seed;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Threads that generate (default: one per processor).")
  private Optional<Integer> jobs;

  /** Returns how to read the file; what is to be known of it is printed once. */
  public ReadOptions options(CommandLine command) {
    return environment.options(command);
  }

  /** Returns the file, after generating it if there is none yet. */
  public Path file(CommandLine command) {
    if (isFile(text)) {
      Path file = Path.of(text);
      Arguments.checkTyped(
          command,
          () -> {
            Datasets.format(file);
            Checks.require(
                steps.isEmpty() && seed.isEmpty(),
                "--steps and --seed are for datasets given by id, %s is a file",
                text);
          });
      return file;
    }
    return file(command, text, steps, seed.orElse(0L), jobs);
  }

  /** Returns whether {@code text} is a path rather than an id. */
  static boolean isFile(String text) {
    return Arguments.looksLikeFile(text)
        || Datasets.formats().all().stream()
            .flatMap(format -> format.extensions().stream())
            .anyMatch(text::endsWith);
  }

  /** Returns the file of a dataset given by id, after generating it if there is none yet. */
  public static Path file(
      CommandLine command, String id, Optional<Long> steps, long seed, Optional<Integer> jobs) {
    GeneratedDataset dataset = Arguments.typed(command, () -> GeneratedDataset.find(id));
    long count = steps.orElse(dataset.usualSteps());
    int workers = jobs.orElse(Runtime.getRuntime().availableProcessors());
    Arguments.checkTyped(
        command,
        () -> {
          Checks.atLeast("--steps", count, 1L);
          Checks.atLeast("--jobs", workers, 1);
        });
    Path folder = Cache.standardFolder();
    Arguments.checkWritableCache(folder);
    try (ProgressBar bar = new ProgressBar(command.getErr(), "steps")) {
      return new DatasetCache(new Cache(folder, bar::say)).file(dataset, count, seed, workers, bar);
    }
  }
}
