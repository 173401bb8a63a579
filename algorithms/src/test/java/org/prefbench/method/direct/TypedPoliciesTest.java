package org.prefbench.method.direct;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Environments;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Standardizer;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;
import org.prefbench.segment.PairArrays;

/** Hidden types of annotators: who is found, what they are given, and which mixture all accept. */
class TypedPoliciesTest {
  private static final int ANNOTATORS = 20;
  private static final int VOTES = 10;
  private static final double LOGIT = Math.log(9);

  /**
   * Two arms and two opposed types: half of the annotators vote nine times in ten for the first,
   * half for the second. Maximisation is the log-odds of the weighted votes. Recovered are even
   * shares and beta u = +-2.197; it takes 8 log 9 = 17.6 nats to misplace an annotator.
   */
  @Test
  void plantedTypesAreRecovered() {
    int[] annotator = new int[ANNOTATORS * VOTES];
    double[] first = new double[annotator.length];
    for (int j = 0; j < annotator.length; j++) {
      annotator[j] = j / VOTES;
      first[j] = j % VOTES == 0 == annotator[j] < ANNOTATORS / 2 ? 0 : 1;
    }
    double[] logOdds = {0.1, -0.1};
    double[] shares = {0.5, 0.5};
    Responsibilities nobody = new Responsibilities(new double[ANNOTATORS][2]);
    Responsibilities who = nobody;
    for (int round = 0; round < 20; round++) {
      double[][] logs = new double[first.length][2];
      for (int j = 0; j < first.length; j++) {
        for (int k = 0; k < 2; k++) {
          logs[j][k] = TypedPolicies.log(logOdds[k], first[j]);
        }
      }
      who = Responsibilities.of(nobody.priors(shares, 1), logs, annotator);
      shares = who.shares();
      for (int k = 0; k < 2; k++) {
        float[] weights = who.ofVotes(annotator, k);
        double won = 0;
        double all = 0;
        for (int j = 0; j < first.length; j++) {
          won += weights[j] * first[j];
          all += weights[j];
        }
        logOdds[k] = Math.log(won / (all - won));
      }
    }
    assertArrayEquals(new double[] {0.5, 0.5}, shares, 1e-6);
    assertArrayEquals(new double[] {2.1972, -2.1972}, logOdds, 1e-4);
    for (int a = 0; a < ANNOTATORS; a++) {
      assertEquals(a < ANNOTATORS / 2 ? 0 : 1, who.typeOf(a));
      assertEquals(a < ANNOTATORS / 2 ? 1 : 0, who.same(0, a), 1e-6);
    }
    assertEquals(1 / (1 + Math.exp(8 * LOGIT)), who.of()[0][1], 1e-9);
  }

  /**
   * log sigmoid(z) where the first won, log sigmoid(-z) where it did not, half of each for a tie.
   */
  @Test
  void votesHaveTheProbabilityOfTheirLabel() {
    assertEquals(Math.log(0.9), TypedPolicies.log(LOGIT, 1), 1e-12);
    assertEquals(Math.log(0.1), TypedPolicies.log(LOGIT, 0), 1e-12);
    assertEquals((Math.log(0.9) + Math.log(0.1)) / 2, TypedPolicies.log(LOGIT, 0.5), 1e-12);
    assertEquals(-1000, TypedPolicies.log(-1000, 1));
  }

  /** Nobody's type keeps a tenth of an even share, 0.05 to 1, so 1 / 21 of all. */
  @Test
  void aTypeThatNobodyHasMayComeBack() {
    Responsibilities who = new Responsibilities(new double[][] {{1, 0}, {1, 0}});
    assertArrayEquals(new double[] {1 / 1.05, 0.05 / 1.05}, who.shares(), 1e-12);
  }

  /** One who was guessed to be surely of the first type is 1 : 0.05, and 20 : 1 is outweighed. */
  @Test
  void aGuessIsAWeakPrior() {
    Responsibilities guess = new Responsibilities(new double[][] {{1, 0}});
    double[][] priors = guess.priors(new double[] {0.5, 0.5}, 0.05);
    assertArrayEquals(new double[] {0.5, 0.025}, priors[0], 1e-12);
    Responsibilities silent = Responsibilities.of(priors, new double[0][], new int[0]);
    assertEquals(1 / 1.05, silent.of()[0][0], 1e-12);
    double[][] votes = {{Math.log(0.1), Math.log(0.9)}, {Math.log(0.1), Math.log(0.9)}};
    assertEquals(
        20 / (20 + 81.0), Responsibilities.of(priors, votes, new int[] {0, 0}).of()[0][0], 1e-12);
  }

  // ---- whole trainings, on one action

  private static final EnvironmentSpec LINE =
      Environments.registered().get("gaussian-1d-v0").spec();

