package org.prefbench.cli.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.Candidates;
import org.prefbench.cli.shared.DatasetArgument;
import org.prefbench.cli.shared.UnnamedEnvironment;
import org.prefbench.cli.shared.policy.NamedPolicy;
import org.prefbench.cli.shared.policy.NetworkOptions;
import org.prefbench.core.Checks;
import org.prefbench.core.Ledger;
import org.prefbench.core.Parameters;
import org.prefbench.core.ProgressListener;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Datasets;
import org.prefbench.dataset.GeneratedDataset;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.Environments;
import org.prefbench.env.Simulator;
import org.prefbench.policy.Policy;
import org.prefbench.preference.PairSampler;
import org.prefbench.preference.PairSampler.StateDistribution;
import org.prefbench.preference.SegmentPair;
import org.prefbench.study.Preferences.Sampler;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which pairs are to be labelled: what the commands share that draw some. */
final class PairOptions {
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
      description =
          "Where the roll-outs start: initial, at a reset; visited, at a state that the policy "
              + "visits; dataset, at a state of the data (default: ${DEFAULT-VALUE}).")
  private StateDistribution states;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      description = "Number of pairs (default: ${DEFAULT-VALUE}).")
  private int pairs;

  @Option(
      names = "--segment-length",
      paramLabel = "N",
      description = "Environment steps per segment (default: ${DEFAULT-VALUE}).")
  private int segmentLength;

  @Mixin private NetworkOptions outputs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Root of the random streams (default: ${DEFAULT-VALUE}).")
  private long seed;

  /** Creates the options with what a command draws where nothing else is said. */
  PairOptions(int pairs, int segmentLength) {
    this.pairs = pairs;
    this.segmentLength = segmentLength;
  }

  /**
   * Where pairs come from.
   *
   * @param environment the id of the environment
   * @param data the trajectories
   * @param policy the policy of roll-outs; empty where the pairs are logged
   */
  record Origin(String environment, TrajectoryDataset data, Optional<Policy> policy) {}

  /** Returns how the pairs are drawn. */
  Sampler sampler() {
    return sampler;
  }

  /** Returns the dataset as it was typed. */
  String dataset() {
    return dataset;
  }

  /** Returns the root of the random streams. */
  Seed root() {
    return new Seed(seed);
  }

  /**
   * Checks all that was typed and costs nothing to check.
   *
   * @throws org.prefbench.core.InvalidInputException if it breaks a rule
   */
  void check() {
    Checks.atLeast("--pairs", pairs, 1);
    Checks.atLeast("--segment-length", segmentLength, 1);
    steps.ifPresent(count -> Checks.atLeast("--steps", count, 1L));
    Checks.require(
        sampler == Sampler.REFERENCE || policy.isEmpty(),
        "--policy is for roll-outs, so it needs --sampler reference");
    if (policy.isEmpty()) {
      outputs.checkNone("the policy behind the data");
    }
  }

  /** Returns where the pairs come from, after generating or reading what they need. */
  Origin origin(CommandLine command) throws IOException {
    return Arguments.looksLikeFile(dataset) ? fromFile(command) : generated(command);
  }

  private Origin generated(CommandLine command) throws IOException {
    GeneratedDataset source = Arguments.typed(command, () -> GeneratedDataset.find(dataset));
    String id = source.environment().spec().id();
    Optional<Policy> actor =
        sampler == Sampler.LOGGED
            ? Optional.empty()
            : Optional.of(
                policy.isPresent()
                    ? NamedPolicy.resolve(command, Optional.of(id), policy.get(), outputs).policy()
                    : source.behavior().policy());
    // roll-outs that do not start in the data need none: a single step stands in for it
    boolean used = sampler == Sampler.LOGGED || states == StateDistribution.DATASET;
    TrajectoryDataset data =
        used
            ? Datasets.read(DatasetArgument.file(command, dataset, steps, seed, Optional.empty()))
            : source.generate(1, root(), 1, ProgressListener.SILENT);
    return new Origin(id, data, actor);
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

  /** Returns pairs; the first ones are the same for every command with the same options. */
  List<SegmentPair> draw(Origin origin, int count) {
    Seed stream = root().child("pairs");
    if (origin.policy().isEmpty()) {
      return PairSampler.fromLog(origin.data(), count, segmentLength, stream);
    }
    Simulator simulator =
        new Simulator(Environments.registered().get(origin.environment()), true, new Ledger());
    return PairSampler.fromPolicy(
        simulator, origin.policy().get(), origin.data(), states, count, segmentLength, stream);
  }

  /** Returns how many pairs are drawn. */
  int pairs() {
    return pairs;
  }

  /** Returns how each pair is drawn, by key. */
  Map<String, String> provenance() {
    Map<String, String> provenance = new TreeMap<>();
    provenance.put("dataset", dataset);
    provenance.put("sampler", Parameters.word(sampler));
    if (sampler == Sampler.REFERENCE) {
      provenance.put("policy", policy.orElse("behind the dataset"));
      provenance.put("states", Parameters.word(states));
    }
    provenance.put("segment-length", Integer.toString(segmentLength));
    provenance.put("seed", Long.toString(seed));
    return provenance;
  }
}
