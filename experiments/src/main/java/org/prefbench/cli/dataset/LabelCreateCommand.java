package org.prefbench.cli.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.cli.shared.Overwriting;
import org.prefbench.core.InvalidInputException;
import org.prefbench.dataset.Segment;
import org.prefbench.env.Environments;
import org.prefbench.preference.Annotator;
import org.prefbench.preference.Calibration;
import org.prefbench.preference.Continuation;
import org.prefbench.preference.LabelAudit;
import org.prefbench.preference.Labelers;
import org.prefbench.preference.PairSampler;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferenceFiles;
import org.prefbench.preference.SegmentPair;
import org.prefbench.study.Preferences.Sampler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Draws pairs of segments, has a teacher label them, and writes them to a folder. */
@Command(
    name = "create",
    description = {
      "Draws pairs of segments and has a teacher label them.",
      "Writes a folder with segments.csv.gz, pairs.csv and content-hash.txt, which guards them."
    },
    footer = {
      "",
      "Examples:",
      "  prefbench label create --dataset pendulum-medium-v1 --output pairs",
      "  prefbench label create --dataset medium.hdf5 --sampler logged \\",
      "      --teacher noisy --set temperature=0.5 --output pairs",
      "  prefbench label create --dataset pendulum-medium-v1 --teacher oracle:0.5 \\",
      "      --teacher anna=noisy:0.5 --set anna.temperature=2 --output pairs",
      "  prefbench label create --dataset hopper.hdf5 --policy bc.policy \\",
      "      --states dataset --output pairs"
    })
final class LabelCreateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private final PairOptions source = new PairOptions(1000, 10);

  @Mixin private TeacherOptions teachers;

  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      required = true,
      description = "The folder to write, in place of pairs that PrefBench wrote.")
  private Path output;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private Overwriting overwriting;

  @Override
  public Integer call() throws IOException {
    CommandLine command = spec.commandLine();
    List<Annotator> annotators = checked(command);
    Arguments.checkWritableFolder(output);
    for (String name : PreferenceFiles.NAMES) {
      overwriting.check(output.resolve(name), file -> isOwn(output));
    }
    PairOptions.Origin origin = source.origin(command);
    List<SegmentPair> drawn = source.draw(origin, source.pairs());
    List<Segment> segments = new ArrayList<>();
    drawn.forEach(pair -> segments.addAll(List.of(pair.first(), pair.second())));
    Calibration calibration =
        new Calibration(
            segments,
            origin
                .policy()
                .map(
                    one ->
                        new Continuation(
                            Environments.registered().get(origin.environment()), one)));
    Map<String, String> provenance = new TreeMap<>(source.provenance());
    provenance.putAll(Annotator.provenance(annotators));
    PreferenceDataset labeled =
        new PreferenceDataset(
            origin.environment(),
            PairSampler.label(
                drawn, Labelers.create(annotators, calibration), source.root().child("labels")),
            provenance);
    PreferenceFiles.write(output, labeled);
    LabelAudit audit = LabelAudit.of(labeled);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("folder", output.toString());
    values.put("environment", origin.environment());
    values.putAll(LabelCommand.counts(audit));
    Listing.printRecord(command.getOut(), json, values);
    return ExitCode.OK;
  }

  /** Pairs as they were written can be read, and there is a hash of them. */
  static boolean isOwn(Path folder) {
    List<String> doubts = new ArrayList<>();
    try {
      PreferenceFiles.read(folder, doubts::add);
    } catch (InvalidInputException e) {
      return false;
    }
    return doubts.isEmpty();
  }

  /** Checks all that was typed and costs nothing to check; returns who labels. */
  private List<Annotator> checked(CommandLine command) {
    List<Annotator> annotators = teachers.annotators(command);
    Arguments.checkTyped(
        command,
        () -> {
          source.check();
          Labelers.check(annotators, source.sampler() == Sampler.REFERENCE);
        });
    return annotators;
  }
}
