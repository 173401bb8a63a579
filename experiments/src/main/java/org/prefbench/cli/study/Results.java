package org.prefbench.cli.study;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.cli.shared.Messages;
import org.prefbench.cli.shared.SortOption;
import org.prefbench.cli.shared.TerminalOptions;
import org.prefbench.cli.shared.policy.KeptEpisodes;
import org.prefbench.comparison.ReportData;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Parameters;
import org.prefbench.page.Kept;
import org.prefbench.page.StudyPage;
import org.prefbench.plot.Format;
import org.prefbench.report.Report;
import org.prefbench.report.ReportWriter;
import org.prefbench.report.StudyReport;
import org.prefbench.report.document.Document;
import org.prefbench.report.document.Terminal;
import org.prefbench.run.Runs;
import org.prefbench.run.Selection;
import org.prefbench.store.PolicyStore;
import org.prefbench.store.ResultStore;
import org.prefbench.store.StageResult;
import org.prefbench.store.StageTimes;
import org.prefbench.study.Trial;
import org.prefbench.theory.TheoryCheck;
import org.prefbench.theory.TheoryCheck.Verdict;
import picocli.CommandLine;

/** What the commands print about a folder of results. */
final class Results {
  private Results() {}

  /** Prints what trials to come share and what it took to make it; returns the exit code. */
  static int inputs(CommandLine command, Runs.Summary summary, boolean json) {
    summary.warnings().forEach(warning -> Messages.print(command, "warning: " + warning));
    Listing listing = new Listing("task", "run", "found", "seconds", "problem");
    int code = ExitCode.OK;
    ResultStore store = new ResultStore(summary.output());
    for (Selection.Inputs inputs : Selection.inputs(summary.asked())) {
      StageResult stage = store.stage(inputs.task(), inputs.run()).orElseThrow();
      code = stage.failure().isEmpty() ? code : ExitCode.TRIALS_FAILED;
      double seconds =
          stage.seconds().entrySet().stream()
              .filter(time -> !time.getKey().endsWith(StageTimes.PROCESSOR))
              .mapToDouble(Map.Entry::getValue)
              .sum();
      listing.row(
          inputs.task(), inputs.run(), String.join("+", stage.cached()), seconds, stage.failure());
    }
    listing.print(command.getOut(), json);
    return code;
  }

  /** Writes the report of a run that has ended and prints it; returns the exit code. */
  static int report(CommandLine command, Runs.Summary summary, RunOptions options) {
    summary.warnings().forEach(warning -> Messages.print(command, "warning: " + warning));
    summary.problems().forEach(problem -> Messages.print(command, problem));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("ran", summary.ran());
    values.put("reused", summary.reused());
    values.put("missing", summary.missing());
    values.put("seconds", summary.seconds());
    values.put("warnings", summary.warnings());
    values.put("problems", summary.problems());
    ResultStore store = new ResultStore(summary.output());
    PolicyStore policies = new PolicyStore(store);
    if (options.json()) { // else they are counted where they are printed
      values.put("policies", asMap(policies.tally(store.study())));
    }
    if (options.asksForPolicies()) {
      refusals(policies, summary.asked()).forEach(line -> Messages.print(command, line));
    }
    int code =
        options.isPart()
            ? writePart(command, store, PartResults.of(summary), options.json(), values)
            : write(
                command,
                store,
                options.json(),
                options.terminal(),
                new SortOption(),
                KeptEpisodes.unplayed(store),
                values);
    return summary.problems().isEmpty() ? code : ExitCode.TRIALS_FAILED;
  }

  /** Returns one line for each policy of a trial that could not be kept. */
  private static List<String> refusals(PolicyStore policies, List<Trial> trials) {
    return trials.stream()
        .flatMap(
            trial ->
                policies.get(trial).stream()
                    .flatMap(known -> known.policies().stream())
                    .filter(kept -> !kept.hasFile())
                    .map(
                        kept ->
                            "warning: the "
                                + Parameters.word(kept.state())
                                + " policy of "
                                + trial.key()
                                + " is not kept: "
                                + kept.refusal()))
        .toList();
  }

