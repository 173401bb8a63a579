package org.prefbench.method.reward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.DoubleMatrix;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.Environment;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Simulator;
import org.prefbench.env.Space;
import org.prefbench.env.StateField;
import org.prefbench.env.StepResult;
import org.prefbench.nn.Adam;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Losses;
import org.prefbench.nn.Schedule;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;
import org.prefbench.preference.Calibration;
import org.prefbench.preference.Label;
import org.prefbench.preference.Labelers;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;
import org.prefbench.preference.Teacher;
import org.prefbench.reward.StepClassifier;

/** Marks of single steps in a task of {@link Ten} steps, where what they must teach is known. */
class FineGrainedTest {
  private static final int STEPS = 10;
  private static final Seed SEED = new Seed(11);
  private static final EnvironmentFactory TEN = new Ten();
  private static final List<Segment> LOG = List.of(played(new float[STEPS]));

  /** A step pays its action; the time is all that is seen; nothing else matters. */
  private static final class Ten implements EnvironmentFactory {
    private static final EnvironmentSpec SPEC =
        new EnvironmentSpec(
            "ten-steps-v0",
            "A step pays its action",
            Space.unbounded(1),
            Space.box(1, -3, 3),
            List.of(new StateField("time", 1)),
            1,
            STEPS,
            Optional.empty());

    @Override
    public EnvironmentSpec spec() {
      return SPEC;
    }

    @Override
    public Environment create() {
      return new Environment() {
        private double time;

        @Override
        public EnvironmentSpec spec() {
          return SPEC;
        }

        @Override
        public void reset(Seed seed, double[] observation) {
          time = 0;
          observe(observation);
        }

        @Override
        public void step(double[] action, StepResult result) {
          time++;
          result.reward = SPEC.clippedAction(action, 0);
          result.terminated = false;
          observe(result.observation);
        }

        @Override
        public void observe(double[] observation) {
          observation[0] = time;
        }

        @Override
        public void readState(double[] state) {
          state[0] = time;
        }

        @Override
        public void writeState(double[] state) {
          time = state[0];
        }
      };
    }
  }

  /** Independent actions N(0, deviation^2). */
  private record Normal(double deviation) implements Policy {
    @Override
    public Actor start(EnvironmentAccess environment, Seed[] seeds) {
      RandomStream[] streams =
          Arrays.stream(seeds).map(Seed::generator).toArray(RandomStream[]::new);
      FloatMatrix actions = new FloatMatrix(seeds.length, 1);
      return observations -> {
        for (int i = 0; i < streams.length; i++) {
          actions.set(i, 0, (float) (deviation * streams[i].nextGaussian()));
        }
        return actions;
      };
    }

    @Override
    public Policy deterministic() {
      return new Normal(0);
    }
  }

  /** The actions from the start on, with true rewards. */
  private static Segment played(float... actions) {
    FloatMatrix observations = new FloatMatrix(actions.length + 1, 1);
    DoubleMatrix states = new DoubleMatrix(actions.length, 1);
    for (int t = 0; t <= actions.length; t++) {
      observations.set(t, 0, t);
      if (t < actions.length) {
        states.setRow(t, new double[] {t});
      }
    }
    return new Segment(
        observations,
        new FloatMatrix(actions.length, 1, actions),
        new FloatMatrix(actions.length, 1, actions.clone()),
        End.TRUNCATED,
        Optional.of(states));
  }

  private static TrainingInput input(
      Policy reference, List<PreferencePair> pairs, Ledger ledger, List<Segment> log) {
    Teacher teacher =
        new Teacher(Labelers.create("oracle", Map.of(), Calibration.of(List.of())), TEN, ledger);
    return new TrainingInput(
        TEN.spec(),
        Optional.of(reference),
        new TrajectoryDataset(TEN.spec().id(), log, Map.of()).withoutRewards(),
        new PreferenceDataset(TEN.spec().id(), pairs, Map.of()).withoutRewards(),
        Optional.of(new Simulator(TEN, false, ledger)),
        Optional.of(teacher));
  }

