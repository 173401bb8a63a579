package org.prefbench.cli.study;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.prefbench.chart.ChartFactory;
import org.prefbench.chart.Charts;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.Candidates;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.cli.shared.Messages;
import org.prefbench.cli.shared.Overwriting;
import org.prefbench.comparison.ReportData;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Checks;
import org.prefbench.plot.Picture;
import org.prefbench.report.Report;
import org.prefbench.report.StudyReport;
import org.prefbench.store.ResultCheck;
import org.prefbench.store.ResultStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws the charts of results that are there. */
@Command(
    name = "plot",
    description = {
      "Draws the charts of the results that are there, as PNG and SVG.",
      "The charts are those on the class path; jars given with --plugins may add some."
    },
    footer = {
      "",
      "Examples:",
      "  prefbench plot results/local/quickstart",
      "  prefbench plot results/local/quickstart --chart scores --output pictures"
    })
public final class PlotCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The folder of the results.")
  private Path folder;

  @Option(
      names = "--chart",
      paramLabel = "ID",
      completionCandidates = Candidates.ChartIds.class,
      description = "Only this kind of chart.")
  private Optional<String> chart = Optional.empty();

  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      description = "Where to write the pictures (default: DIR/charts).")
  private Optional<Path> output = Optional.empty();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private Overwriting overwriting;

  @Override
  public Integer call() {
    List<ChartFactory> charts =
        Arguments.typed(
            spec.commandLine(),
            () ->
                chart
                    .map(id -> List.of(Charts.registered().get(id)))
                    .orElse(Charts.registered().all()));
    Path target = output.orElse(folder.resolve(Report.CHARTS));
    ResultStore store = new ResultStore(folder);
    if (output.isEmpty()) {
      ResultFolder.checkReported(store);
    }
    ResultCheck.requireUnchanged(store);
    ReportData data = StudyReport.data(store);
    Arguments.checkWritableFolder(target);
    Listing listing = new Listing("chart", "file", "title");
    Charts.Drawn drawn = Charts.draw(charts, data);
    drawn
        .byChart()
        .forEach(
            (id, pictures) -> {
              for (Picture picture : pictures) {
                Path png = target.resolve(picture.name() + ".png");
                Path svg = target.resolve(picture.name() + ".svg");
                if (output.isPresent()) { // elsewhere than among the results
                  overwriting.check(png, Overwriting.NEVER);
                  overwriting.check(svg, Overwriting.NEVER);
                }
                AtomicFiles.write(png, stream -> stream.write(picture.png()));
                AtomicFiles.write(svg, picture.svg());
                listing.row(id, png.toString(), picture.title());
                listing.row(id, svg.toString(), picture.title());
              }
            });
    drawn.undrawn().forEach(line -> Messages.print(spec.commandLine(), line));
    if (!drawn.undrawn().isEmpty()) {
      listing.print(spec.commandLine().getOut(), json);
      return ExitCode.FAILURE;
    }
    Checks.require(
        !drawn.byChart().isEmpty(),
        "%s: the results hold nothing that %s shows",
        folder,
        chart.orElse("a chart"));
    listing.print(spec.commandLine().getOut(), json);
    return ExitCode.OK;
  }
}
