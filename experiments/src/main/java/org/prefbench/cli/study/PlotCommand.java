package org.prefbench.cli.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prefbench.chart.ChartFactory;
import org.prefbench.chart.Charts;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.Candidates;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.cli.shared.Messages;
import org.prefbench.cli.shared.Overwriting;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.ReportOptions.Coloring;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Checks;
import org.prefbench.drawing.Fonts;
import org.prefbench.drawing.Typeface;
import org.prefbench.plot.Format;
import org.prefbench.plot.Picture;
import org.prefbench.plot.Sheet;
import org.prefbench.store.ResultStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Draws charts of results that are there. */
@Command(
    name = "plot",
    description = {
      "Draws charts of results that are there: all kinds that they allow, or one.",
      "The charts are those on the class path; jars given with --plugins may add some. Text in SVG"
          + " and PDF stays text."
    },
    footer = {
      "",
      "Examples:",
      "  prefbench plot results/table3 --output pictures",
      "  prefbench plot results/table3 --chart scores --methods 'reference,pfm*' \\",
      "      --tasks '*-medium-v2' --order score --size 3.5in --format pdf",
      "  prefbench plot ours=results/table3 theirs=their/table3 --chart scores"
    })
public final class PlotCommand implements Callable<Integer> {
  private static final Pattern SIZE =
      Pattern.compile("(\\d+(?:\\.\\d+)?)(?:x(\\d+(?:\\.\\d+)?))?(in|cm|mm|pt)");

  private static final Map<String, Double> POINTS =
      Map.of("in", 72.0, "cm", 72 / 2.54, "mm", 72 / 25.4, "pt", 1.0);

  @Spec private CommandSpec spec;

  @Mixin private SelectionOptions selected;

  @Option(
      names = "--chart",
      paramLabel = "ID",
      completionCandidates = Candidates.ChartIds.class,
      description = "Only this kind of chart.")
  private Optional<String> chart = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      split = ",",
      description = "svg, png or pdf, or several of them (default: svg).")
  private List<Format> formats = List.of(Format.SVG);

  @Option(
      names = "--size",
      paramLabel = "WIDTH[xHEIGHT]UNIT",
      description =
          "Size of a picture in in, cm, mm or pt: 3.5in is a column of a paper, 7in its two.")
  private Optional<String> size = Optional.empty();

  @Option(
      names = "--letters",
      paramLabel = "POINTS",
      description = "Size of the letters of a picture with --size (default: ${DEFAULT-VALUE}).")
  private double letters = 8;

  @Option(
      names = "--font",
      paramLabel = "FILE[,BOLD]",
      description =
          "TrueType files of the letters, the second those of headings (default: DejaVu Sans, which"
              + " comes along). A PDF file holds the letters it needs, an SVG file names them.")
  private Optional<String> font = Optional.empty();

  @Option(
      names = "--palette",
      paramLabel = "NAME",
      description =
          "Colours: family (a hue for each), method (as different as can be) or gray (for print);"
              + " default: family.")
  private Coloring palette = Coloring.FAMILY;

  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      description = "Where to write the pictures (default: pictures).")
  private Path output = Path.of("pictures");

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
    double[] points = Arguments.typed(spec.commandLine(), this::points);
    Optional<Typeface> typeface = Arguments.typed(spec.commandLine(), this::typeface);
    Map<String, ResultStore> stores = selected.stores(spec.commandLine());
    ReportData data = selected.data(spec.commandLine(), stores, palette);
    Arguments.checkWritableFolder(output);
    return Fonts.with(typeface, () -> draw(charts, data, points, stores.keySet()));
  }

  private int draw(List<ChartFactory> charts, ReportData data, double[] points, Set<String> names) {
    Listing listing = new Listing("chart", "file", "title");
    Charts.Drawn drawn = Charts.draw(charts, data);
    drawn
        .byChart()
        .forEach(
            (id, pictures) ->
                pictures.forEach(picture -> write(id, shown(picture, points), listing)));
    drawn.undrawn().forEach(line -> Messages.print(spec.commandLine(), line));
    Checks.require(
        !drawn.byChart().isEmpty() || !drawn.undrawn().isEmpty(),
        "%s: the results hold nothing that %s shows",
        String.join(", ", names),
        chart.orElse("a chart"));
    listing.print(spec.commandLine().getOut(), json);
    return drawn.undrawn().isEmpty() ? ExitCode.OK : ExitCode.FAILURE;
  }

  private void write(String id, Picture picture, Listing listing) {
    List<Path> files = new ArrayList<>();
    for (Format format : formats) {
      Path file = output.resolve(picture.file(format));
      overwriting.check(file, Overwriting.NEVER);
      files.add(file);
    }
    for (int i = 0; i < files.size(); i++) {
      byte[] bytes = picture.bytes(formats.get(i));
      AtomicFiles.write(files.get(i), stream -> stream.write(bytes));
      listing.row(id, files.get(i).toString(), picture.title());
    }
  }

  private Picture shown(Picture picture, double[] points) {
    Sheet sheet = selected.title().map(picture.sheet()::headed).orElse(picture.sheet());
    return new Picture(
        picture.name(),
        picture.title(),
        points.length == 0 ? sheet : sheet.sized(points[0], points[1], letters));
  }

  private Optional<Typeface> typeface() {
    return font.map(
        files -> {
          String[] parts = files.split(",", 2);
          return Typeface.read(
              Path.of(parts[0]),
              parts.length == 1 ? Optional.empty() : Optional.of(Path.of(parts[1])));
        });
  }

  /** Returns width and height in points, the height 0 if it is free; nothing without a size. */
  private double[] points() {
    Checks.between("--letters", letters, 3, 40);
    if (size.isEmpty()) {
      return new double[0];
    }
    Matcher parts = SIZE.matcher(size.get());
    Checks.require(
        parts.matches(), "--size must be like 3.5x2.5in or 88mm, got '%s'", size.orElse(""));
    double unit = POINTS.get(parts.group(3));
    double width = Double.parseDouble(parts.group(1)) * unit;
    double height = parts.group(2) == null ? 0 : Double.parseDouble(parts.group(2)) * unit;
    return new double[] {width, height};
  }
}
