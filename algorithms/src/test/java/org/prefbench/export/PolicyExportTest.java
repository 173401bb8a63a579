package org.prefbench.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.flow.Integration;
import org.prefbench.flow.OdeMethod;
import org.prefbench.generative.FlowMap;
import org.prefbench.generative.FlowPolicy;
import org.prefbench.generative.ReferencePlans;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.GaussianPolicy.Form;
import org.prefbench.nn.Standardizer;
import org.prefbench.policy.Actor;
import org.prefbench.policy.BlackBox;
import org.prefbench.policy.Policy;
import org.prefbench.policy.UniformPolicy;
import org.prefbench.policy.onnx.OnnxFormat;
import org.prefbench.policy.outside.ActionHead;
import org.prefbench.policy.outside.ActionHead.Outputs;
import org.prefbench.policy.outside.NetworkPolicy;
import org.prefbench.policy.outside.PolicyNetwork;

/** What is exported acts the same in ONNX Runtime, another engine. */
final class PolicyExportTest {
  private static final EnvironmentFactory CHEETAH = Environments.registered().get("halfcheetah-v2");
  private static final int OBSERVED = CHEETAH.spec().observations().size();
  private static final int ACTIONS = CHEETAH.spec().actions().size();
  private static final Seed SEED = new Seed(11);
  private static final double CLOSE = 1e-5;

  private static FloatMatrix normal(int rows, int columns, Seed seed) {
    RandomStream random = seed.generator();
    FloatMatrix matrix = new FloatMatrix(rows, columns);
    for (int k = 0; k < matrix.values().length; k++) {
      matrix.values()[k] = (float) random.nextGaussian();
    }
    return matrix;
  }

  private static Standardizer standardizer(int size, Seed seed) {
    return Standardizer.of(normal(20, size, seed));
  }

  private static GaussianPolicy policy(Form form, Activation hidden, boolean fixed) {
    float[] deviations = new float[fixed ? ACTIONS : 0];
    for (int j = 0; j < deviations.length; j++) {
      deviations[j] = -6 + j; // the first is below the least
    }
    return new GaussianPolicy(
        form,
        CHEETAH.spec().actions(),
        standardizer(OBSERVED, SEED.child("scales")),
        Mlp.initial(
            List.of(OBSERVED, 64, 32, fixed ? ACTIONS : 2 * ACTIONS), hidden, SEED.child("net")),
        deviations);
  }

  private static PolicyNetwork read(byte[] file) {
    return new OnnxFormat().read("exported.onnx", file);
  }

  /** Returns what a policy does in the first step of 40 episodes. */
  private static float[] act(Policy policy) {
    VectorEnvironment environment = new VectorEnvironment(CHEETAH, 40);
    environment.reset(SEED.children(0, 40, "reset"));
    EnvironmentAccess access =
        new EnvironmentAccess(environment, EnvironmentAccess.LookAhead.NONE, new Ledger());
    try (Actor actor = policy.start(access, SEED.children(0, 40, "policy"))) {
      return actor.act(environment.observations()).copy().values();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GAUSSIAN, RELU, true",
    "GAUSSIAN, SILU, false",
    "TANH_GAUSSIAN, LEAKY_RELU, false",
    "TANH_GAUSSIAN, TANH, true"
  })
  void samplesAndMeansAreThoseOfThePolicy(Form form, Activation hidden, boolean fixed) {
    GaussianPolicy policy = policy(form, hidden, fixed);
    NetworkPolicy exported =
        NetworkPolicy.of(
            read(PolicyExport.distribution(policy)),
            new ActionHead(Outputs.MEAN_AND_LOG_STD, form == Form.TANH_GAUSSIAN, 0),
            CHEETAH.spec());
    assertArrayEquals(act(policy), act(exported), (float) CLOSE);
    assertArrayEquals(act(policy.deterministic()), act(exported.deterministic()), (float) CLOSE);
    NetworkPolicy mean =
        NetworkPolicy.of(
            read(PolicyExport.action(policy)),
            new ActionHead(Outputs.MEAN, false, 0),
            CHEETAH.spec());
    assertArrayEquals(act(policy.deterministic()), act(mean), (float) CLOSE);
  }

  @Test
  void outputsHaveTheNamesThatReadersKnow() {
    GaussianPolicy policy = policy(Form.GAUSSIAN, Activation.RELU, true);
    assertEquals(List.of("mean", "log_std"), read(PolicyExport.distribution(policy)).outputs());
    assertEquals(List.of("action"), read(PolicyExport.action(policy)).outputs());
    assertArrayEquals(PolicyExport.action(policy), PolicyExport.action(policy));
  }

  private static FlowMap map(int d, int contexts, Seed seed) {
    return new FlowMap(
        Mlp.initial(List.of(d + 1 + contexts, 32, d), Activation.RELU, seed),
        standardizer(d, seed.child("plans")),
        standardizer(contexts, seed.child("contexts")),
        new Integration(OdeMethod.EULER, 1, 1e-5));
  }

  /** One step of Euler moves a plan by the velocity at time 0. */
  @Test
  void theVelocityOfAFlowIsWhatItsSolverFollows() {
    int d = 2 * ACTIONS;
    FlowPolicy flow =
        new FlowPolicy(
            new ReferencePlans(policy(Form.GAUSSIAN, Activation.RELU, true)),
            2,
            List.of(map(d, OBSERVED, SEED.child(1)), map(d, OBSERVED, SEED.child(2))),
            1);
    FloatMatrix contexts = normal(15, OBSERVED, SEED.child("contexts"));
    FloatMatrix plans = normal(15, d, SEED.child("plans"));
    FloatMatrix input = plans.beside(new FloatMatrix(15, 1)).beside(contexts);
    for (int number = 1; number <= 2; number++) {
      FloatMatrix moved = flow.maps().get(number - 1).runner().transport(contexts, plans);
      try (PolicyNetwork.Evaluator evaluator =
          read(PolicyExport.velocity(flow, number)).evaluator(List.of())) {
        FloatMatrix velocity = evaluator.evaluate(input);
        for (int k = 0; k < plans.values().length; k++) {
          assertEquals(moved.values()[k], plans.values()[k] + velocity.values()[k], 10 * CLOSE);
        }
      }
    }
    assertEquals(
        "map must be in [1, 2], got 3",
        assertThrows(InvalidInputException.class, () -> PolicyExport.velocity(flow, 3))
            .getMessage());
    assertEquals(
        "the policy moves plans by 2 flows, which is no network; --velocity exports the network of"
            + " one",
        assertThrows(InvalidInputException.class, () -> PolicyExport.action(flow)).getMessage());
  }

  @Test
  void whatIsNoNetworkIsRefused() {
    GaussianPolicy gaussian = policy(Form.GAUSSIAN, Activation.RELU, true);
    for (Policy policy :
        List.of(new BlackBox(gaussian), new UniformPolicy().in(CHEETAH.spec().actions()))) {
      InvalidInputException error =
          assertThrows(InvalidInputException.class, () -> PolicyExport.distribution(policy));
      assertEquals(
          "the policy is no network: Gaussian policies can be exported, and the velocities of"
              + " flows; what plans, is scripted, or came from outside cannot",
          error.getMessage());
    }
    assertThrows(InvalidInputException.class, () -> PolicyExport.velocity(gaussian, 1));
  }
}
