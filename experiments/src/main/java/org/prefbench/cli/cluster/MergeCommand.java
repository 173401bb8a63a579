package org.prefbench.cli.cluster;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.cli.shared.Messages;
import org.prefbench.store.ResultMerge;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes one folder of results of several. */
@Command(
    name = "merge",
    description = {
      "Makes one folder of results of several that hold parts of one study.",
      "The folders come from 'run --shard' or '--only', from other machines or from other people. "
          + "All must hold the same study, and be as their runs left them. What several of them have "
          + "must be the same to the last bit, but for times and memory; each difference is named, "
          + "and then nothing is written (exit code 3). 'report' writes the report of the new folder, "
          + "and 'resume' runs what is missing in it."
    },
    footer = {"", "Example: prefbench merge shards/1 shards/2 --output results/local/table3"})
public final class MergeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", arity = "1..*", description = "The folders of the results.")
  private List<Path> folders;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description = "The new folder, which must not exist.")
  private Path output;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    Arguments.checkWritableFolder(output);
    ResultMerge.Outcome outcome =
        ResultMerge.of(folders, output, Arguments.words(spec.commandLine()));
    if (!outcome.conflicts().isEmpty()) {
      outcome.conflicts().forEach(conflict -> Messages.print(spec.commandLine(), conflict));
      return ExitCode.INVALID_INPUT;
    }
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("folder", output.toString());
    Map<String, Long> taken = new LinkedHashMap<>();
    outcome.taken().forEach((folder, count) -> taken.put(folder.toString(), count));
    if (json) {
      values.put("trials", taken);
    } else {
      taken.forEach((folder, count) -> values.put("from " + folder, count + " trials"));
    }
    values.put("missing", outcome.missing());
    Listing.printRecord(spec.commandLine().getOut(), json, values);
    return ExitCode.OK;
  }
}
