package org.prefbench.cli.study;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.prefbench.cli.shared.ProgressBar;
import org.prefbench.cli.shared.SortOption;
import org.prefbench.cli.shared.TerminalOptions;
import org.prefbench.cli.shared.policy.KeptEpisodes;
import org.prefbench.page.Kept;
import org.prefbench.store.ResultCheck;
import org.prefbench.store.ResultStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the report of results that are there. */
@Command(
    name = "report",
    description = {
      "Writes the report of the results that are there, and prints the table.",
      "Results that were changed are refused. Results from before files carried hashes get them. "
          + "Exit code 5 if a bound that the study checks does not hold."
    },
    footer = {"", "Example: prefbench report results/local/quickstart"})
public final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The folder of the results.")
  private Path folder;

  @Mixin private TerminalOptions terminal;

  @Mixin private SortOption sort;

  @Mixin private KeptEpisodes episodes;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    episodes.check(spec.commandLine());
    ResultStore store = new ResultStore(folder);
    ResultFolder.checkReported(store);
    ResultCheck.requireUnchanged(store);
    store.addHashes();
    Kept kept;
    try (ProgressBar bar = new ProgressBar(spec.commandLine().getErr(), "episodes")) {
      kept = episodes.of(store, bar);
    }
    return Results.write(spec.commandLine(), store, json, terminal, sort, kept, Map.of());
  }
}
