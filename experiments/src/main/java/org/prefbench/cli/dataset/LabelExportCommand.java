package org.prefbench.cli.dataset;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.cli.shared.Messages;
import org.prefbench.cli.shared.Overwriting;
import org.prefbench.core.Checks;
import org.prefbench.dataset.Datasets;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.format.PreferenceExport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a folder of pairs for other programs. */
@Command(
    name = "export",
    description = {
      "Writes a folder of pairs for other programs: as arrays of NumPy (.npz), or as rows (.csv, "
          + ".jsonl) of a dataset that the segments are written to (--segments).",
      "Arrays have the names of inverse preference learning: obs_1, obs_2, action_1, action_2, "
          + "reward_1, reward_2, label (0 first, 1 second, 0.5 tie). They hold neither annotators "
          + "nor the observation after the last step, and no skipped pairs."
    },
    footer = {
      "",
      "Examples:",
      "  prefbench label export pairs pairs.npz",
      "  prefbench label export pairs pairs.csv --segments segments.csv.gz"
    })
final class LabelExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "FOLDER",
      description = "The folder, as 'label create', 'label import' or 'desk' writes it.")
  private Path folder;

  @Parameters(
      index = "1",
      paramLabel = "TARGET",
      description = "The file to write: .npz, .csv or .jsonl.")
  private Path target;

  @Option(
      names = "--segments",
      paramLabel = "FILE",
      description = "The dataset to write the segments to (.csv, .csv.gz or a folder .minari).")
  private Optional<Path> segments;

  @Mixin private Overwriting overwriting;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    CommandLine command = spec.commandLine();
    Arguments.checkTyped(
        command,
        () -> {
          PreferenceExport.check(target, segments);
          segments.ifPresent(
              file ->
                  Checks.require(
                      !Datasets.format(file).id().equals("d4rl"),
                      "%s: HDF5 in D4RL's layout cannot hold segments, which end before their"
                          + " episodes do",
                      file));
        });
    Arguments.checkWritable(target);
    overwriting.check(target, Overwriting.NEVER);
    segments.ifPresent(Arguments::checkWritable);
    segments
        .filter(file -> !Datasets.format(file).isFolder()) // which is never replaced
        .ifPresent(file -> overwriting.check(file, Overwriting::isOwnDataset));
    PreferenceDataset pairs = LabelCommand.read(command, folder);
    int skipped = PreferenceExport.write(target, pairs, segments);
    if (skipped > 0) {
      Messages.print(command, target + ": " + skipped + " skipped pairs are left out");
    }
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("file", target.toString());
    segments.ifPresent(file -> values.put("segments", file.toString()));
    values.put("environment", pairs.environment());
    values.put("pairs", pairs.pairs().size() - skipped);
    Listing.printRecord(command.getOut(), json, values);
    return ExitCode.OK;
  }
}
