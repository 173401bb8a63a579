package org.prefbench.cli.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.Candidates;
import org.prefbench.cli.shared.DatasetArgument;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.cli.shared.NamedPolicy;
import org.prefbench.cli.shared.NetworkOptions;
import org.prefbench.cli.shared.Overwriting;
import org.prefbench.cli.shared.UnnamedEnvironment;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.Parameters;
import org.prefbench.core.ProgressListener;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Datasets;
import org.prefbench.dataset.GeneratedDataset;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.Environments;
import org.prefbench.env.Simulator;
import org.prefbench.policy.Policy;
import org.prefbench.preference.Annotator;
import org.prefbench.preference.Calibration;
import org.prefbench.preference.Continuation;
import org.prefbench.preference.LabelAudit;
import org.prefbench.preference.Labelers;
import org.prefbench.preference.PairSampler;
import org.prefbench.preference.PairSampler.StateDistribution;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferenceFiles;
import org.prefbench.preference.SegmentPair;
import org.prefbench.study.Preferences.Sampler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
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

  @Option(
      names = "--dataset",
      paramLabel = "ID|FILE",
      completionCandidates = Candidates.DatasetIds.class,
      required = true,
      description = "A dataset that can be generated, see 'dataset list', or a dataset file.")
  private String dataset;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description =
          "Environment steps of a generated dataset, where pairs are drawn from it (default: those "
              + "of the dataset, see 'dataset list').")
  private Optional<Long> steps;

  @Mixin private UnnamedEnvironment environment;

  @Option(
      names = "--sampler",
      paramLabel = "reference|logged",
      defaultValue = "reference",
      converter = SamplerWord.class,
      description =
          "reference: two roll-outs of one policy from one state; logged: two stretches of the "
              + "data (default: ${DEFAULT-VALUE}).")
  private Sampler sampler;

  @Option(
      names = "--policy",
      paramLabel = "TIER|FILE",
      description =
          "The policy of the roll-outs: a behaviour tier, or a policy file (default: the "
              + "policy behind a generated dataset).")
  private Optional<String> policy;

  @Option(
      names = "--states",
      paramLabel = "initial|visited|dataset",
      defaultValue = "visited",
      converter = StatesWord.class,
      description =
          "Where the roll-outs start: initial, at a reset; visited, at a state that the policy "
              + "visits; dataset, at a state of the data (default: ${DEFAULT-VALUE}).")
  private StateDistribution states;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      description = "Number of pairs (default: ${DEFAULT-VALUE}).")
  private int pairs = 1000;

  @Option(
      names = "--segment-length",
      paramLabel = "N",
      description = "Environment steps per segment (default: ${DEFAULT-VALUE}).")
  private int segmentLength = 10;

  @Mixin private NetworkOptions outputs;

  @Mixin private TeacherOptions teachers;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Root of the random streams (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      required = true,
      description = "The folder to write, in place of pairs that PrefBench wrote.")
  private Path output;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private Overwriting overwriting;

  private static final class SamplerWord implements ITypeConverter<Sampler> {
    @Override
    public Sampler convert(String word) {
      return Arguments.choice(Sampler.class, word);
    }
  }

  private static final class StatesWord implements ITypeConverter<StateDistribution> {
    @Override
    public StateDistribution convert(String word) {
      return Arguments.choice(StateDistribution.class, word);
    }
  }

  /**
   * Where pairs come from.
   *
   * @param environment the id of the environment
   * @param data the trajectories
   * @param policy the policy of roll-outs; empty where the pairs are logged
   */
  private record Origin(String environment, TrajectoryDataset data, Optional<Policy> policy) {}

  @Override
  public Integer call() throws IOException {
    CommandLine command = spec.commandLine();
    List<Annotator> annotators = checked(command);
    Arguments.checkWritableFolder(output);
    for (String name : PreferenceFiles.NAMES) {
      overwriting.check(output.resolve(name), file -> isOwn(output));
    }
    Seed root = new Seed(seed);
    Origin origin = Arguments.looksLikeFile(dataset) ? fromFile(command) : generated(command, root);
    List<SegmentPair> drawn = draw(origin, root.child("pairs"));
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
    PreferenceDataset labeled =
        new PreferenceDataset(
            origin.environment(),
            PairSampler.label(
                drawn, Labelers.create(annotators, calibration), root.child("labels")),
            provenance(origin, annotators));
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
          Checks.atLeast("--pairs", pairs, 1);
          Checks.atLeast("--segment-length", segmentLength, 1);
          steps.ifPresent(count -> Checks.atLeast("--steps", count, 1L));
          Checks.require(
              sampler == Sampler.REFERENCE || policy.isEmpty(),
              "--policy is for roll-outs, so it needs --sampler reference");
          Labelers.check(annotators, sampler == Sampler.REFERENCE);
          if (policy.isEmpty()) {
            outputs.checkNone("the policy behind the data");
          }
        });
    return annotators;
  }

  private Origin generated(CommandLine command, Seed root) throws IOException {
    GeneratedDataset source = Arguments.typed(command, () -> GeneratedDataset.find(dataset));
    String environment = source.environment().spec().id();
    Optional<Policy> actor =
        sampler == Sampler.LOGGED
            ? Optional.empty()
            : Optional.of(
                policy.isPresent()
                    ? NamedPolicy.resolve(command, Optional.of(environment), policy.get(), outputs)
                        .policy()
                    : source.behavior().policy());
    // roll-outs that do not start in the data need none: a single step stands in for it
    boolean used = sampler == Sampler.LOGGED || states == StateDistribution.DATASET;
    TrajectoryDataset data =
        used
            ? Datasets.read(DatasetArgument.file(command, dataset, steps, seed, Optional.empty()))
            : source.generate(1, root, 1, ProgressListener.SILENT);
    return new Origin(environment, data, actor);
  }

  private Origin fromFile(CommandLine command) throws IOException {
    Path file = Path.of(dataset);
    Arguments.checkTyped(
        command,
        () -> {
          Datasets.format(file);
          Checks.require(
              sampler == Sampler.LOGGED || policy.isPresent(),
              "--policy is needed for roll-outs, because a file does not hold its policy (or use"
                  + " --sampler logged)");
        });
    TrajectoryDataset data = Datasets.read(file, environment.options(command));
    Optional<Policy> actor =
        policy.isPresent()
            ? Optional.of(
                NamedPolicy.resolve(command, Optional.of(data.environment()), policy.get(), outputs)
                    .policy())
            : Optional.empty();
    return new Origin(data.environment(), data, actor);
  }

  private List<SegmentPair> draw(Origin origin, Seed stream) {
    if (origin.policy().isEmpty()) {
      return PairSampler.fromLog(origin.data(), pairs, segmentLength, stream);
    }
    Simulator simulator =
        new Simulator(Environments.registered().get(origin.environment()), true, new Ledger());
    return PairSampler.fromPolicy(
        simulator, origin.policy().get(), origin.data(), states, pairs, segmentLength, stream);
  }

  private Map<String, String> provenance(Origin origin, List<Annotator> annotators) {
    Map<String, String> provenance = new TreeMap<>();
    provenance.put("dataset", dataset);
    provenance.put("sampler", Parameters.word(sampler));
    origin
        .policy()
        .ifPresent(
            actor -> {
              provenance.put("policy", policy.orElse("behind the dataset"));
              provenance.put("states", Parameters.word(states));
            });
    provenance.put("segment-length", Integer.toString(segmentLength));
    provenance.put("seed", Long.toString(seed));
    provenance.putAll(Annotator.provenance(annotators));
    return provenance;
  }
}
