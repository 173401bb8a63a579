package org.prefbench.cli.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.prefbench.chart.HistogramChart;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.cli.shared.Messages;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Checks;
import org.prefbench.core.Parameters;
import org.prefbench.core.Seed;
import org.prefbench.plot.Format;
import org.prefbench.plot.Picture;
import org.prefbench.preference.AnnotatorAgreement;
import org.prefbench.preference.LabelAudit;
import org.prefbench.preference.LabelerFactory;
import org.prefbench.preference.Labelers;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.format.PreferenceContext;
import org.prefbench.preference.format.PreferenceFormat;
import org.prefbench.preference.format.PreferenceFormats;
import org.prefbench.preference.teacher.RecordedTeachers;
import org.prefbench.preference.teacher.Triples;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Labelled pairs: who labels them, and whether the labels carry information. */
@Command(
    name = "label",
    description = "Labelled pairs of segments: draw, label, import, audit and export them.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {LabelCreateCommand.class, LabelImportCommand.class, LabelExportCommand.class},
    footer = {
      "",
      "Examples:",
      "  prefbench label teachers",
      "  prefbench label create --dataset pendulum-medium-v1 --output pairs",
      "  prefbench label import labels.csv --data hopper.hdf5 --output pairs",
      "  prefbench label audit pairs",
      "  prefbench label export pairs pairs.npz"
    })
public final class LabelCommand {
  private static final int BINS = 10;
  private static final int BAR = 40;
  private static final int ASKED_TRIPLES = 2_000;

  @Spec private CommandSpec spec;

  @Command(
      name = "teachers",
      description = "Lists the teachers and their parameters with defaults.",
      footer = {"", "Example: prefbench label teachers --json"})
  int teachers(@Option(names = "--json", description = "Print JSON.") boolean json) {
    Listing listing = new Listing("teacher", "parameters", "title", "meaning");
    for (LabelerFactory<?> factory : Labelers.registered().all()) {
      List<Parameters.Description> parameters = Parameters.describe(factory.defaults());
      listing.row(
          factory.id(),
          parameters.isEmpty()
              ? "-"
              : parameters.stream()
                  .map(parameter -> parameter.key() + "=" + parameter.value())
                  .collect(Collectors.joining(" ")),
          factory.title(),
          parameters.isEmpty()
              ? "-"
              : parameters.stream()
                  .map(parameter -> parameter.key() + ": " + parameter.help())
                  .collect(Collectors.joining("; ")));
    }
    listing.print(spec.commandLine().getOut(), json);
    return ExitCode.OK;
  }

  @Command(
      name = "formats",
      description = "Lists the formats of labels that 'label import' and studies read.",
      footer = {"", "Example: prefbench label formats"})
  int formats(@Option(names = "--json", description = "Print JSON.") boolean json) {
    Listing listing = new Listing("format", "title");
    for (PreferenceFormat format : PreferenceFormats.registered().all()) {
      listing.row(format.id(), format.title());
    }
    listing.print(spec.commandLine().getOut(), json);
    return ExitCode.OK;
  }

  @Command(
      name = "audit",
      description = {
        "Prints the card of a folder of labelled pairs.",
        "The card tells agreement with the true return, how often each position wins, ties, "
            + "skips, margins, the flip rate with its 95 %% interval, and duplicates; where several "
            + "annotators labelled, also for each of them and, on pairs that several labelled, how "
            + "far they agree (Cohen's and Fleiss' kappa, Krippendorff's alpha). It tells how far "
            + "preferences are from an order: the share of triples that go in a circle, among the "
            + "labels where segments were compared repeatedly, else by asking the teacher that "
            + "labelled them about triples of these segments, if it can be asked. Exit code 5 if the "
            + "labels carry no information."
      },
      footer = {
        "",
        "Examples:",
        "  prefbench label audit pairs",
        "  prefbench label audit pairs --json --chart margins.png"
      })
  int audit(
      @CommandLine.Parameters(
              paramLabel = "FOLDER",
              description = "The folder, as 'label create', 'label import' or 'desk' writes it.")
          Path folder,
      @Option(
              names = "--chart",
              paramLabel = "FILE",
              description = "Also draw the histogram of margins into this PNG file.")
          Optional<Path> chart,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    chart.ifPresent(
        file ->
            Arguments.checkTyped(
                spec.commandLine(),
                () ->
                    Checks.require(
                        file.toString().endsWith(".png"),
                        "--chart must name a .png file, got '%s'",
                        file)));
    PreferenceDataset preferences = read(spec.commandLine(), folder);
    LabelAudit audit = LabelAudit.of(preferences);
    chart.ifPresent(file -> draw(file, folder, preferences));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("folder", folder.toString());
    values.put("environment", preferences.environment());
    values.putAll(card(audit));
    Map<String, LabelAudit> annotators = LabelAudit.byAnnotator(preferences);
    AnnotatorAgreement agreement = AnnotatorAgreement.of(preferences.pairs());
    if (agreement.shared() > 0) {
      values.put("shared-pairs", agreement.shared());
      values.put("fleiss-kappa", agreement.fleiss());
      values.put("krippendorff-alpha", agreement.krippendorff());
    }
    triples(preferences).ifPresent(triples -> values.putAll(card(triples)));
    if (json) {
      Map<String, Object> cards = new LinkedHashMap<>();
      annotators.forEach((id, own) -> cards.put(id, card(own)));
      values.put("annotators", cards);
      values.put("cohen-kappa", agreement.cohen());
      values.put("provenance", preferences.provenance());
      Listing.printRecord(spec.commandLine().getOut(), true, values);
    } else {
      values.remove("margin-histogram");
      values.remove("reasons");
      Listing.printRecord(spec.commandLine().getOut(), false, values);
      histogram(audit).forEach(spec.commandLine().getOut()::println);
      if (annotators.size() > 1) {
        print(annotators);
      }
      if (!agreement.cohen().isEmpty()) {
        printKappas(agreement.cohen());
      }
    }
    audit
        .failures()
        .forEach(
            reason ->
                Messages.print(
                    spec.commandLine(), folder + ": the labels carry no information: " + reason));
    return audit.failures().isEmpty() ? ExitCode.OK : ExitCode.CHECK_FAILED;
  }