  /** N(mean, 1) whatever the observation, which is 0. */
  private static GaussianPolicy normal(float mean) {
    return new GaussianPolicy(
        GaussianPolicy.Form.GAUSSIAN,
        LINE.actions(),
        Standardizer.identity(1),
        new Mlp(List.of(1, 1), Activation.RELU, Activation.IDENTITY, new float[] {0, mean}),
        new float[1]);
  }

  /**
   * Rewards a and -a, labels by Bradley and Terry, beta 1: the optimum of either type is N(+-1, 1).
   * With 6,000 votes each the standard error of a mean is 0.03 (see {@link DpoTest}), four of which
   * are allowed. DPO, whose votes come from both, stays where it starts.
   */
  @Test
  void eachTypeGetsItsOwnOptimumAndDpoStays() {
    PreferenceDataset votes = votes(12_000, true);
    RecordingTypes told = new RecordingTypes();
    assertEquals(1, mean(train(new EmDpo(), Map.of("serve", "ann-00"), votes, told)), 0.12);
    assertEquals(
        -1, mean(train(new EmDpo(), Map.of("serve", "ben-07"), votes, Monitor.SILENT)), 0.12);
    assertEquals(0, mean(train(new Dpo(), Map.of(), votes, Monitor.SILENT)), 0.12);
    assertEquals(ANNOTATORS - 1, told.sameType.size());
    told.sameType.forEach(
        (name, value) -> assertEquals(name.contains("ann") ? 1 : 0, value, 0.01, name));
  }

  @Test
  void oneTypeIsDpo() {
    PreferenceDataset votes = votes(500, false);
    Policy dpo = train(new Dpo(), Map.of(), votes, Monitor.SILENT);
    for (AlgorithmFactory<?> method : List.of(new EmDpo(), new MinMaxDpo())) {
      Policy one = train(method, Map.of("types", "1", "rounds", "1"), votes, Monitor.SILENT);
      Policy acting = one instanceof MixturePolicy mixture ? mixture.policies().get(0) : one;
      assertEquals(PolicyFiles.hash(dpo), PolicyFiles.hash(acting));
    }
  }

  /** Opposed types of equal size and strength regret each other's policy alike. */
  @Test
  void theMixtureIsEvenBetweenOpposedTypes() {
    MixturePolicy mixture =
        (MixturePolicy) train(new MinMaxDpo(), Map.of(), votes(12_000, true), Monitor.SILENT);
    assertEquals(0.5, mixture.weights().get(0), 0.08);
    assertEquals(0, mean(mixture.policies().get(0)) + mean(mixture.policies().get(1)), 0.24);
  }

  @Test
  void anAnnotatorWhoIsNotThereIsNotServed() {
    String message =
        assertThrows(
                InvalidInputException.class,
                () -> train(new EmDpo(), Map.of("serve", "an-00"), votes(50, true), Monitor.SILENT))
            .getMessage();
    assertTrue(message.contains("em-dpo.serve 'an-00', did you mean 'ann-00'"), message);
  }

  private static double mean(Policy policy) {
    return ((GaussianPolicy) policy).network().weights()[1];
  }

