package org.prefbench.cli.study;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.prefbench.cli.shared.RunProgress;
import org.prefbench.run.Runs;
import org.prefbench.run.Selection;
import org.prefbench.store.ResultStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Goes on with a run that was stopped. */
@Command(
    name = "resume",
    description = {
      "Goes on with a run that was stopped, and reports.",
      "Runs what is missing or failed in a folder of results; exit codes are those of " + "'run'."
    },
    footer = {"", "Example: prefbench resume results/local/quickstart --jobs 2"})
public final class ResumeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The folder of the results.")
  private Path folder;

  @Mixin private RunOptions options;

  @Override
  public Integer call() {
    return ResumeHint.during(spec.commandLine(), Optional.of(folder), hint -> resume());
  }

  private int resume() {
    options.check(spec.commandLine());
    ResultStore store = new ResultStore(folder);
    ResultFolder.checkReported(store);
    Selection selection = options.selection(spec.commandLine(), store.study(), false);
    Runs.Summary summary;
    try (RunProgress progress = new RunProgress(spec.commandLine().getErr(), Optional.of(folder))) {
      Runs.Options how = options.runs(spec.commandLine(), selection, progress);
      summary = Runs.resume(folder, how);
    }
    return Results.report(spec.commandLine(), summary, options);
  }
}
