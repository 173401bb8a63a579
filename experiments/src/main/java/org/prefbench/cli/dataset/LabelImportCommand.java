package org.prefbench.cli.dataset;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.cli.shared.Messages;
import org.prefbench.cli.shared.Overwriting;
import org.prefbench.cli.shared.UnnamedEnvironment;
import org.prefbench.core.Checks;
import org.prefbench.dataset.Datasets;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.preference.LabelAudit;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferenceFiles;
import org.prefbench.preference.format.PreferenceContext;
import org.prefbench.preference.format.PreferenceFormat;
import org.prefbench.preference.format.PreferenceFormats;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads labels of others into a folder of pairs. */
@Command(
    name = "import",
    description = {
      "Writes labels in any known format, see 'label formats', into a folder of pairs.",
      "Labels that point at rows need the dataset file that they count (--data). Those of Uni-RLHF "
          + "and Preference Transformer count the rows of D4RL's qlearning_dataset: without steps "
          + "that end at a time limit and without the last of the file. Of these, pairs with a "
          + "segment that crosses the end of an episode are left out, and their number is told; "
          + "in CSV and JSON lines such a pair is refused with its line."
    },
    footer = {
      "",
      "Examples:",
      "  prefbench label import labels.csv --data hopper.hdf5 --output pairs",
      "  prefbench label import hopper-medium-v2_human_labels \\",
      "      --data hopper_medium-v2.hdf5 --output pairs",
      "  prefbench label import hopper.npz --env hopper-v2 --output pairs"
    })
final class LabelImportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "LABELS",
      description = "The file or folder, see 'label formats'.")
  private Path labels;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "The dataset file whose rows the labels point at.")
  private Optional<Path> data;

  @Mixin private UnnamedEnvironment environment;

  @Option(
      names = "--segment-length",
      paramLabel = "N",
      description =
          "Environment steps per segment, for labels that do not tell (default: what their name "
              + "says, else 100).")
  private Optional<Integer> segmentLength;

  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      required = true,
      description = "The folder to write, in place of pairs that PrefBench wrote.")
  private Path output;

  @Mixin private Overwriting overwriting;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    CommandLine command = spec.commandLine();
    Arguments.checkTyped(
        command,
        () -> {
          segmentLength.ifPresent(steps -> Checks.atLeast("--segment-length", steps, 1));
          data.ifPresent(Datasets::format);
        });
    Arguments.checkWritableFolder(output);
    for (String name : PreferenceFiles.NAMES) {
      overwriting.check(output.resolve(name), file -> LabelCreateCommand.isOwn(output));
    }
    PreferenceFormat format = PreferenceFormats.of(labels);
    PreferenceDataset pairs = format.read(labels, context(command));
    PreferenceFiles.write(output, pairs);
    LabelAudit audit = LabelAudit.of(pairs);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("folder", output.toString());
    values.put("format", format.id());
    values.put("environment", pairs.environment());
    values.putAll(LabelCommand.counts(audit));
    Listing.printRecord(command.getOut(), json, values);
    return ExitCode.OK;
  }

  private PreferenceContext context(CommandLine command) {
    Optional<Supplier<TrajectoryDataset>> rows =
        data.map(file -> () -> Datasets.read(file, environment.options(command)));
    return new PreferenceContext(
        rows,
        environment.id(),
        segmentLength.map(OptionalInt::of).orElse(OptionalInt.empty()),
        notice -> Messages.print(command, notice));
  }
}
