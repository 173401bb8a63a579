package org.prefbench.cli.dataset;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.Candidates;
import org.prefbench.cli.shared.DatasetArgument;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.cli.shared.ListingOptions;
import org.prefbench.cli.shared.Messages;
import org.prefbench.cli.shared.Overwriting;
import org.prefbench.cli.shared.ProgressBar;
import org.prefbench.core.Checks;
import org.prefbench.core.Parameters;
import org.prefbench.core.Seed;
import org.prefbench.dataset.DatasetFormat;
import org.prefbench.dataset.DatasetInfo;
import org.prefbench.dataset.Datasets;
import org.prefbench.dataset.EpisodeReader;
import org.prefbench.dataset.GeneratedDataset;
import org.prefbench.dataset.ReadOptions;
import org.prefbench.dataset.verification.DatasetVerifier;
import org.prefbench.dataset.verification.Verification;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trajectory datasets: made, described, checked and converted. */
@Command(
    name = "dataset",
    description = "Trajectory datasets: make, describe, check and convert them.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DatasetCardsCommand.class},
    footer = {
      "",
      "By its ending a file is HDF5 in D4RL's layout (.hdf5, .h5), CSV (.csv, .csv.gz)",
      "or a folder of Minari (.minari).",
      "",
      "Examples:",
      "  prefbench dataset generate pendulum-medium-v1 --steps 5000 --output a.hdf5",
      "  prefbench dataset verify a.hdf5",
      "  prefbench dataset convert a.hdf5 a.csv.gz"
    })
public final class DatasetCommand {
  @Spec private CommandSpec spec;

  @Command(
      name = "list",
      description = "Lists the datasets that can be generated.",
      footer = {"", "Example: prefbench dataset list --json"})
  int list(@Mixin ListingOptions shown) {
    Listing listing = new Listing("dataset", "environment", "tier", "steps", "behavior");
    for (GeneratedDataset dataset : GeneratedDataset.all()) {
      listing.row(
          dataset.id(),
          dataset.environment().spec().id(),
          dataset.behavior().tier(),
          dataset.usualSteps(),
          dataset.behavior().description());
    }
    shown.print(spec.commandLine(), listing);
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
              completionCandidates = Candidates.DatasetIds.class,
              description = "The dataset's id, see 'dataset list'.")
          String id,
      @Option(
              names = "--steps",
              paramLabel = "N",
              description = "Environment steps (default: see 'dataset list').")
          Optional<Long> steps,
      @Option(
              names = "--output",
              paramLabel = "FILE",
              description =
                  "The file to write, in place of a dataset that PrefBench wrote (default: a file in "
                      + "the cache, which is kept).")
          Optional<Path> output,
      @Mixin Overwriting overwriting,
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
    CommandLine command = spec.commandLine();
    output.ifPresent(path -> overwriting.check(path, Overwriting::isOwnDataset));
    Path file =
        output.isPresent()
            ? generate(id, steps, new Seed(seed), jobs, output.get())
            : DatasetArgument.file(command, id, steps, seed, jobs);
    DatasetInfo info = DatasetInfo.of(Datasets.source(file, ReadOptions.DEFAULT));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("file", file.toString());
    values.put("dataset", id);
    values.put("episodes", info.episodes());
    values.put("steps", info.steps());
    values.put("return-mean", info.returns().mean());
    info.normalizedScore().ifPresent(score -> values.put("normalized-score", score));
    values.put("content-hash", info.contentHash());
    Listing.printRecord(command.getOut(), json, values);
    return ExitCode.OK;
  }

  private Path generate(
      String id, Optional<Long> steps, Seed seed, Optional<Integer> jobs, Path output) {
    CommandLine command = spec.commandLine();
    int workers = jobs.orElse(Runtime.getRuntime().availableProcessors());
    GeneratedDataset dataset =
        Arguments.typed(
            command,
            () -> {
              steps.ifPresent(count -> Checks.atLeast("--steps", count, 1L));
              Checks.atLeast("--jobs", workers, 1);
              Datasets.format(output);
              return GeneratedDataset.find(id);
            });
    Arguments.checkWritable(output);
    long count = steps.orElse(dataset.usualSteps());
    try (ProgressBar bar = new ProgressBar(command.getErr(), "steps")) {
      Datasets.write(output, dataset.source(count, seed, workers, bar));
    }
    return output;
  }

  @Command(
      name = "info",
      description = "Describes a dataset: sizes, returns, ends of episodes, provenance.",
      footer = {"", "Example: prefbench dataset info hopper-medium-v2 --json"})
  int info(
      @Mixin DatasetArgument dataset,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    Path file = dataset.file(spec.commandLine());
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("file", file.toString());
    DatasetInfo.of(Datasets.source(file, dataset.options(spec.commandLine())))
        .asMap()
        .forEach((key, value) -> values.put(key.replace('_', '-'), value));
    Listing.printRecord(spec.commandLine().getOut(), json, values);
    return ExitCode.OK;
  }

  @Command(
      name = "verify",
      description = {
        "Checks a dataset.",
        "The checks: structure, finite numbers, ends of episodes, columns that agree, "
            + "bit-exact replay from the stored states, content hash. Exit code 5 if one fails."
      },
      footer = {"", "Example: prefbench dataset verify a.hdf5"})
  int verify(
      @Mixin DatasetArgument dataset,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    Path file = dataset.file(spec.commandLine());
    Verification result;
    try (ProgressBar bar = new ProgressBar(spec.commandLine().getErr(), "steps")) {
      result = DatasetVerifier.verify(file, dataset.options(spec.commandLine()), bar);
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
                Messages.print(
                    spec.commandLine(), file + ": " + check.name() + ": " + check.detail()));
    return ExitCode.CHECK_FAILED;
  }

  @Command(
      name = "convert",
      description = "Writes the episodes to a file in another format, one in memory at a time.",
      footer = {"", "Example: prefbench dataset convert hopper-medium-v2.hdf5 hopper.csv.gz"})
  int convert(
      @Mixin DatasetArgument dataset,
      @CommandLine.Parameters(
              index = "1",
              paramLabel = "TARGET",
              description =
                  "The file to write, in place of a dataset that PrefBench wrote; or a new folder,"
                      + " for Minari.")
          Path target,
      @Mixin Overwriting overwriting,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    Arguments.checkTyped(spec.commandLine(), () -> Datasets.format(target));
    Arguments.checkWritable(target);
    if (!Datasets.format(target).isFolder()) { // which is never replaced
      overwriting.check(target, Overwriting::isOwnDataset);
    }
    Datasets.convert(dataset.file(spec.commandLine()), target, dataset.options(spec.commandLine()));
    Map<String, Object> values = new LinkedHashMap<>();
    try (EpisodeReader reader = Datasets.open(target)) {
      values.put("file", target.toString());
      values.put("format", Datasets.format(target).id());
      values.put("environment", reader.header().environment());
    }
    Listing.printRecord(spec.commandLine().getOut(), json, values);
    return ExitCode.OK;
  }
}
