package org.prefbench.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.prefbench.run.Runs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells how far a run is and where its time went. */
@Command(
    name = "status",
    description = {
      "Tells how far a run is and where its time went.",
      "Trials are ok, diverged, failed, outdated (made by another version of the code or "
          + "of the study) or missing; seconds are summed over trials and over what they share."
    },
    footer = {"", "Example: prefbench status results/local/quickstart --json"})
final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The folder of the results.")
  private Path folder;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    Runs.Status status = Runs.status(folder);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("study", status.study().id());
    values.put("folder", folder.toString());
    values.put("trials", status.trials());
    values.put("seconds", status.seconds());
    Listing.printRecord(spec.commandLine().getOut(), json, values);
    return ExitCode.OK;
  }
}
