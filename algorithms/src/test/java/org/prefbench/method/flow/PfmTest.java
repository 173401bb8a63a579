package org.prefbench.method.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.RecordingMonitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.env.Simulator;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.generative.FlowPolicy;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.preference.Calibration;
import org.prefbench.preference.Label;
import org.prefbench.preference.Labeler;
import org.prefbench.preference.Labelers;
import org.prefbench.preference.PairSampler;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;
import org.prefbench.preference.Teacher;

class PfmTest {
  private static final Seed SEED = new Seed(11);
  private static final EnvironmentFactory POINT = Environments.registered().get("point-mass-v0");
  private static final Normal REFERENCE = new Normal(2, 0.7);
  private static final int LENGTH = 4;
  private static final Labeler ORACLE =
      Labelers.create("oracle", Map.of(), Calibration.of(List.of()));

  @Test
  void declaresWhatItTouches() {
    assertEquals(EnumSet.of(Needs.LOOK_AHEAD), needs(Map.of()));
    assertEquals(EnumSet.of(Needs.LOOK_AHEAD, Needs.TEACHER), needs(Map.of("source", "rejected")));
    assertEquals(
        EnumSet.of(Needs.LOOK_AHEAD, Needs.TEACHER, Needs.TRAINING_SIMULATOR),
        needs(Map.of("rounds", "2")));
    assertEquals(EnumSet.of(Needs.LOOK_AHEAD), needs(Map.of("training-source", "reference")));
    assertEquals(Set.of(), needs(Map.of("source", "imagined")));
    assertEquals(Set.of(), needs(Map.of("training-source", "noise", "source", "noise")));
  }

  /** Labels of a coin: whatever is learned explains held-out pairs worse than standing still. */
  @Test
  void whereStandingStillIsBestThereIsNoFlow() {
    List<PreferencePair> pairs = new ArrayList<>();
    var random = SEED.generator();
    for (int i = 0; i < 100; i++) {
      pairs.add(
          new PreferencePair(
              oneStep(1, (float) random.nextGaussian()),
              oneStep(1, (float) random.nextGaussian()),
              i % 2 == 0 ? Label.FIRST : Label.SECOND,
              "hand"));
    }
    // paths between independent points of one law: v = 0 is not the best flow at t = 0 and 1, so
    // the flow is learned from few pairs with steps that are too long
    Map<String, String> set =
        Map.of("keep", "best", "learning-rate", "0.3", "steps", "100", "sigma", "0");
    RecordingMonitor watcher = new RecordingMonitor();
    PreferenceDataset preferences = new PreferenceDataset("any-v0", pairs, Map.of());
    FlowPolicy policy = train(set, preferences, new Ledger(), watcher);
    assertEquals(0, watcher.values("kept-step").get(0));
    assertEquals(1, watcher.values("validation-loss-ratio").get(0));
    assertEquals(
        watcher.values("validation-loss").get(0), watcher.values("kept-validation-loss").get(0));
    FloatMatrix sources = new FloatMatrix(2, 2, new float[] {0.5f, 1, -2, 3});
    assertEquals(sources, policy.transport(new FloatMatrix(2, 4), sources));
  }

