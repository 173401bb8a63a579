package org.prefbench.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.algorithm.Algorithms;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.RecordingMonitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.dataset.GeneratedDataset;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Schedule;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;
import org.prefbench.preference.Annotator;
import org.prefbench.preference.PairSampler;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;
import org.prefbench.preference.SegmentPair;
import org.prefbench.reward.RewardModel;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialTable;

/**
 * What DPO learns from pairs of the study {@code cyclic} at dose 0, whose segments start in states
 * of their own, and the numbers about it in docs/preferences.md: trained again, beside controls in
 * which the actions say nothing.
 */
class PairsOfOtherStatesTest {
  private static final String DATASET = "point-mass-medium-v0";
  private static final GeneratedDataset SOURCE = GeneratedDataset.find(DATASET);
  private static final long STUDY = 20; // the seed of the study
  private static final double SHARE = 0.3;
  private static final Map<String, String> DPO =
      Map.of("learning-rate", "1e-4", "steps", "500", "validation-share", Double.toString(SHARE));
  private static final int RUNS = 5;
  private static final PairStage.Draw DRAW = new PairStage.Draw("pairs", 1_000, 10);

  @TempDir private Path folder;

  /** Of the state that is kept, on the held-out pairs, and how it acts. */
  private record Outcome(double loss, double accuracy, double score) {
    static Outcome mean(List<Outcome> all) {
      return new Outcome(
          all.stream().mapToDouble(Outcome::loss).average().orElseThrow(),
          all.stream().mapToDouble(Outcome::accuracy).average().orElseThrow(),
          all.stream().mapToDouble(Outcome::score).average().orElseThrow());
    }
  }

  @Test
  void dpoTellsThemApartByWhereTheyAre() throws IOException {
    Map<String, List<Outcome>> outcomes = new LinkedHashMap<>();
    double byStates = 0;
    for (int run = 0; run < RUNS; run++) {
      Seed seed = DatasetStage.seed(STUDY, DATASET, run);
      Shared logged = shared(seed);
      TrialRow row = row(run);
      assertEquals(
          row.inputs().preferencesHash(), logged.preferencesHash(), "the pairs of the study");
      Outcome own = dpo(logged, run);
      assertEquals(row.outcome().validationLoss(), own.loss, "the loss of the study");
      assertEquals(row.score(), own.score, 1e-9, "the score of the study");
      keep(outcomes, "stretches of the data | as they are", own);
      keep(outcomes, "stretches of the data | drawn anew", dpo(redrawn(logged, seed), run));
      Shared paired = with(logged, labelled(logged, fromOneState(logged, seed), seed));
      keep(outcomes, "from one state | as they are", dpo(paired, run));
      keep(outcomes, "from one state | drawn anew", dpo(redrawn(paired, seed), run));
      byStates += accuracyOfStates(logged, seed) / RUNS;
    }
    List<String> expected = new ArrayList<>();
    outcomes.forEach((name, all) -> expected.add(line(name, Outcome.mean(all))));
    expected.add(String.format(Locale.ROOT, "states alone tells %.1f %%", 100 * byStates));
    String page = Files.readString(Path.of("docs/preferences.md"));
    assertEquals(List.of(), expected.stream().filter(line -> !page.contains(line)).toList());
  }

  private static void keep(Map<String, List<Outcome>> outcomes, String name, Outcome outcome) {
    outcomes.computeIfAbsent(name, key -> new ArrayList<>()).add(outcome);
  }

  private static String line(String name, Outcome outcome) {
    return String.format(
        Locale.ROOT,
        "| %s | %.2f | %.0f %% | %.0f |\n",
        name,
        outcome.loss,
        100 * outcome.accuracy,
        outcome.score);
  }

  private static TrialRow row(int run) {
    return TrialTable.read(Path.of("../results/cyclic/trials.csv")).stream()
        .filter(row -> row.trial().equals("dose-0/dpo/" + run))
        .findFirst()
        .orElseThrow();
  }

  private Shared shared(Seed seed) throws IOException {
    Path own = Files.createTempDirectory(folder, "run");
    DatasetStage.write(own, SOURCE, 10_000, seed, (step, steps) -> {});
    TrajectoryDataset dataset = DatasetStage.read(own);
    ReferenceStage.write(
        own,
        configured("bc", Map.of("hidden-size", "64", "steps", "3000")),
        SOURCE.environment(),
        dataset,
        seed,
        (step, steps) -> {});
    Policy reference = ReferenceStage.read(own);
    PreferenceDataset none = new PreferenceDataset(DATASET, List.of(), Map.of());
    Shared unlabelled =
        new Shared(SOURCE.environment(), dataset, reference, none, Optional.empty());
    return with(unlabelled, labelled(unlabelled, PairStage.logged(DRAW, dataset, seed), seed));
  }