  /** Returns where policies are, how many and what they take, and how many trials have none. */
  private static Optional<String> policies(ResultStore store) {
    PolicyStore policies = new PolicyStore(store);
    PolicyStore.Tally tally = policies.tally(store.study());
    return tally.kept() == 0
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%s: %d, %.1f MB%s%s",
                policies.folder(),
                tally.kept(),
                tally.bytes() * 1e-6,
                tally.refused() == 0 ? "" : "; " + tally.refused() + " cannot be stored",
                tally.none() == 0 ? "" : "; " + tally.none() + " trials have none"));
  }

  static Map<String, Object> asMap(PolicyStore.Tally tally) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("kept", tally.kept());
    values.put("bytes", tally.bytes());
    values.put("refused", tally.refused());
    values.put("trials-without", tally.none());
    return values;
  }

  /**
   * Writes the report of the results that are there and prints it; returns the exit code.
   *
   * @param terminal how its tables look
   * @param sort in which order their rows are
   * @param kept what kept policies do, for its page
   * @param more what JSON says besides
   */
  static int write(
      CommandLine command,
      ResultStore store,
      boolean json,
      TerminalOptions terminal,
      SortOption sort,
      Kept kept,
      Map<String, Object> more) {
    ReportData data = StudyReport.data(store);
    Report report = StudyReport.of(store, data);
    List<Path> files = write(store, data, report, kept);
    if (json) {
      printJson(command, store, report, files, more);
    } else {
      Document summary = sort.of(command, report.summary());
      print(command.getOut(), store, Terminal.of(summary, terminal.look()), files);
    }
    return complain(command, store, report);
  }

  /** Writes the files of a report and its page. */
  private static List<Path> write(ResultStore store, ReportData data, Report report, Kept kept) {
    List<Path> files = new ArrayList<>(ReportWriter.write(report, store.folder()));
    Path page = store.folder().resolve(StudyPage.FILE);
    AtomicFiles.write(page, StudyPage.of(store, data, report, kept));
    files.add(page);
    return files;
  }

  private static void printJson(
      CommandLine command,
      ResultStore store,
      Report report,
      List<Path> files,
      Map<String, Object> more) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("study", store.study().id());
    values.put("folder", store.folder().toString());
    values.put("finding", report.finding());
    values.put("checks", report.checks().stream().map(Results::asMap).toList());
    values.put("files", files.stream().map(Path::toString).toList());
    values.putAll(more);
    Listing.printRecord(command.getOut(), true, values);
  }

  /** Writes the report and prints the trials that were asked for alone. */
  private static int writePart(
      CommandLine command,
      ResultStore store,
      PartResults part,
      boolean json,
      Map<String, Object> more) {
    ReportData data = StudyReport.data(store);
    Report report = StudyReport.of(store, data);
    List<Path> files = write(store, data, report, KeptEpisodes.unplayed(store));
    if (json) {
      more.put("trials", part.asMaps());
      printJson(command, store, report, files, more);
      return complain(command, store, report);
    }
    part.listing().print(command.getOut(), false);
    Map<String, Object> places = new LinkedHashMap<>();
    part.committedFolder().ifPresent(folder -> places.put("committed", folder.toString()));
    places.put("rows", store.trialsFile().toString());
    places.put("table", store.folder().resolve("table.md").toString());
    policies(store).ifPresent(kept -> places.put("policies", kept));
    command.getOut().println();
    Listing.printRecord(command.getOut(), false, places);
    return complain(command, store, report);
  }

  private static void print(PrintWriter out, ResultStore store, String tables, List<Path> files) {
    out.println(tables.stripTrailing());
    out.println();
    out.println("rows     " + store.trialsFile());
    policies(store).ifPresent(kept -> out.println("policies " + kept));
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (name.equals(StudyPage.FILE)) {
        out.println("report   " + file);
      } else if (name.equals("table.md")) {
        out.println("table    " + file);
      } else if (name.endsWith(Format.SVG.suffix())) {
        out.println("picture  " + file);
      }
    }
  }

  /**
   * Prints a line for every chart that could not be drawn and every bound that does not hold;
   * returns the exit code.
   */
  static int complain(CommandLine command, ResultStore store, Report report) {
    report.drawn().undrawn().forEach(line -> Messages.print(command, line));
    List<String> failures =
        report.checks().stream()
            .filter(check -> check.verdict() == Verdict.FAILS)
            .map(
                check ->
                    check.statement() + ": " + check.measured() + ", expected " + check.expected())
            .toList();
    failures.forEach(
        failure -> Messages.print(command, store.folder() + ": does not hold: " + failure));
    if (!failures.isEmpty()) {
      return ExitCode.CHECK_FAILED;
    }
    return report.drawn().undrawn().isEmpty() ? ExitCode.OK : ExitCode.FAILURE;
  }

  private static Map<String, Object> asMap(TheoryCheck.Result check) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("verdict", Parameters.word(check.verdict()));
    values.put("statement", check.statement());
    values.put("measured", check.measured());
    values.put("expected", check.expected());
    return values;
  }
}