  /** Returns the pairs of a folder that holds all that there is to know of them. */
  static PreferenceDataset read(CommandLine command, Path folder) {
    PreferenceContext context =
        new PreferenceContext(
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            notice -> Messages.print(command, notice));
    return PreferenceFormats.read(folder, context);
  }

  private static void draw(Path file, Path folder, PreferenceDataset preferences) {
    double[] margins =
        preferences.pairs().stream()
            .mapToDouble(pair -> pair.first().sumOfRewards() - pair.second().sumOfRewards())
            .filter(Double::isFinite)
            .toArray();
    Checks.require(margins.length > 0, "%s: no pair has known returns to draw", folder);
    Picture picture = HistogramChart.margins("margins", "Margins of the labelled pairs", margins);
    AtomicFiles.write(file, output -> output.write(picture.bytes(Format.PNG)));
  }

  private void print(Map<String, LabelAudit> annotators) {
    List<String> columns =
        List.of(
            "pairs",
            "first-wins",
            "second-wins",
            "ties",
            "skips",
            "agreement",
            "flip-rate-low",
            "flip-rate-high");
    Listing listing =
        new Listing(Stream.concat(Stream.of("annotator"), columns.stream()).toArray(String[]::new));
    annotators.forEach(
        (id, own) -> {
          Map<String, Object> card = card(own);
          listing.row(Stream.concat(Stream.of(id), columns.stream().map(card::get)).toArray());
        });
    listing.print(spec.commandLine().getOut(), false);
  }

  private void printKappas(List<AnnotatorAgreement.Kappa> kappas) {
    Listing listing = new Listing("annotator", "annotator-2", "pairs", "cohen-kappa");
    kappas.forEach(one -> listing.row(one.first(), one.second(), one.pairs(), one.value()));
    listing.print(spec.commandLine().getOut(), false);
  }

  /** Returns how many pairs there are of each label. */
  static Map<String, Object> counts(LabelAudit audit) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("pairs", audit.pairs());
    values.put("first-wins", audit.firstWins());
    values.put("second-wins", audit.secondWins());
    values.put("ties", audit.ties());
    values.put("skips", audit.skips());
    return values;
  }

  /** Returns the numbers of the card by name. */
  static Map<String, Object> card(LabelAudit audit) {
    Map<String, Object> values = new LinkedHashMap<>(counts(audit));
    values.put("duplicates", audit.duplicates());
    values.put(
        "first-win-share",
        audit.decided() == 0 ? Double.NaN : audit.firstWins() / (double) audit.decided());
    values.put("first-win-share-low", audit.firstWinInterval()[0]);
    values.put("first-win-share-high", audit.firstWinInterval()[1]);
    values.put("judged", audit.judged());
    values.put("agreement", audit.agreement());
    values.put("flip-rate", 1 - audit.agreement());
    values.put("flip-rate-low", audit.flipLow());
    values.put("flip-rate-high", audit.flipHigh());
    List<Double> margins = audit.margins(); // sorted
    int last = margins.size() - 1;
    values.put(
        "margin-median",
        last < 0 ? Double.NaN : (margins.get(last / 2) + margins.get((last + 1) / 2)) / 2);
    values.put("margin-max", last < 0 ? Double.NaN : margins.get(last));
    List<Integer> histogram = new ArrayList<>();
    for (int count : audit.marginHistogram(BINS)) {
      histogram.add(count);
    }
    values.put("margin-histogram", histogram);
    values.put("informative", audit.failures().isEmpty());
    values.put("reasons", audit.failures());
    return values;
  }

  /** Returns the triples among the labels, or else those of the teacher, if it can be asked. */
  private static Optional<Triples> triples(PreferenceDataset preferences) {
    return Triples.ofLabels(preferences.pairs())
        .or(
            () ->
                RecordedTeachers.of(preferences)
                    .map(
                        teacher ->
                            Triples.asked(
                                teacher,
                                RecordedTeachers.segments(preferences),
                                ASKED_TRIPLES,
                                new Seed(0).child("triples"))));
  }

  private static Map<String, Object> card(Triples triples) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("triples-from", Parameters.word(triples.source()));
    values.put("triples", triples.triples());
    values.put("cyclic-share", triples.cyclicShare());
    values.put("cyclic-share-low", triples.interval()[0]);
    values.put("cyclic-share-high", triples.interval()[1]);
    values.put("transitivity", triples.transitivity());
    return values;
  }

  /** Returns the histogram of the margins, a line per bin. */
  private static List<String> histogram(LabelAudit audit) {
    List<String> lines = new ArrayList<>();
    if (audit.margins().isEmpty()) {
      return lines;
    }
    int[] counts = audit.marginHistogram(BINS);
    int largest = Arrays.stream(counts).max().orElseThrow();
    double width = audit.margins().get(audit.margins().size() - 1) / BINS;
    lines.add("margins of true return:");
    for (int i = 0; i < BINS; i++) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%12.5g .. %-12.5g %6d %s",
              i * width,
              (i + 1) * width,
              counts[i],
              "#".repeat((int) Math.round((double) BAR * counts[i] / largest))));
    }
    return lines;
  }
}
