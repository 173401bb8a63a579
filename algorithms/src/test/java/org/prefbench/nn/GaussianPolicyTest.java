package org.prefbench.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.env.Environment;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Space;
import org.prefbench.env.StateField;
import org.prefbench.env.StepResult;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.policy.Actor;
import org.prefbench.policy.BlackBox;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.policy.UniformPolicy;

/** Densities against closed forms, sampling against the density's moments, files against damage. */
class GaussianPolicyTest {
  private static final Space WIDE = new Space(new double[] {-2, 0}, new double[] {2, 1});

  /** Mean (x, -x) of a single observation x, whatever the deviations. */
  private static GaussianPolicy policy(GaussianPolicy.Form form, float... logStd) {
    Mlp network =
        new Mlp(List.of(1, 2), Activation.RELU, Activation.IDENTITY, new float[] {1, -1, 0, 0});
    return new GaussianPolicy(form, WIDE, Standardizer.identity(1), network, logStd);
  }

  @Test
  void gaussianDensityMatchesTheClosedForm() {
    // x = 0.5: means 0.5 and -0.5; actions 1.5 and 0; std 2 and 0.5; z = 0.5 and 1
    // log N = -z^2/2 - log std - log(2 pi)/2, summed
    double expected = -0.125 - Math.log(2) - 0.5 - Math.log(0.5) - Math.log(2 * Math.PI);
    double[] actual =
        policy(GaussianPolicy.Form.GAUSSIAN, (float) Math.log(2), (float) Math.log(0.5))
            .logProbabilities(
                FloatMatrix.of(new float[] {0.5f}), FloatMatrix.of(new float[] {1.5f, 0}));
    assertEquals(expected, actual[0], 1e-6);
  }

