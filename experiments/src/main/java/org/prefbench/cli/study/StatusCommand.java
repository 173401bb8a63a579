package org.prefbench.cli.study;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.Candidates;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.cli.shared.ListingOptions;
import org.prefbench.cli.shared.ResultsArgument;
import org.prefbench.cli.shared.RunningState;
import org.prefbench.core.Checks;
import org.prefbench.run.Runs;
import org.prefbench.run.Status;
import org.prefbench.store.PolicyStore;
import org.prefbench.store.Provenance;
import org.prefbench.store.ResultStore;
import org.prefbench.store.StageTimes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells how far a run is, where its time went and what is left. */
@Command(
    name = "status",
    description = {
      "Tells how far a run is, where its time went and what is left.",
      "Trials are ok, diverged, failed, missing, outdated (made from another study or from other "
          + "classes than the ones they reach today) or unrecorded (made before results recorded "
          + "their classes; run again like outdated ones). What is outdated is listed with the "
          + "classes that changed. Times are summed over worker processes: 'spent' on the clock, "
          + "'processor' by processors, 'reused' by what was found in the cache when it was made; "
          + "'left' is an estimate from the pieces that are done. Of a run that goes on, here or "
          + "elsewhere, it tells how far it is, how fast, what runs where, and how old the news is."
    },
    footer = {
      "",
      "Examples:",
      "  prefbench status results/local/quickstart --json",
      "  prefbench status table3         # its results, local or committed"
    })
public final class StatusCommand implements Callable<Integer> {
  /** How many names fit on a line. */
  private static final int NAMED = 3;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DIR|STUDY",
      completionCandidates = Candidates.Studies.class,
      description = "The folder of the results, or the id of a shipped study.")
  private String name;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Worker processes that the rest is divided by (default: as in the last run).")
  private Optional<Integer> asked = Optional.empty();

  @Mixin private ListingOptions shown;

  @Override
  public Integer call() {
    asked.ifPresent(
        number ->
            Arguments.checkTyped(spec.commandLine(), () -> Checks.atLeast("--jobs", number, 1)));
    Path folder = ResultsArgument.folder(spec.commandLine(), name);
    Status status = Runs.status(folder);
    int jobs =
        asked
            .or(() -> new ResultStore(folder).provenance().map(Provenance::jobs))
            .orElse(Runtime.getRuntime().availableProcessors());
    StageTimes times = status.times();
    StageTimes.Entry total = times.total();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("study", status.study().id());
    values.put("folder", folder.toString());
    values.put("trials", status.trials());
    values.putAll(status.shared());
    PolicyStore policies = new PolicyStore(new ResultStore(folder));
    if (Files.isDirectory(policies.folder())) {
      values.put("policies", Results.asMap(policies.tally(status.study())));
    }
    values.put("jobs", jobs);
    Optional<RunningState> running = RunningState.read(folder);
    if (shown.json()) {
      running.ifPresent(state -> values.put("run", state.asMap()));
      values.put("left-on-the-clock-seconds", total.left() / jobs);
      values.put("outdated", status.outdated().stream().map(StatusCommand::asMap).toList());
      values.put("stages", times.stages().stream().map(StatusCommand::asMap).toList());
      values.put("methods", times.methods().stream().map(StatusCommand::asMap).toList());
    } else {
      values.put("left on the clock", Listing.duration(total.left() / jobs));
    }
    PrintWriter out = spec.commandLine().getOut();
    Listing.printRecord(out, shown.json(), values);
    if (!shown.json()) {
      running.ifPresent(
          state ->
              state
                  .lines(Instant.now())
                  .forEach(line -> shown.say(spec.commandLine(), "running: " + line)));
      status.outdated().forEach(some -> shown.say(spec.commandLine(), "outdated: " + line(some)));
      int unrecorded = status.trials().getOrDefault(Status.UNRECORDED, 0);
      if (unrecorded > 0) {
        shown.say(
            spec.commandLine(),
            "unrecorded: " + unrecorded + " trials made before classes were recorded");
      }
      print("stage", times.stages(), List.of(total));
      print("method", times.methods(), List.of());
    }
    return ExitCode.OK;
  }

  private static Map<String, Object> asMap(Status.Outdated outdated) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("what", outdated.what());
    values.put("count", outdated.count());
    values.put("by", outdated.by());
    return values;
  }

  private static String line(Status.Outdated outdated) {
    List<String> by = outdated.by();
    String names =
        by.isEmpty()
            ? "a change of the study"
            : String.join(", ", by.subList(0, Math.min(NAMED, by.size())));
    String more = by.size() <= NAMED ? "" : " and " + (by.size() - NAMED) + " more";
    return outdated.count() + " " + outdated.what() + " by " + names + more;
  }

  private static Map<String, Object> asMap(StageTimes.Entry entry) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", entry.name());
    values.put("done", entry.done());
    values.put("planned", entry.planned());
    values.put("spent-seconds", entry.wall());
    values.put("processor-seconds", entry.processor());
    values.put("reused-seconds", entry.reused());
    values.put("left-seconds", entry.left());
    return values;
  }

  private void print(String kind, List<StageTimes.Entry> entries, List<StageTimes.Entry> sums) {
    Listing listing = new Listing(kind, "done", "spent", "processor", "reused", "left");
    for (List<StageTimes.Entry> part : List.of(entries, sums)) {
      for (StageTimes.Entry entry : part) {
        listing.row(
            entry.name(),
            entry.done() + "/" + entry.planned(),
            new Listing.Seconds(entry.wall()),
            new Listing.Seconds(entry.processor()),
            new Listing.Seconds(entry.reused()),
            new Listing.Seconds(entry.left()));
      }
    }
    spec.commandLine().getOut().println();
    shown.print(spec.commandLine(), listing);
  }
}
