package org.prefbench.cli.study;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.cli.shared.Messages;
import org.prefbench.report.Report;
import org.prefbench.report.ReportVerifier;
import org.prefbench.report.StudyReport;
import org.prefbench.store.ResultStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Recomputes report and charts from the rows and names the files that differ. */
@Command(
    name = "verify",
    description = {
      "Recomputes report and charts from the rows.",
      "Exit code 5 if a file differs, with the names of those that do, or if a bound that "
          + "the study checks does not hold. Writes nothing."
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
      description = "The folder of the results, or the id of a shipped study.")
  private String name;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    Path folder = StudyArguments.results(spec.commandLine(), name);
    ResultStore store = new ResultStore(folder);
    Report report = StudyReport.of(store);
    List<String> differences = ReportVerifier.differences(report, folder);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("folder", folder.toString());
    values.put("files", report.files().size());
    values.put("differences", json ? differences : differences.size());
    Listing.printRecord(spec.commandLine().getOut(), json, values);
    differences.forEach(line -> Messages.print(spec.commandLine(), folder + ": " + line));
    int code = Results.complain(spec.commandLine(), store, report);
    return differences.isEmpty() ? code : ExitCode.CHECK_FAILED;
  }
}