  /** log N of the same z is that of the untempered policy less log temperature per coordinate. */
  @Test
  void temperatureScalesTheDeviations() {
    double temperature = 0.25;
    GaussianPolicy fixed = policy(GaussianPolicy.Form.GAUSSIAN, (float) Math.log(2), 0.5f);
    Mlp both =
        new Mlp(
            List.of(1, 4),
            Activation.RELU,
            Activation.IDENTITY,
            new float[] {1, -1, 0.5f, 0, 0, 0, (float) Math.log(2) - 0.25f, 0.5f});
    GaussianPolicy ofState =
        new GaussianPolicy(
            GaussianPolicy.Form.GAUSSIAN, WIDE, Standardizer.identity(1), both, new float[0]);
    FloatMatrix observation = FloatMatrix.of(row(0.5f)); // means 0.5 and -0.5, both policies alike
    FloatMatrix action = FloatMatrix.of(new float[] {1.5f, 0});
    FloatMatrix nearer = FloatMatrix.of(new float[] {0.5f + 0.25f, -0.5f + 0.125f});
    for (GaussianPolicy policy : List.of(fixed, ofState)) {
      GaussianPolicy tempered = policy.atTemperature(temperature);
      assertEquals(
          policy.logProbabilities(observation, action)[0] - 2 * Math.log(temperature),
          tempered.logProbabilities(observation, nearer)[0],
          1e-5);
      assertEquals(policy, policy.atTemperature(1));
    }
    for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(InvalidInputException.class, () -> fixed.atTemperature(wrong));
    }
  }

  @Test
  void averagesWeightsAndDeviations() {
    GaussianPolicy first = policy(GaussianPolicy.Form.GAUSSIAN, 0, 1);
    GaussianPolicy second =
        first.with(first.network().withWeights(new float[] {2, 0, 4, -1}), new float[] {1, -2});
    GaussianPolicy average = GaussianPolicy.average(List.of(first, second));
    assertArrayEquals(new float[] {1.5f, -0.5f, 2, -0.5f}, average.network().weights());
    assertArrayEquals(new float[] {0.5f, -0.5f}, average.logStd());
    assertEquals(first, GaussianPolicy.average(List.of(first)));
    GaussianPolicy other = policy(GaussianPolicy.Form.TANH_GAUSSIAN, 0, 1);
    assertThrows(InvalidInputException.class, () -> GaussianPolicy.average(List.of(first, other)));
  }

  @Test
  void tanhDensityMatchesTheClosedForm() {
    // middle (0, 0.5), half range (2, 0.5); actions (1, 0.75) are tanh = 0.5 in both coordinates:
    // u = atanh(0.5); means 0.5, -0.5; std 1; da/du = half (1 - 0.25)
    double u = 0.5 * Math.log(3);
    double expected =
        -0.5 * (u - 0.5) * (u - 0.5)
            - 0.5 * (u + 0.5) * (u + 0.5)
            - Math.log(2 * Math.PI)
            - Math.log(2 * 0.75)
            - Math.log(0.5 * 0.75);
    GaussianPolicy policy = policy(GaussianPolicy.Form.TANH_GAUSSIAN, 0, 0);
    FloatMatrix actions = FloatMatrix.of(new float[] {1, 0.75f});
    double[] actual = policy.logProbabilities(FloatMatrix.of(new float[] {0.5f}), actions);
    assertEquals(expected, actual[0], 1e-6);
    assertArrayEquals(new float[] {(float) u, (float) u}, policy.latents(actions).values(), 1e-6f);
    assertEquals(
        Math.log(2 * 0.75) + Math.log(0.5 * 0.75),
        policy.logVolumes(policy.latents(actions))[0],
        1e-6);
  }

  @Test
  void tanhDensityIntegratesToOne() {
    // midpoint rule over the first action, the second one's density divided out
    GaussianPolicy policy = policy(GaussianPolicy.Form.TANH_GAUSSIAN, 0, 0);
    FloatMatrix observation = FloatMatrix.of(new float[] {0.5f});
    int n = 4000;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      float action = (float) (-2 + 4 * (i + 0.5) / n);
      FloatMatrix at = FloatMatrix.of(new float[] {action, 0.75f});
      sum += Math.exp(policy.logProbabilities(observation, at)[0]) * 4 / n;
    }
    double u = 0.5 * Math.log(3) + 0.5;
    double second = Math.exp(-0.5 * u * u) / Math.sqrt(2 * Math.PI) / (0.5 * 0.75);
    assertEquals(1, sum / second, 1e-3);
  }

  @Test
  void boundaryActionsHaveFiniteDensity() {
    GaussianPolicy policy = policy(GaussianPolicy.Form.TANH_GAUSSIAN, 0, 0);
    double[] logs =
        policy.logProbabilities(
            FloatMatrix.of(new float[] {0}), FloatMatrix.of(new float[] {2, -1}));
    assertTrue(Double.isFinite(logs[0]));
  }

  @Test
  void trainingDensityIsTheActingDensity() {
    for (GaussianPolicy.Form form : GaussianPolicy.Form.values()) {
      Mlp fixed = Mlp.initial(List.of(3, 16, 2), Activation.RELU, new Seed(1));
      Mlp both = Mlp.initial(List.of(3, 16, 4), Activation.RELU, new Seed(2));
      Standardizer standardizer = new Standardizer(new float[] {1, 2, 3}, new float[] {0.5f, 1, 2});
      for (GaussianPolicy policy :
          List.of(
              new GaussianPolicy(form, WIDE, standardizer, fixed, new float[] {-1, 3}),
              new GaussianPolicy(form, WIDE, standardizer, both, new float[0]))) {
        FloatMatrix observations =
            FloatMatrix.of(new float[] {1, 2, 3}, new float[] {0, 1, -1}, new float[] {2, 2, 2});
        FloatMatrix actions =
            FloatMatrix.of(new float[] {1, 0.5f}, new float[] {-1, 0.9f}, new float[] {0, 0.1f});
        FloatMatrix latents = policy.latents(actions);
        double[] acting = policy.logProbabilities(observations, actions);
        double[] volumes = policy.logVolumes(latents);
        Learner learner = new Learner(Adam.of(1), new Ledger());
        GaussianHead head = new GaussianHead(learner, policy);
        assertEquals(policy, head.policy());
        float[][] training = new float[1][];
        FloatMatrix inputs = standardizer.apply(observations);
        learner.evaluate(
            pass -> {
              training[0] =
                  head.logProbabilities(pass, pass.array(inputs), pass.array(latents))
                      .toFloatArray();
              return pass.array(new float[1]);
            });
        for (int i = 0; i < 3; i++) {
          assertEquals(acting[i], training[0][i] - volumes[i], 1e-4, form + " row " + i);
        }
      }
    }
  }

  @Test
  void samplesHaveTheMomentsOfTheDensity() {
    int n = 20_000;
    GaussianPolicy policy = policy(GaussianPolicy.Form.GAUSSIAN, (float) Math.log(2), -1);
    Ledger ledger = new Ledger();
    FloatMatrix observations = new FloatMatrix(n, 1);
    Arrays.fill(observations.values(), 0.5f);
    FloatMatrix actions = policy.start(access(n, ledger), seeds(n)).act(observations);
    double mean = IntStream.range(0, n).mapToDouble(i -> actions.get(i, 0)).average().orElseThrow();
    double square =
        IntStream.range(0, n)
            .mapToDouble(i -> (actions.get(i, 0) - mean) * (actions.get(i, 0) - mean))
            .average()
            .orElseThrow();
    assertEquals(0.5, mean, 4 * 2 / Math.sqrt(n), "four standard errors");
    assertEquals(4, square, 4 * 4 * Math.sqrt(2.0 / n), "four standard errors");
    assertEquals(n, ledger.count(Ledger.Entry.NETWORK_EVALUATIONS));
  }

  @Test
  void actionsDependOnTheirOwnCopyAlone() {
    GaussianPolicy policy = policy(GaussianPolicy.Form.TANH_GAUSSIAN, 0, 0);
    Seed[] seeds = seeds(5);
    Actor together = policy.start(access(5, new Ledger()), seeds);
    Actor alone = policy.start(access(1, new Ledger()), new Seed[] {seeds[3]});
    for (int t = 0; t < 3; t++) {
      FloatMatrix observations = FloatMatrix.of(row(t), row(t + 1), row(-t), row(2 * t), row(9));
      assertArrayEquals(
          alone.act(observations.slice(3, 4)).row(0), together.act(observations).row(3), 0f);
    }
  }

  @Test
  void anActorKnowsTheDensitiesOfItsActions() {
    FloatMatrix observations = FloatMatrix.of(row(0), row(0.5f), row(-3));
    for (GaussianPolicy.Form form : GaussianPolicy.Form.values()) {
      GaussianPolicy policy = policy(form, -0.5f, 0.25f);
      try (Actor actor = policy.start(access(3, new Ledger()), seeds(3));
          Actor hidden = new BlackBox(policy).start(access(3, new Ledger()), seeds(3));
          Actor mean = policy.deterministic().start(access(3, new Ledger()), seeds(3))) {
        for (int t = 0; t < 50; t++) {
          FloatMatrix actions = actor.act(observations);
          assertArrayEquals(
              policy.logProbabilities(observations, actions),
              actor.logProbabilities().orElseThrow(),
              0);
        }
        hidden.act(observations);
        assertEquals(Optional.empty(), hidden.logProbabilities(), "nothing but actions");
        mean.act(observations);
        assertEquals(Optional.empty(), mean.logProbabilities(), "no density");
      }
    }
  }

  @Test
  void finishedCopiesCostNothingAndChangeNothing() {
    GaussianPolicy policy = policy(GaussianPolicy.Form.TANH_GAUSSIAN, 0, 0);
    VectorEnvironment environment = new VectorEnvironment(new Nothing(), 3);
    environment.reset(seeds(3));
    Ledger ledger = new Ledger();
    Actor some =
        policy.start(
            new EnvironmentAccess(environment, EnvironmentAccess.LookAhead.NONE, ledger), seeds(3));
    Actor all = policy.start(access(3, new Ledger()), seeds(3));
    FloatMatrix observations = FloatMatrix.of(row(0), row(0.5f), row(-3));
    environment.step(some.act(observations)); // every episode has one step only
    environment.reset(1, new Seed(4));
    all.act(observations);
    assertArrayEquals(all.act(observations).row(1), some.act(observations).row(1), 0f);
    assertEquals(4, ledger.count(Ledger.Entry.NETWORK_EVALUATIONS));
  }

  @Test
  void deterministicFormActsByTheMean() {
    Policy mean = policy(GaussianPolicy.Form.TANH_GAUSSIAN, 0, 0).deterministic();
    FloatMatrix action =
        mean.start(access(1, new Ledger()), seeds(1)).act(FloatMatrix.of(row(0.5f)));
    assertEquals(2 * Math.tanh(0.5), action.get(0, 0), 1e-6);
    assertEquals(0.5 + 0.5 * Math.tanh(-0.5), action.get(0, 1), 1e-6);
    assertEquals(mean, mean.deterministic());
  }

  @Test
  void filesKeepThePolicyAndRefuseDamage(@TempDir Path folder) throws IOException {
    GaussianPolicy policy = policy(GaussianPolicy.Form.TANH_GAUSSIAN, -1, 0.25f);
    Path file = folder.resolve("reference.policy");
    PolicyFiles.write(file, policy);
    assertEquals(policy, PolicyFiles.read(file));
    assertEquals(PolicyFiles.hash(policy), PolicyFiles.hash(PolicyFiles.read(file)));
    assertNotEquals(
        PolicyFiles.hash(policy),
        PolicyFiles.hash(policy(GaussianPolicy.Form.TANH_GAUSSIAN, -1, 0.26f)));
    assertEquals(List.of(file), Files.list(folder).toList(), "nothing else is left in the folder");

    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    InvalidInputException damaged =
        assertThrows(InvalidInputException.class, () -> PolicyFiles.read(file));
    assertTrue(damaged.getMessage().startsWith(file + " is damaged"), damaged.getMessage());
    Files.writeString(file, "observations,actions\n");
    InvalidInputException foreign =
        assertThrows(InvalidInputException.class, () -> PolicyFiles.read(file));
    assertEquals(file + " is not a policy file", foreign.getMessage());
  }

  @Test
  void blackBoxesAndUniformPoliciesHaveFilesToo() {
    Policy box = new BlackBox(policy(GaussianPolicy.Form.GAUSSIAN, -1, 0));
    Policy read = PolicyFiles.fromBytes("box", PolicyFiles.toBytes(box));
    assertEquals(BlackBox.class, read.getClass());
    assertEquals(PolicyFiles.hash(box), PolicyFiles.hash(read));
    assertEquals(
        new UniformPolicy(),
        PolicyFiles.fromBytes("uniform", PolicyFiles.toBytes(new UniformPolicy())));
    Policy mean = policy(GaussianPolicy.Form.GAUSSIAN, -1, 0).deterministic();
    assertThrows(InvalidInputException.class, () -> PolicyFiles.toBytes(mean));
  }

  private static float[] row(float value) {
    return new float[] {value};
  }

  private static Seed[] seeds(int count) {
    return IntStream.range(0, count).mapToObj(i -> new Seed(11).child(i)).toArray(Seed[]::new);
  }

  private static EnvironmentAccess access(int copies, Ledger ledger) {
    VectorEnvironment environment = new VectorEnvironment(new Nothing(), copies);
    environment.reset(seeds(copies));
    return new EnvironmentAccess(environment, EnvironmentAccess.LookAhead.NONE, ledger);
  }

  /** An environment in which nothing happens; a policy's actor needs one to act in. */
  private record Nothing() implements EnvironmentFactory, Environment {
    @Override
    public EnvironmentSpec spec() {
      return new EnvironmentSpec(
          "nothing-v0",
          "Nothing happens",
          Space.unbounded(1),
          WIDE,
          List.of(new StateField("x", 1)),
          1,
          1,
          Optional.empty());
    }

    @Override
    public Environment create() {
      return this;
    }

    @Override
    public void reset(Seed seed, double[] observation) {}

    @Override
    public void step(double[] action, StepResult result) {}

    @Override
    public void observe(double[] observation) {}

    @Override
    public void readState(double[] state) {}

    @Override
    public void writeState(double[] state) {}
  }
}