  /**
   * Displacements of 1 and 3, in a batch regressed on their mean: every prediction is 2, and the
   * loss of the best is the variance of displacements, twice: E |v_i - u_j|^2 = 0 + 1 where v_i =
   * 2.
   */
  @Test
  void theReleasedLossRegressesOnTheMeanDisplacement() {
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      int far = i % 2;
      pairs.add(
          new PreferencePair(oneStep(far, far == 0 ? 1 : 3), oneStep(far, 0), Label.FIRST, "hand"));
    }
    Map<String, String> set =
        Map.of(
            "broadcast", "true",
            "standardize", "false",
            "validation-share", "0",
            "sigma", "0",
            "steps", "1500");
    RecordingMonitor watcher = new RecordingMonitor();
    FlowPolicy policy =
        train(set, new PreferenceDataset("any-v0", pairs, Map.of()), new Ledger(), watcher);
    List<Double> losses = watcher.values("loss");
    assertEquals(0.5, losses.get(losses.size() - 1), 0.02, "half of the coordinates are all zero");
    FloatMatrix contexts = new FloatMatrix(2, 4);
    contexts.set(1, 0, 1);
    FloatMatrix moved = policy.transport(contexts, new FloatMatrix(2, 2));
    assertEquals(2, moved.get(0, 0), 0.05, "near, which goes to 1");
    assertEquals(2, moved.get(1, 0), 0.05, "far, which goes to 3");
  }

  @Test
  void learnedFromEitherSegmentTheContextsStayApart() {
    // rejected at -1 and preferred at 1 in one context, the other way round in the other: from the
    // reference's two points the flow must reach the preferred one of its own context
    List<PreferencePair> pairs = new ArrayList<>();
    var random = SEED.generator();
    for (int i = 0; i < 400; i++) {
      float sign = i % 2 == 0 ? 1 : -1;
      Segment preferred = oneStep(sign, sign + 0.1f * (float) random.nextGaussian());
      Segment rejected = oneStep(sign, -sign + 0.1f * (float) random.nextGaussian());
      pairs.add(new PreferencePair(preferred, rejected, Label.FIRST, "hand"));
    }
    FlowPolicy policy =
        train(
            Map.of("training-source", "reference", "steps", "1500", "hidden-size", "64"),
            new PreferenceDataset("any-v0", pairs, Map.of()),
            new Ledger(),
            Monitor.SILENT);
    FloatMatrix contexts = new FloatMatrix(4, 4);
    FloatMatrix sources = new FloatMatrix(4, 2);
    for (int i = 0; i < 4; i++) {
      contexts.set(i, 0, i < 2 ? 1 : -1);
      sources.set(i, 0, i % 2 == 0 ? 1 : -1);
    }
    FloatMatrix moved = policy.transport(contexts, sources);
    for (int i = 0; i < 4; i++) {
      assertEquals(i < 2 ? 1 : -1, moved.get(i, 0), 0.35, "row " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imagined", "noise"})
  void withoutLookAheadNoSimulatorIsForked(String source) {
    Map<String, String> set =
        new HashMap<>(
            Map.of("steps", "30", "hidden-size", "16", "source", source, "dynamics-steps", "20"));
    set.put("dynamics-hidden-size", "8");
    if (source.equals("noise")) {
      set.put("training-source", "noise");
    }
    FlowPolicy policy = train(set, pairs(60), new Ledger(), Monitor.SILENT);
    Ledger ledger = new Ledger();
    FloatMatrix expected =
        actions(policy, 0, 3, ledger, EnvironmentAccess.LookAhead.NONE); // a fork would throw
    assertEquals(0, ledger.count(Ledger.Entry.LOOK_AHEAD_STEPS));
    if (source.equals("noise")) { // it alone holds no reference, which is one of this test
      Policy read = PolicyFiles.fromBytes("policy", PolicyFiles.toBytes(policy));
      assertEquals(
          expected, actions(read, 0, 3, new Ledger(), EnvironmentAccess.LookAhead.NONE), "as read");
    }
    for (float action : expected.values()) {
      assertTrue(Float.isFinite(action));
    }
  }

  @Test
  void flowsFromRejectedToPreferredEachPairByItsOwnWay() {
    // Two contexts with opposite wishes. Exchanged source and target would reverse the signs; a
    // loss that broadcasts to [batch, batch, d] regresses every row on the mean way, zero.
    List<PreferencePair> pairs = new ArrayList<>();
    var random = SEED.generator();
    for (int i = 0; i < 400; i++) {
      float context = i % 2 == 0 ? 1 : -1;
      float start = 0.2f * (float) random.nextGaussian();
      boolean first = random.nextInt(2) == 0;
      Segment rejected = oneStep(context, start);
      Segment preferred = oneStep(context, start + context);
      pairs.add(
          new PreferencePair(
              first ? preferred : rejected,
              first ? rejected : preferred,
              first ? Label.FIRST : Label.SECOND,
              "hand"));
    }
    pairs.add(new PreferencePair(oneStep(1, 50), oneStep(1, -50), Label.TIE, "hand"));
    pairs.add(new PreferencePair(oneStep(1, 50), oneStep(1, -50), Label.SKIP, "hand"));
    FlowPolicy policy =
        train(
            Map.of("steps", "400", "hidden-size", "32", "sigma", "0.05"),
            new PreferenceDataset("any-v0", pairs, Map.of()),
            new Ledger(),
            Monitor.SILENT);
    FloatMatrix contexts = new FloatMatrix(2, 4);
    contexts.set(0, 0, 1);
    contexts.set(1, 0, -1);
    FloatMatrix moved = policy.transport(contexts, new FloatMatrix(2, 2));
    assertEquals(1, moved.get(0, 0), 0.1);
    assertEquals(-1, moved.get(1, 0), 0.1);
    assertEquals(0, moved.get(0, 1), 0.1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"paired", "minibatch-ot", "independent"})
  void everyCouplingLearnsToMoveTheWholeLaw(String coupling) {
    // Rejected around 0, preferred around 2 in the first coordinate: any coupling moves by 2.
    List<PreferencePair> pairs = new ArrayList<>();
    var random = SEED.generator();
    for (int i = 0; i < 400; i++) {
      pairs.add(
          new PreferencePair(
              oneStep(0, 2 + (float) random.nextGaussian()),
              oneStep(0, (float) random.nextGaussian()),
              Label.FIRST,
              "hand"));
    }
    FlowPolicy policy =
        train(
            Map.of("steps", "600", "hidden-size", "32", "coupling", coupling),
            new PreferenceDataset("any-v0", pairs, Map.of()),
            new Ledger(),
            Monitor.SILENT);
    FloatMatrix sources = new FloatMatrix(200, 2);
    var fresh = SEED.child("fresh").generator();
    double mean = 0;
    double squares = 0;
    for (int i = 0; i < 200; i++) {
      sources.set(i, 0, (float) fresh.nextGaussian());
    }
    FloatMatrix moved = policy.transport(new FloatMatrix(200, 4), sources);
    double shift = 0;
    for (int i = 0; i < 200; i++) {
      shift += (moved.get(i, 0) - sources.get(i, 0)) / 200;
      mean += moved.get(i, 0) / 200.0;
      squares += moved.get(i, 0) * moved.get(i, 0) / 200.0;
    }
    assertEquals(2, shift, 0.25);
    assertEquals(1, squares - mean * mean, 0.4);
  }

  @Test
  void watchingChangesNothing() {
    PreferenceDataset pairs = pairs(60);
    RecordingMonitor watcher = new RecordingMonitor(5);
    Map<String, String> set = Map.of("steps", "40", "hidden-size", "16");
    FlowPolicy watched = train(set, pairs, new Ledger(), watcher);
    FlowPolicy alone = train(set, pairs, new Ledger(), Monitor.SILENT);
    assertEquals(alone.maps(), watched.maps()); // weights bit for bit
    List<Double> losses = watcher.validationLosses();
    assertEquals(5, losses.size());
    assertTrue(losses.stream().allMatch(loss -> loss > 0), losses.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference", "rejected", "imagined"})
  void episodesAreTheSameInBatchesOfEightAndOfFour(String source) {
    Map<String, String> set =
        Map.of(
            "steps",
            "30",
            "hidden-size",
            "16",
            "source",
            source,
            "rollout-frequency",
            "3",
            "dynamics-steps",
            "20");
    FlowPolicy policy = train(set, pairs(60), new Ledger(), Monitor.SILENT);
    FloatMatrix eight = actions(policy, 0, 8, new Ledger());
    FloatMatrix first = actions(policy, 0, 4, new Ledger());
    FloatMatrix second = actions(policy, 4, 8, new Ledger());
    assertArrayEquals(eight.values(), FloatMatrix.stack(List.of(first, second)).values(), 0f);
  }

  @Test
  void countsWhatActingCosts() {
    Ledger ledger = new Ledger();
    FlowPolicy policy =
        train(
            Map.of("steps", "30", "hidden-size", "16", "solver", "rk4", "solver-steps", "5"),
            pairs(60),
            new Ledger(),
            Monitor.SILENT);
    actions(policy, 0, 2, ledger);
    // 50 steps in 2 copies; the fork never takes the last of the 4 steps of a plan
    assertEquals(2 * 50 * (LENGTH - 1), ledger.count(Ledger.Entry.LOOK_AHEAD_STEPS));
    assertEquals(2 * 50 * 4 * 5, ledger.count(Ledger.Entry.NETWORK_EVALUATIONS));
    assertEquals(0, ledger.count(Ledger.Entry.TEACHER_QUERIES));
  }

  @Test
  void askingTheTeacherWhileActingIsCounted() {
    Ledger ledger = new Ledger();
    FlowPolicy policy =
        train(
            Map.of(
                "steps", "30", "hidden-size", "16", "source", "rejected", "rollout-frequency", "2"),
            pairs(60),
            new Ledger(),
            Monitor.SILENT);
    actions(policy, 0, 3, ledger);
    assertEquals(3 * 25, ledger.count(Ledger.Entry.TEACHER_QUERIES));
    assertEquals(3 * 25 * 2 * LENGTH, ledger.count(Ledger.Entry.LOOK_AHEAD_STEPS));
    InvalidInputException error =
        assertThrows(InvalidInputException.class, () -> PolicyFiles.toBytes(policy));
    assertTrue(error.getMessage().contains("teacher"), error.getMessage());
  }

  @Test
  void roundsAskForFreshLabelsOfTheirOwnSegments() {
    Ledger ledger = new Ledger();
    FlowPolicy policy =
        train(
            Map.of("steps", "30", "hidden-size", "16", "rounds", "3"),
            pairs(60),
            ledger,
            Monitor.SILENT);
    assertEquals(3, policy.maps().size());
    assertEquals(2 * 60, ledger.count(Ledger.Entry.TEACHER_QUERIES));
    assertEquals(2 * 60 * 2 * LENGTH, ledger.count(Ledger.Entry.SIMULATOR_STEPS));
    assertEquals(3 * 30, ledger.count(Ledger.Entry.GRADIENT_STEPS));
  }

  @Test
  void refusesWhatItCannotDo() {
    PreferenceDataset none = new PreferenceDataset("point-mass-v0", List.of(), Map.of());
    assertThrows(
        InvalidInputException.class, () -> train(Map.of(), none, new Ledger(), Monitor.SILENT));
    InvalidInputException tooLong =
        assertThrows(
            InvalidInputException.class,
            () -> train(Map.of("rollout-frequency", "5"), pairs(10), new Ledger(), Monitor.SILENT));
    assertEquals(
        "pfm.rollout-frequency must be <= the segment length 4, got 5", tooLong.getMessage());
    for (Map<String, String> wrong :
        List.of(
            Map.of("source", "noise"),
            Map.of("training-source", "noise"),
            Map.of("source", "noise", "training-source", "noise", "reapply", "2"),
            Map.of("source", "noise", "training-source", "noise", "rounds", "2"))) {
      InvalidInputException error =
          assertThrows(InvalidInputException.class, () -> needs(wrong), wrong::toString);
      assertTrue(error.getMessage().contains("noise"), error.getMessage());
    }
  }

  private static Set<Needs> needs(Map<String, String> set) {
    return ConfiguredAlgorithm.of(new Pfm(), set).needs();
  }

  private static FlowPolicy train(
      Map<String, String> set, PreferenceDataset pairs, Ledger ledger, Monitor monitor) {
    Map<String, String> all = new HashMap<>(Map.of("learning-rate", "0.003"));
    all.putAll(set);
    TrainingInput input =
        new TrainingInput(
            POINT.spec(),
            Optional.of(REFERENCE),
            new TrajectoryDataset(POINT.spec().id(), List.of(oneStep(0, 0)), Map.of()),
            pairs,
            Optional.of(new Simulator(POINT, false, ledger)),
            Optional.of(new Teacher(ORACLE, POINT, ledger)));
    return (FlowPolicy)
        ConfiguredAlgorithm.of(new Pfm(), all)
            .algorithm()
            .train(input, new TrainingContext(SEED.child("training"), ledger, monitor));
  }

  private static PreferenceDataset pairs(int count) {
    Simulator simulator = new Simulator(POINT, true, new Ledger());
    return new PreferenceDataset(
        POINT.spec().id(),
        PairSampler.label(
            PairSampler.fromPolicy(
                simulator,
                REFERENCE,
                new TrajectoryDataset(POINT.spec().id(), List.of(oneStep(0, 0)), Map.of()),
                PairSampler.StateDistribution.INITIAL,
                count,
                LENGTH,
                SEED.child("pairs")),
            ORACLE,
            SEED.child("labels")),
        Map.of());
  }

  /** Returns the actions of whole episodes {@code from} to {@code to} run together, a row each. */
  private static FloatMatrix actions(Policy policy, int from, int to, Ledger ledger) {
    return actions(policy, from, to, ledger, EnvironmentAccess.LookAhead.WITHOUT_REWARDS);
  }

  private static FloatMatrix actions(
      Policy policy, int from, int to, Ledger ledger, EnvironmentAccess.LookAhead lookAhead) {
    Seed[] seeds =
        IntStream.range(from, to).mapToObj(SEED.child("episode")::child).toArray(Seed[]::new);
    VectorEnvironment environment = new VectorEnvironment(POINT, seeds.length);
    environment.reset(seeds);
    FloatMatrix result = new FloatMatrix(seeds.length, 2 * POINT.spec().maxSteps());
    EnvironmentAccess access = new EnvironmentAccess(environment, lookAhead, ledger);
    try (Actor actor = policy.start(access, seeds)) {
      for (int t = 0; !environment.allFinished(); t++) {
        FloatMatrix chosen = actor.act(environment.observations());
        for (int i = 0; i < seeds.length; i++) {
          result.set(i, 2 * t, chosen.get(i, 0));
          result.set(i, 2 * t + 1, chosen.get(i, 1));
        }
        environment.step(chosen);
      }
    }
    return result;
  }

  /** One step with the observation (context, 0, 0, 0) and the action (y, 0). */
  private static Segment oneStep(float context, float y) {
    FloatMatrix observations = new FloatMatrix(2, 4);
    observations.set(0, 0, context);
    FloatMatrix action = new FloatMatrix(1, 2);
    action.set(0, 0, y);
    return new Segment(observations, action, new FloatMatrix(1, 1), End.RUNNING, Optional.empty());
  }
}
