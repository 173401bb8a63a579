package org.prefbench.cli.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.Candidates;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.cli.shared.Messages;
import org.prefbench.cli.shared.ResultsArgument;
import org.prefbench.cli.shared.RunProgress;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.numeric.Machine;
import org.prefbench.report.Report;
import org.prefbench.report.ReportVerifier;
import org.prefbench.report.StudyReport;
import org.prefbench.run.Cache;
import org.prefbench.run.Recreation;
import org.prefbench.run.Runs;
import org.prefbench.store.ResultCheck;
import org.prefbench.store.ResultStore;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Holds the files of results to each other and to what the rows give, and names what differs. */
@Command(
    name = "verify",
    description = {
      "Holds every file of results to its hash and to the others, and recomputes the report.",
      "Rows must be those of their trials' files and of the episodes behind them. Exit code 5 if "
          + "anything differs, with file and row, or if a bound that the study checks does not hold. "
          + "Writes nothing.",
      "With --recreate, trials are also made again by this program on this machine, and every bit "
          + "of their rows is compared."
    },
    footer = {
      "",
      "Examples:",
      "  prefbench verify results/local/quickstart",
      "  prefbench verify quickstart     # its results, local or committed",
      "  prefbench verify quickstart --recreate 10"
    })
public final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DIR|STUDY",
      completionCandidates = Candidates.Studies.class,
      description = "The folder of the results, or the id of a shipped study.")
  private String name;

  @Option(
      names = "--recreate",
      paramLabel = "N",
      arity = "0..1",
      fallbackValue = "3",
      description =
          "Also make N random trials again (${FALLBACK-VALUE} if no number is given), from nothing "
              + "and without a cache, and compare all columns of their rows but times and memory.")
  private Optional<Integer> recreate = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Chooses the trials of --recreate (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Worker processes of --recreate (default: one per processor).")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    CommandLine command = spec.commandLine();
    Arguments.checkTyped(command, () -> Checks.atLeast("--jobs", jobs, 1));
    recreate.ifPresent(
        count -> Arguments.checkTyped(command, () -> Checks.atLeast("--recreate", count, 1)));
    Path folder = ResultsArgument.folder(command, name);
    ResultStore store = new ResultStore(folder);
    ResultCheck.Finding finding = ResultCheck.of(store);
    List<String> differences = new ArrayList<>(finding.differences());
    Optional<Report> report = report(store, differences);
    report.ifPresent(now -> differences.addAll(ReportVerifier.differences(now, folder)));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("folder", folder.toString());
    values.put("files", report.map(now -> now.files().size()).orElse(0));
    if (finding.withoutHash() > 0) {
      values.put(key("made before files had hashes"), finding.withoutHash());
    }
    values.put("differences", json ? differences : differences.size());
    Optional<Recreation> recreation =
        finding.differences().isEmpty()
            ? recreate.map(count -> recreate(store, count))
            : Optional.empty();
    recreation.ifPresent(made -> describe(made, values));
    Listing.printRecord(command.getOut(), json, values);
    recreation.ifPresent(made -> differences.addAll(made.differences()));
    differences.forEach(line -> Messages.print(command, folder + ": " + line));
    if (recreate.isPresent() && recreation.isEmpty()) {
      Messages.print(command, folder + ": no trial was made again, because files were changed");
    }
    int code = report.map(now -> Results.complain(command, store, now)).orElse(ExitCode.OK);
    return differences.isEmpty() ? code : ExitCode.CHECK_FAILED;
  }

  private Recreation recreate(ResultStore store, int count) {
    CommandLine command = spec.commandLine();
    Machine.handicap().ifPresent(text -> Messages.print(command, text));
    try (RunProgress progress = new RunProgress(command.getErr(), Optional.empty())) {
      return Recreation.of(
          store,
          count,
          seed,
          new Runs.Options(
              jobs,
              Optional.empty(),
              Cache.standardFolder(),
              WorkerMain.class,
              Arguments.words(command),
              progress));
    }
  }

  private void describe(Recreation made, Map<String, Object> values) {
    List<String> trials = made.trials();
    values.put(key("made again"), json ? trials : trials.size() + " of " + made.of() + " trials");
    values.put("seed", seed);
    values.put(key("rows compared"), made.rows());
    values.put(key("rows that differ"), json ? made.differences() : made.differences().size());
    values.put(key("made on"), String.join("; ", made.madeOn().stream().sorted().toList()));
    values.put("here", made.here());
    if (!made.others().isEmpty()) {
      values.put(
          key("made by other classes"),
          json ? made.others() : made.others().size() + " of them, see 'prefbench status'");
    }
  }

  /** Programs find keys of several words joined by hyphens. */
  private String key(String words) {
    return json ? words.replace(' ', '-') : words;
  }

  /** Returns the report of the rows as they are, if they can be read at all. */
  private static Optional<Report> report(ResultStore store, List<String> differences) {
    try {
      return Optional.of(StudyReport.of(store));
    } catch (InvalidInputException e) {
      if (differences.isEmpty()) {
        differences.add(e.getMessage());
      }
      return Optional.empty();
    }
  }
}