  /** Ten annotators like large actions and, if they are opposed, ten like small ones. */
  private static PreferenceDataset votes(int count, boolean opposed) {
    RandomStream random = new Seed(8).generator();
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int annotator = random.nextInt(ANNOTATORS);
      boolean ann = annotator < ANNOTATORS / 2;
      float a = (float) random.nextGaussian();
      float b = (float) random.nextGaussian();
      double odds = ann || !opposed ? a - b : b - a;
      pairs.add(
          new PreferencePair(
              segment(a),
              segment(b),
              random.nextDouble() < Arms.sigmoid(odds) ? Label.FIRST : Label.SECOND,
              (ann ? "ann-0" : "ben-0") + annotator % VOTES));
    }
    return new PreferenceDataset(LINE.id(), pairs, Map.of());
  }

  private static Segment segment(float action) {
    return new Segment(
        new FloatMatrix(2, 1),
        FloatMatrix.of(new float[] {action}),
        new FloatMatrix(1, 1),
        End.TERMINATED,
        Optional.empty());
  }

  private static Policy train(
      AlgorithmFactory<?> method,
      Map<String, String> more,
      PreferenceDataset votes,
      Monitor monitor) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "beta", "1",
                "learning-rate", "0.02",
                "warm-up", "0",
                "batch-size", "512",
                "steps", "600",
                "train-std", "false"));
    settings.putAll(more);
    TrainingInput input =
        new TrainingInput(
            LINE,
            Optional.of(normal(0)),
            new TrajectoryDataset(LINE.id(), List.of(segment(0)), Map.of()),
            votes,
            Optional.empty(),
            Optional.empty());
    return ConfiguredAlgorithm.of(method, settings)
        .algorithm()
        .train(input, new TrainingContext(new Seed(4), new Ledger(), monitor));
  }

  /** Keeps what is told of types. */
  private static final class RecordingTypes implements Monitor {
    final Map<String, Double> sameType = new HashMap<>();

    @Override
    public int checkpoints() {
      return 0;
    }

    @Override
    public void progress(long step, long steps) {}

    @Override
    public void metric(String name, long step, double value) {
      if (name.startsWith("same-type-")) {
        sameType.put(name, value);
      }
    }

    @Override
    public void checkpoint(long step, long steps, double validationLoss, Supplier<Policy> policy) {}
  }

  /** Before any policy is trained, votes alone tell who is who. */
  @Test
  void aLinearGuessTellsWhoIsWho() {
    PairArrays pairs = PairArrays.of(votes(2_000, true));
    int[] all = new int[pairs.pairs()];
    Arrays.setAll(all, i -> i);
    Responsibilities who = LinearTypes.guess(pairs, all, 2, new Seed(3));
    for (int a = 0; a < ANNOTATORS; a++) {
      assertEquals(
          pairs.annotators().get(a).startsWith("ann") ? 1 : 0,
          who.same(0, a),
          0.05,
          "annotator " + a);
    }
  }

  // ---- the mixture

  /**
   * The game [[0, a], [b, 0]] has the weights a / (a + b), b / (a + b) and the value ab / (a + b).
   */
  @ParameterizedTest
  @CsvSource({"1, 3, 0.25, 0.75", "2, 2, 0.5, 1", "30, 10, 0.75, 7.5"})
  void theGameOfTwoTypesIsSolved(double a, double b, double first, double value) {
    double[][] regret = {{0, a}, {b, 0}};
    double[] weights = RegretGame.solve(regret);
    assertEquals(first, weights[0], 1e-2);
    assertEquals(1 - first, weights[1], 1e-2);
    double worst =
        Math.max(RegretGame.value(regret[0], weights), RegretGame.value(regret[1], weights));
    assertEquals(value, worst, 1e-2 * Math.max(a, b));
  }

  /**
   * Of N(m, 1) against N(0, 1) the reward of type i is beta (m_i a - m_i^2 / 2) per step, so the
   * regret of type i under policy j is beta k m_i (m_i - m_j): 4 and 12 for means 1 and -3, which
   * is the game above, and twice that for beta k = 2.
   */
  @Test
  void regretsOfGaussiansAreByHand() {
    double[][] regrets =
        MinMaxDpo.regrets(List.of(normal(1), normal(-3)), normal(0), new FloatMatrix(5, 1), 2);
    assertArrayEquals(new double[] {0, 8}, regrets[0], 1e-5);
    assertArrayEquals(new double[] {24, 0}, regrets[1], 1e-5);
    assertArrayEquals(new double[] {0.25, 0.75}, RegretGame.solve(regrets), 1e-2);
  }

  /** A policy that always plays one number. */
  private record Plays(float action) implements Policy {
    @Override
    public Actor start(EnvironmentAccess environment, Seed[] seeds) {
      FloatMatrix actions = new FloatMatrix(seeds.length, 1);
      Arrays.fill(actions.values(), action);
      return observations -> actions;
    }

    @Override
    public Policy deterministic() {
      return this;
    }
  }

  /** Of 4,000 episodes three in ten are the second's, within four standard errors, to their end. */
  @Test
  void aPolicyIsDrawnForAWholeEpisode() {
    MixturePolicy mixture =
        new MixturePolicy(List.of(new Plays(1), new Plays(2)), List.of(0.7, 0.3));
    Seed[] seeds = new Seed(5).children(0, 4_000, "episode");
    try (Actor actor = mixture.start(null, seeds)) {
      FloatMatrix start = actor.act(new FloatMatrix(seeds.length, 1)).copy();
      assertEquals(start, actor.act(new FloatMatrix(seeds.length, 1)));
      int seconds = 0;
      for (float action : start.values()) {
        seconds += action == 2 ? 1 : 0;
      }
      assertEquals(0.3, seconds / 4_000.0, 0.03);
    }
    assertThrows(
        InvalidInputException.class, () -> new MixturePolicy(List.of(new Plays(1)), List.of(0.7)));
  }

  @Test
  void mixturesOfPoliciesWithAFormatHaveOne() {
    MixturePolicy mixture = new MixturePolicy(List.of(normal(1), normal(-2)), List.of(0.25, 0.75));
    assertEquals(mixture, PolicyFiles.fromBytes("file", PolicyFiles.toBytes(mixture)));
    assertTrue(!PolicyFiles.isWritable(new MixturePolicy(List.of(new Plays(1)), List.of(1.0))));
  }
}