  /** Pairs of ten zeros against the same with a -1 in one place, which goes round. */
  private static List<PreferencePair> planted(int count) {
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] wrong = new float[STEPS];
      wrong[i % STEPS] = -1;
      pairs.add(
          i % 2 == 0
              ? new PreferencePair(played(new float[STEPS]), played(wrong), Label.FIRST, "test")
              : new PreferencePair(played(wrong), played(new float[STEPS]), Label.SECOND, "test"));
    }
    return pairs;
  }

  private static StepClassifier classifier(StepClassifier.Marked marked, int steps) {
    Fitting fitting = Fitting.of(0.01, Schedule.COSINE, 512, steps, 0);
    return StepClassifier.fit(
        marked,
        new StepClassifier.Setting(2, 32, 1, fitting),
        new TrainingContext(SEED, new Ledger(), Monitor.SILENT));
  }

  /**
   * One wrong step of ten. Its edit by a policy that does right is a gain, the other nine edits are
   * none: the mask is found at one query for each step.
   */
  @Test
  void theWrongStepOfTenIsFound() {
    Ledger ledger = new Ledger();
    StepClassifier.Marked marked =
        StepEdits.of(
            "fine-grained", input(new Normal(0), planted(STEPS), ledger, LOG), STEPS, SEED);
    assertEquals(STEPS * STEPS, ledger.count(Ledger.Entry.TEACHER_QUERIES));
    assertEquals(STEPS * STEPS * STEPS, ledger.count(Ledger.Entry.SIMULATOR_STEPS));
    for (int i = 0; i < STEPS; i++) {
      for (int t = 0; t < STEPS; t++) {
        int row = 2 * (STEPS * i + t);
        assertEquals(t == i ? -1 : 0, marked.marks()[row], "segment " + i + ", step " + t);
        assertEquals(t == i ? 1 : 0, marked.marks()[row + 1]);
        assertEquals(t, marked.observations().get(row, 0));
        assertEquals(t == i ? -1 : 0, marked.actions().get(row, 0));
        assertEquals(0, marked.actions().get(row + 1, 0), 0.0, "the action in its place");
      }
    }
  }

  /**
   * What marks teach of it and what the label of the whole segment does: its loss log(1 + exp(-sum
   * of ten)) pulls at each of ten rewards by 1/2, as hard at the nine right steps as at the wrong
   * one; the classifier gives the wrong step -1. A right step has, of twenty examples at its time,
   * one -1 by another action, and of the other nineteen one gain and eighteen ties: 1/19.
   */
  @Test
  void marksBlameOneStepAndTheSumBlamesTen() {
    StepClassifier.Marked marked =
        StepEdits.of(
            "fine-grained", input(new Normal(0), planted(STEPS), new Ledger(), LOG), STEPS, SEED);
    float[] actions = new float[STEPS];
    actions[3] = -1;
    double[] expected = new double[STEPS];
    Arrays.fill(expected, 1.0 / 19);
    expected[3] = -1;
    assertArrayEquals(expected, classifier(marked, 1_000).rewards(played(actions)), 0.02);

    Learner sum = new Learner(Adam.of(1), new Ledger());
    Learner.Vector rewards = sum.vector(new float[STEPS]);
    float[] pull = sum.gradient(pass -> Losses.softplus(pass.value(rewards).sum()));
    for (float each : pull) {
      assertEquals(0.5, each, 1e-6);
    }
  }

  /**
   * Where a step pays its action and both it and what replaces it are N(0, 1), an action is better
   * than another with probability Phi: the reward of a is 2 Phi(a) - 1.
   */
  @Test
  void theMeanMarkOfADrawIsItsRank() {
    List<PreferencePair> pairs = new ArrayList<>();
    RandomStream random = SEED.child("pairs").generator();
    for (int i = 0; i < 500; i++) {
      float[] actions = new float[STEPS];
      for (int t = 0; t < STEPS; t++) {
        actions[t] = (float) random.nextGaussian();
      }
      pairs.add(new PreferencePair(played(actions), played(actions), Label.TIE, "test"));
    }
    StepClassifier.Marked marked =
        StepEdits.of("fine-grained", input(new Normal(1), pairs, new Ledger(), LOG), 500, SEED);
    StepClassifier classifier = classifier(marked, 1_500);
    double[] actions = {-1.5, -1, -0.5, 0, 0.5, 1, 1.5};
    double[] ranks = {-0.8664, -0.6827, -0.3829, 0, 0.3829, 0.6827, 0.8664}; // from tables
    for (int k = 0; k < actions.length; k++) {
      float[] always = new float[STEPS];
      Arrays.fill(always, (float) actions[k]);
      double mean = Arrays.stream(classifier.rewards(played(always))).average().orElseThrow();
      assertEquals(ranks[k], mean, 0.05, "action " + actions[k]);
    }
  }

  /** The policy learns what the marks say: a step pays its action, so it moves up from the data. */
  @Test
  void thePolicyFollowsTheMarks() {
    List<Segment> log = new ArrayList<>();
    RandomStream random = SEED.child("log").generator();
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      float[] actions = new float[STEPS];
      for (int t = 0; t < STEPS; t++) {
        actions[t] = random.nextDouble() < 0.5 ? -1 : 1;
      }
      log.add(played(actions));
      pairs.add(new PreferencePair(played(actions), played(actions), Label.TIE, "test"));
    }
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "edited", "100",
                "reward-hidden-size", "16",
                "reward-hidden-layers", "1",
                "reward-learning-rate", "0.01",
                "reward-steps", "500",
                "hidden-size", "16",
                "hidden-layers", "1",
                "steps", "1500",
                "batch-size", "64",
                "learning-rate", "0.005"));
    settings.putAll(
        Map.of(
            "discount", "0",
            "temperature", "1",
            "reward-scale", "as-given",
            "reward-shift", "none"));
    ConfiguredAlgorithm method = ConfiguredAlgorithm.of(new FineGrained(), settings);
    GaussianPolicy policy =
        (GaussianPolicy)
            method
                .algorithm()
                .train(
                    input(new Signs(), pairs, new Ledger(), log),
                    new TrainingContext(SEED, new Ledger(), Monitor.SILENT));
    // of 1 against 1 or -1: r(1) = 1/2 and r(-1) = -1/2, and odds of e^1 have the mean tanh(1/2)
    FloatMatrix times = new FloatMatrix(1, 1, new float[] {5});
    double mean =
        policy.network().evaluator().evaluate(policy.standardizer().apply(times)).get(0, 0);
    assertEquals(Math.tanh(0.5), Math.tanh(mean), 0.1);
  }

  /** 1 or -1 by the toss of a coin. */
  private record Signs() implements Policy {
    @Override
    public Actor start(EnvironmentAccess environment, Seed[] seeds) {
      Actor normal = new Normal(1).start(environment, seeds);
      return observations -> {
        FloatMatrix actions = normal.act(observations);
        for (int i = 0; i < actions.rows(); i++) {
          actions.set(i, 0, actions.get(i, 0) < 0 ? -1 : 1);
        }
        return actions;
      };
    }

    @Override
    public Policy deterministic() {
      return this;
    }
  }

  /** As many whole segments as there is a query for each pair; one at least. */
  @Test
  void queriesAreNoMoreThanPairs() {
    for (int count : new int[] {4, 10, 39, 40}) {
      Ledger ledger = new Ledger();
      StepEdits.of("fine-grained", input(new Normal(0), planted(count), ledger, LOG), 0, SEED);
      assertEquals(
          STEPS * Math.max(1, count / STEPS),
          ledger.count(Ledger.Entry.TEACHER_QUERIES),
          count + " pairs");
    }
  }

  @Test
  void segmentsWithoutStatesAreRefused() {
    Segment nowhere =
        new Segment(
            new FloatMatrix(2, 1),
            new FloatMatrix(1, 1),
            new FloatMatrix(1, 1),
            End.TRUNCATED,
            Optional.empty());
    List<PreferencePair> pairs = List.of(new PreferencePair(nowhere, nowhere, Label.TIE, "test"));
    TrainingInput input = input(new Normal(0), pairs, new Ledger(), LOG);
    assertEquals(
        "fine-grained needs pairs with simulator states to start from",
        assertThrows(
                InvalidInputException.class, () -> StepEdits.of("fine-grained", input, 1, SEED))
            .getMessage());
  }
}
