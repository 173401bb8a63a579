package org.prefbench.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.prefbench.core.Checks;
import org.prefbench.core.Parameters;
import org.prefbench.core.Seed;
import org.prefbench.dataset.DatasetFormat;
import org.prefbench.dataset.DatasetInfo;
import org.prefbench.dataset.DatasetVerifier;
import org.prefbench.dataset.Datasets;
import org.prefbench.dataset.EpisodeReader;
import org.prefbench.dataset.GeneratedDataset;
import org.prefbench.dataset.ReadOptions;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.dataset.Verification;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trajectory datasets: made, described, checked and converted. */
@Command(
    name = "dataset",
    description = "Trajectory datasets: make, describe, check and convert them.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "A file is HDF5 in D4RL's layout (.hdf5) or CSV (.csv, .csv.gz) by its ending.",
      "",
      "Examples:",
      "  prefbench dataset generate pendulum-medium-v1 --steps 5000 --output a.hdf5",
      "  prefbench dataset verify a.hdf5",
      "  prefbench dataset convert a.hdf5 a.csv.gz"
    })
final class DatasetCommand {
  @Spec private CommandSpec spec;

  @Command(
      name = "list",
      description = "Lists the datasets that can be generated.",
      footer = {"", "Example: prefbench dataset list --json"})
  int list(@Option(names = "--json", description = "Print JSON.") boolean json) {
    Listing listing = new Listing("dataset", "environment", "tier", "behavior");
    for (GeneratedDataset dataset : GeneratedDataset.all()) {
      listing.row(
          dataset.id(),
          dataset.environment().spec().id(),
          dataset.behavior().tier(),
          dataset.behavior().description());
    }
    listing.print(spec.commandLine().getOut(), json);
    return ExitCode.OK;
  }

  @Command(
      name = "formats",
      description = "Lists the file formats and their endings.",
      footer = {"", "Example: prefbench dataset formats"})
  int formats(@Option(names = "--json", description = "Print JSON.") boolean json) {
    Listing listing = new Listing("format", "endings", "title");
    for (DatasetFormat format : Datasets.formats().all()) {
      listing.row(format.id(), String.join(" ", format.extensions()), format.title());
    }
    listing.print(spec.commandLine().getOut(), json);
    return ExitCode.OK;
  }

  @Command(
      name = "generate",
      description = {
        "Generates a dataset.",
        "Id, number of steps and seed determine every byte, whatever the number of threads."
      },
      footer = {
        "",
        "Example:",
        "  prefbench dataset generate pendulum-medium-v1 --steps 5000 --output a.hdf5"
      })
  int generate(
      @CommandLine.Parameters(
              paramLabel = "ID",
              description = "The dataset's id, see 'dataset list'.")
          String id,
      @Option(
              names = "--steps",
              paramLabel = "N",
              defaultValue = "" + GeneratedDataset.DEFAULT_STEPS,
              description = "Environment steps (default: ${DEFAULT-VALUE}).")
          long steps,
      @Option(
              names = "--output",
              paramLabel = "FILE",
              required = true,
              description = "The file to write; one that is there is replaced.")
          Path output,
      @Option(
              names = "--jobs",
              paramLabel = "N",
              description = "Threads (default: one per processor).")
          Optional<Integer> jobs,
      @Option(
              names = "--seed",
              paramLabel = "N",
              defaultValue = "0",
              description = "Root of the random streams (default: ${DEFAULT-VALUE}).")
          long seed,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    int workers = jobs.orElse(Runtime.getRuntime().availableProcessors());
    GeneratedDataset dataset =
        Arguments.typed(
            spec.commandLine(),
            () -> {
              Checks.atLeast("--steps", steps, 1);
              Checks.atLeast("--jobs", workers, 1);
              Datasets.format(output);
              return GeneratedDataset.find(id);
            });
    Arguments.checkWritable(output);
    TrajectoryDataset data;
    try (ProgressBar bar = new ProgressBar(spec.commandLine().getErr(), "steps")) {
      data = dataset.generate(steps, new Seed(seed), workers, bar);
    }
    Datasets.write(output, data);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("file", output.toString());
    values.put("dataset", id);
    values.put("episodes", data.episodes().size());
    values.put("steps", data.steps());
    values.put("content-hash", data.contentHash());
    Listing.printRecord(spec.commandLine().getOut(), json, values);
    return ExitCode.OK;
  }

