package org.prefbench.cli.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.prefbench.cli.shared.Candidates;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.cli.shared.Messages;
import org.prefbench.core.InvalidInputException;
import org.prefbench.report.Report;
import org.prefbench.report.ReportVerifier;
import org.prefbench.report.StudyReport;
import org.prefbench.store.ResultCheck;
import org.prefbench.store.ResultStore;
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
          + "Writes nothing."
    },
    footer = {
      "",
      "Examples:",
      "  prefbench verify results/local/quickstart",
      "  prefbench verify quickstart     # its results, local or committed"
    })
public final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DIR|STUDY",
      completionCandidates = Candidates.Studies.class,
      description = "The folder of the results, or the id of a shipped study.")
  private String name;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    Path folder = StudyArguments.results(spec.commandLine(), name);
    ResultStore store = new ResultStore(folder);
    ResultCheck.Finding finding = ResultCheck.of(store);
    List<String> differences = new ArrayList<>(finding.differences());
    Optional<Report> report = report(store, differences);
    report.ifPresent(now -> differences.addAll(ReportVerifier.differences(now, folder)));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("folder", folder.toString());
    values.put("files", report.map(now -> now.files().size()).orElse(0));
    if (finding.withoutHash() > 0) {
      values.put("made before files had hashes", finding.withoutHash());
    }
    values.put("differences", json ? differences : differences.size());
    Listing.printRecord(spec.commandLine().getOut(), json, values);
    differences.forEach(line -> Messages.print(spec.commandLine(), folder + ": " + line));
    int code =
        report.map(now -> Results.complain(spec.commandLine(), store, now)).orElse(ExitCode.OK);
    return differences.isEmpty() ? code : ExitCode.CHECK_FAILED;
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