  private static List<SegmentPair> fromOneState(Shared shared, Seed seed) {
    return PairStage.rolledOut(
        DRAW,
        shared.environment(),
        shared.reference(),
        shared.dataset(),
        PairSampler.StateDistribution.VISITED,
        seed);
  }

  private static PreferenceDataset labelled(Shared shared, List<SegmentPair> pairs, Seed seed) {
    return PairStage.label(
        shared.environment(),
        shared.reference(),
        pairs,
        List.of(new Annotator("cyclic", Map.of("rule", "rotation", "dose", "0"))),
        seed,
        Map.of());
  }

  private static Shared with(Shared shared, PreferenceDataset preferences) {
    return new Shared(
        shared.environment(), shared.dataset(), shared.reference(), preferences, Optional.empty());
  }

  private static ConfiguredAlgorithm configured(String method, Map<String, String> settings) {
    return ConfiguredAlgorithm.of(Algorithms.registered().get(method), settings);
  }

  private static Outcome dpo(Shared shared, int run) {
    RecordingMonitor monitor = new RecordingMonitor();
    TrialStage stage = new TrialStage(configured("dpo", DPO), shared);
    Policy policy =
        stage.train(DatasetStage.seed(STUDY, DATASET, run), () -> null, new Ledger(), monitor);
    double kept = monitor.values("kept-step").get(0);
    // looked at before the first step and after every fifth
    double accuracy = monitor.values("validation-implicit-accuracy").get((int) kept / 5);
    double mean =
        stage
            .evaluateFinal(
                policy, false, 100, TrialStage.evaluationSeed(0, DATASET, run), new Ledger())
            .mean();
    double score = shared.environment().spec().scores().orElseThrow().normalize(mean);
    return new Outcome(monitor.values("kept-validation-loss").get(0), accuracy, score);
  }

  private static PreferenceDataset changed(
      PreferenceDataset preferences, Function<Segment, Segment> change) {
    List<PreferencePair> pairs = new ArrayList<>();
    for (PreferencePair pair : preferences.pairs()) {
      pairs.add(
          new PreferencePair(
              change.apply(pair.first()),
              change.apply(pair.second()),
              pair.label(),
              pair.annotator()));
    }
    return new PreferenceDataset(preferences.environment(), pairs, preferences.provenance());
  }

  private static Segment with(Segment segment, FloatMatrix actions) {
    return new Segment(
        segment.observations(), actions, segment.rewards(), segment.end(), segment.states());
  }

  /**
   * The same states and labels; the actions are draws of the reference there, of no consequence.
   */
  private static Shared redrawn(Shared shared, Seed seed) {
    int[] next = {0};
    return with(
        shared,
        changed(
            shared.preferences(),
            segment -> {
              Seed[] seeds =
                  seed.child("redrawn").child(next[0]++).children(0, segment.length(), "step");
              VectorEnvironment idle = new VectorEnvironment(shared.environment(), seeds.length);
              idle.reset(seeds); // who acts where an episode is over does nothing
              EnvironmentAccess access =
                  new EnvironmentAccess(idle, EnvironmentAccess.LookAhead.NONE, new Ledger());
              try (Actor actor = shared.reference().start(access, seeds)) {
                FloatMatrix before = segment.observations().slice(0, segment.length());
                return with(segment, actor.act(before).copy());
              }
            }));
  }

  /** The share of held-out labels that a reward of the states tells. */
  private static double accuracyOfStates(Shared shared, Seed seed) {
    RecordingMonitor monitor = new RecordingMonitor();
    PreferenceDataset still =
        changed(
            shared.preferences(),
            segment ->
                with(segment, new FloatMatrix(segment.length(), segment.actions().columns())));
    Fitting fitting =
        Fitting.of(1e-3, Schedule.CONSTANT, 128, 1_000, SHARE).keeping(Fitting.Keep.BEST);
    RewardModel.fit(
        still,
        new RewardModel.Setting(1, 64, 2, false, RewardModel.Constant.ZERO_MEAN, fitting),
        new TrainingContext(seed, new Ledger(), monitor));
    return monitor.values("reward-validation-accuracy").get(0);
  }
}