  @Command(
      name = "info",
      description = "Describes a dataset file: sizes, returns, ends of episodes, provenance.",
      footer = {"", "Example: prefbench dataset info a.hdf5 --json"})
  int info(
      @CommandLine.Parameters(paramLabel = "FILE", description = "The dataset file.") Path file,
      @Option(
              names = "--env",
              paramLabel = "ENVIRONMENT",
              description = "The environment's id, for files that do not name theirs.")
          Optional<String> environment,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    ReadOptions options = options(file, environment);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("file", file.toString());
    DatasetInfo.of(Datasets.source(file, options))
        .asMap()
        .forEach((key, value) -> values.put(key.replace('_', '-'), value));
    Listing.printRecord(spec.commandLine().getOut(), json, values);
    return ExitCode.OK;
  }

  @Command(
      name = "verify",
      description = {
        "Checks a dataset file.",
        "The checks: structure, finite numbers, ends of episodes, columns that agree, "
            + "bit-exact replay from the stored states, content hash. Exit code 5 if one fails."
      },
      footer = {"", "Example: prefbench dataset verify a.hdf5"})
  int verify(
      @CommandLine.Parameters(paramLabel = "FILE", description = "The dataset file.") Path file,
      @Option(
              names = "--env",
              paramLabel = "ENVIRONMENT",
              description = "The environment's id, for files that do not name theirs.")
          Optional<String> environment,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    ReadOptions options = options(file, environment);
    Verification result;
    try (ProgressBar bar = new ProgressBar(spec.commandLine().getErr(), "steps")) {
      result = DatasetVerifier.verify(file, options, bar);
    }
    Listing listing = new Listing("check", "outcome", "detail");
    for (Verification.Check check : result.checks()) {
      listing.row(check.name(), Parameters.word(check.outcome()), check.detail());
    }
    listing.print(spec.commandLine().getOut(), json);
    if (result.passed()) {
      return ExitCode.OK;
    }
    result.checks().stream()
        .filter(check -> check.outcome() == Verification.Outcome.FAILED)
        .forEach(
            check ->
                spec.commandLine()
                    .getErr()
                    .println("prefbench: " + file + ": " + check.name() + ": " + check.detail()));
    return ExitCode.CHECK_FAILED;
  }

  @Command(
      name = "convert",
      description = "Writes the episodes of a file in another format, one in memory at a time.",
      footer = {"", "Example: prefbench dataset convert hopper-medium-v2.hdf5 hopper.csv.gz"})
  int convert(
      @CommandLine.Parameters(index = "0", paramLabel = "SOURCE", description = "The file to read.")
          Path source,
      @CommandLine.Parameters(
              index = "1",
              paramLabel = "TARGET",
              description = "The file to write; one that is there is replaced.")
          Path target,
      @Option(
              names = "--env",
              paramLabel = "ENVIRONMENT",
              description = "The environment's id, for files that do not name theirs.")
          Optional<String> environment,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    ReadOptions options = options(source, environment);
    Arguments.checkTyped(spec.commandLine(), () -> Datasets.format(target));
    Arguments.checkWritable(target);
    Datasets.convert(source, target, options);
    Map<String, Object> values = new LinkedHashMap<>();
    try (EpisodeReader reader = Datasets.open(target)) {
      values.put("file", target.toString());
      values.put("format", Datasets.format(target).id());
      values.put("environment", reader.header().environment());
    }
    Listing.printRecord(spec.commandLine().getOut(), json, values);
    return ExitCode.OK;
  }

  /** Checks the ending of a file's name, which was typed, and returns how to read it. */
  private ReadOptions options(Path file, Optional<String> environment) {
    Arguments.checkTyped(spec.commandLine(), () -> Datasets.format(file));
    return environment.map(ReadOptions.DEFAULT::withEnvironment).orElse(ReadOptions.DEFAULT);
  }
}
