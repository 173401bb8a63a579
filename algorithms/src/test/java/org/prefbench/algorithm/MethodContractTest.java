package org.prefbench.algorithm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.Parameters;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.env.Simulator;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.nn.Activation;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Mlp;
import org.prefbench.nn.Standardizer;
import org.prefbench.policy.Actor;
import org.prefbench.policy.BlackBox;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.preference.Labeler;
import org.prefbench.preference.Labelers;
import org.prefbench.preference.PairSampler;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.Teacher;

/** What every registered method must keep, on a tiny problem with the pendulum. */
class MethodContractTest {
  private static final Seed SEED = new Seed(17);
  private static final EnvironmentFactory PENDULUM = Environments.registered().get("pendulum-v1");

  static Stream<String> methods() {
    return Algorithms.registered().ids().stream();
  }

  @ParameterizedTest
  @MethodSource("methods")
  void isDescribed(String id) {
    AlgorithmFactory<?> factory = Algorithms.registered().get(id);
    assertTrue(id.matches("[a-z0-9]+(-[a-z0-9]+)*"), id);
    assertTrue(
        factory.title().matches("[^\n]*\\b(19|20)[0-9]{2}\\b[^\n]*"),
        "the title names the source and its year in one line: " + factory.title());
    for (Parameters.Description parameter : Parameters.describe(factory.defaults())) {
      assertFalse(parameter.help().isBlank(), parameter.key() + " needs @Help");
      assertTrue(parameter.key().matches("[a-z0-9]+(-[a-z0-9]+)*"), parameter.key());
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void hyperparametersSurviveTheRoundTripThroughText(String id) {
    roundTrip(Algorithms.registered().get(id));
  }

  private static <H extends Record> void roundTrip(AlgorithmFactory<H> factory) {
    H defaults = factory.defaults();
    assertEquals(
        defaults, Parameters.override(factory.id(), defaults, Parameters.asText(defaults)));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void refusesNumbersOutOfRange(String id) {
    AlgorithmFactory<?> factory = Algorithms.registered().get(id);
    for (Parameters.Description parameter : Parameters.describe(factory.defaults())) {
      for (String value :
          switch (parameter.type()) {
            case "double" -> List.of("-1", "NaN");
            case "int", "long" -> List.of("-1");
            default -> List.<String>of();
          }) {
        InvalidInputException error =
            assertThrows(
                InvalidInputException.class,
                () -> ConfiguredAlgorithm.of(factory, Map.of(parameter.key(), value)),
                parameter.key() + " = " + value);
        assertTrue(error.getMessage().startsWith(id + "."), error.getMessage());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void trainsAndActsWithWhatItDeclaredAndNoMore(String id) {
    ConfiguredAlgorithm method = small(id);
    GaussianPolicy reference = reference();
    String before = PolicyFiles.hash(reference);
    Ledger ledger = new Ledger();
    Policy policy = train(method, reference, ledger);
    FloatMatrix[] actions = act(method, policy, ledger, 3, 0);

    assertEquals(before, PolicyFiles.hash(reference), "the reference was changed");
    for (FloatMatrix step : actions) {
      for (float action : step.values()) {
        assertTrue(Float.isFinite(action), "action " + action);
      }
    }
    // what is declared is used, and what is not declared is not
    assertEquals(
        method.needs().contains(Needs.TRAINING_SIMULATOR),
        ledger.count(Ledger.Entry.SIMULATOR_STEPS) > 0,
        "simulator steps " + ledger.count(Ledger.Entry.SIMULATOR_STEPS));
    assertEquals(
        method.needs().contains(Needs.LOOK_AHEAD),
        ledger.count(Ledger.Entry.LOOK_AHEAD_STEPS) > 0,
        "look-ahead steps " + ledger.count(Ledger.Entry.LOOK_AHEAD_STEPS));
    assertEquals(
        method.needs().contains(Needs.TEACHER),
        ledger.count(Ledger.Entry.TEACHER_QUERIES) > 0,
        "teacher queries " + ledger.count(Ledger.Entry.TEACHER_QUERIES));
    assertEquals(
        ledger.count(Ledger.Entry.PARAMETERS) > 0,
        ledger.count(Ledger.Entry.GRADIENT_STEPS) > 0,
        "parameters and gradient steps are both counted");
    assertTrue(ledger.count(Ledger.Entry.NETWORK_EVALUATIONS) > 0, "network evaluations");
  }

  @ParameterizedTest
  @MethodSource("methods")
  void sameSeedGivesTheSameBytes(String id) {
    ConfiguredAlgorithm method = small(id);
    Policy first = train(method, reference(), new Ledger());
    Policy second = train(method, reference(), new Ledger());
    assertEquals(PolicyFiles.hash(first), PolicyFiles.hash(second));
    // and what is read back acts as what was written
    Policy read = PolicyFiles.fromBytes(id, PolicyFiles.toBytes(first));
    FloatMatrix[] expected = act(method, first, new Ledger(), 3, 0);
    FloatMatrix[] actual = act(method, read, new Ledger(), 3, 0);
    for (int t = 0; t < expected.length; t++) {
      assertEquals(expected[t], actual[t], "step " + t);
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void actionsOfACopyDoNotDependOnTheOthers(String id) {
    ConfiguredAlgorithm method = small(id);
    Policy policy = train(method, reference(), new Ledger());
    for (Policy form : List.of(policy, policy.deterministic())) {
      FloatMatrix[] together = act(method, form, new Ledger(), 3, 0);
      FloatMatrix[] alone = act(method, form, new Ledger(), 1, 1);
      for (int t = 0; t < together.length; t++) {
        assertArrayEquals(alone[t].row(0), together[t].row(1), 0f, "step " + t);
      }
    }
  }

  /**
   * Trains with rewards hidden, the reference boxed, simulator and teacher absent where not
   * declared.
   */
  private static Policy train(ConfiguredAlgorithm method, GaussianPolicy reference, Ledger ledger) {
    Set<Needs> needs = method.needs();
    boolean rewards = needs.contains(Needs.TRUE_REWARDS);
    Simulator open = new Simulator(PENDULUM, true, new Ledger());
    double[][] starts = states(open, 6);
    List<Segment> episodes =
        PairSampler.rollOut(open, reference, starts, 20, seeds("episodes", 6, 0));
    TrajectoryDataset trajectories =
        new TrajectoryDataset(PENDULUM.spec().id(), episodes, Map.of());
    Labeler oracle = Labelers.create("oracle", Map.of(), episodes);
    PreferenceDataset preferences =
        new PreferenceDataset(
            PENDULUM.spec().id(),
            PairSampler.label(
                PairSampler.fromPolicy(
                    open,
                    reference,
                    trajectories,
                    PairSampler.StateDistribution.INITIAL,
                    24,
                    4,
                    SEED.child("pairs")),
                oracle,
                SEED.child("labels")),
            Map.of());
    TrainingInput input =
        new TrainingInput(
            PENDULUM.spec(),
            Optional.of(
                needs.contains(Needs.REFERENCE_WEIGHTS) ? reference : new BlackBox(reference)),
            rewards ? trajectories : trajectories.withoutRewards(),
            rewards ? preferences : preferences.withoutRewards(),
            needs.contains(Needs.TRAINING_SIMULATOR)
                ? Optional.of(new Simulator(PENDULUM, rewards, ledger))
                : Optional.empty(),
            needs.contains(Needs.TEACHER)
                ? Optional.of(new Teacher(oracle, PENDULUM, ledger))
                : Optional.empty());
    return method
        .algorithm()
        .train(input, new TrainingContext(SEED.child("training"), ledger, Monitor.SILENT));
  }

  /** Returns the actions of four steps in copies {@code from}, {@code from + 1}, ... */
  private static FloatMatrix[] act(
      ConfiguredAlgorithm method, Policy policy, Ledger ledger, int copies, int from) {
    Set<Needs> needs = method.needs();
    VectorEnvironment environment = new VectorEnvironment(PENDULUM, copies);
    environment.reset(seeds("acting", copies, from));
    EnvironmentAccess.LookAhead lookAhead =
        !needs.contains(Needs.LOOK_AHEAD)
            ? EnvironmentAccess.LookAhead.NONE
            : needs.contains(Needs.TRUE_REWARDS)
                ? EnvironmentAccess.LookAhead.WITH_REWARDS
                : EnvironmentAccess.LookAhead.WITHOUT_REWARDS;
    EnvironmentAccess access = new EnvironmentAccess(environment, lookAhead, ledger);
    FloatMatrix[] actions = new FloatMatrix[4];
    try (Actor actor = policy.start(access, seeds("actor", copies, from))) {
      for (int t = 0; t < actions.length; t++) {
        actions[t] = actor.act(environment.observations()).copy();
        environment.step(actions[t]);
      }
    }
    return actions;
  }

  /** The method with few steps and small networks. */
  private static ConfiguredAlgorithm small(String id) {
    AlgorithmFactory<?> factory = Algorithms.registered().get(id);
    Map<String, String> overrides = new LinkedHashMap<>();
    for (Parameters.Description parameter : Parameters.describe(factory.defaults())) {
      String key = parameter.key();
      if (parameter.type().equals("int") && Integer.parseInt(parameter.value()) > 16) {
        if (key.endsWith("steps")) {
          overrides.put(key, "12");
        } else if (key.endsWith("hidden-size")) {
          overrides.put(key, "8");
        }
      }
    }
    return ConfiguredAlgorithm.of(factory, overrides);
  }

  private static GaussianPolicy reference() {
    int inputs = PENDULUM.spec().observations().size();
    return new GaussianPolicy(
        GaussianPolicy.Form.TANH_GAUSSIAN,
        PENDULUM.spec().actions(),
        Standardizer.identity(inputs),
        Mlp.initial(Mlp.sizes(inputs, 8, 1, 1), Activation.RELU, SEED.child("reference")),
        new float[] {-0.5f});
  }

  private static double[][] states(Simulator simulator, int count) {
    VectorEnvironment environment = simulator.vector(count);
    environment.reset(seeds("states", count, 0));
    double[][] states = new double[count][PENDULUM.spec().stateSize()];
    IntStream.range(0, count).forEach(i -> environment.readState(i, states[i]));
    return states;
  }

  private static Seed[] seeds(String name, int count, int from) {
    return IntStream.range(from, from + count)
        .mapToObj(i -> SEED.child(name).child(i))
        .toArray(Seed[]::new);
  }
}
