package org.prefbench.cli.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.Candidates;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.cli.shared.Overwriting;
import org.prefbench.cli.shared.ResultsArgument;
import org.prefbench.comparison.Probe;
import org.prefbench.core.Checks;
import org.prefbench.render.ImageFilm;
import org.prefbench.report.StudyReport;
import org.prefbench.store.ResultStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows images on their way through a flow, from the probe {@code film} of a trial. */
@Command(
    name = "film",
    description =
        "Writes images of the reference on their way through a trial's flow as an animated GIF; the"
            + " study must have looked at images (probes.images).",
    footer = {"", "Example: prefbench policy film digits pfm --out pfm.gif"})
final class PolicyFilmCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "RESULTS",
      completionCandidates = Candidates.Studies.class,
      description = "A folder of results or the id of a shipped study.")
  private String results;

  @Parameters(index = "1", paramLabel = "METHOD", description = "The method's label.")
  private String method;

  @Option(
      names = {"--out", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "FILE.gif.")
  private Path output;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private Overwriting overwriting;

  @Override
  public Integer call() throws IOException {
    Arguments.checkTyped(
        spec.commandLine(),
        () ->
            Checks.require(
                output.toString().endsWith(".gif"),
                "%s: the name of a film must end in .gif",
                output));
    Arguments.checkWritable(output);
    overwriting.check(output, Overwriting.NEVER);
    ResultStore store = new ResultStore(ResultsArgument.folder(spec.commandLine(), results));
    List<Probe> films =
        StudyReport.probes(store.study(), store.folder()).stream()
            .filter(probe -> probe.kind().equals("film"))
            .toList();
    Probe film =
        films.stream()
            .filter(probe -> probe.method().equals(method))
            .findFirst()
            .orElseThrow(
                () ->
                    Checks.unknown(
                        "method with a film in " + store.folder(),
                        method,
                        films.stream().map(Probe::method).distinct().toList()));
    ImageFilm images = new ImageFilm(frames(film));
    images.write(output);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("task", film.task());
    values.put("method", film.method());
    values.put("run", film.run());
    values.put("frames", images.frames().length);
    values.put("output", output.toString());
    values.put("bytes", Files.size(output));
    Listing.printRecord(spec.commandLine().getOut(), json, values);
    return ExitCode.OK;
  }

  /** Returns the pixels by time and digit. */
  private static int[][][] frames(Probe film) {
    double[] time = film.column("time");
    double[] digit = film.column("digit");
    double[] times = Arrays.stream(time).distinct().sorted().toArray();
    double[] digits = Arrays.stream(digit).distinct().sorted().toArray();
    int first = film.columns().indexOf("pixel_0");
    int[][][] frames = new int[times.length][digits.length][];
    for (int i = 0; i < time.length; i++) {
      double[] row = film.values()[i];
      frames[Arrays.binarySearch(times, time[i])][Arrays.binarySearch(digits, digit[i])] =
          Arrays.stream(row, first, row.length).mapToInt(value -> (int) value).toArray();
    }
    return frames;
  }
}
