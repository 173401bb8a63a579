package org.prefbench.policy.outside;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Environments;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.policy.onnx.OnnxFormat;
import org.prefbench.policy.onnx.OnnxGraph;
import org.prefbench.policy.onnx.OnnxNetworks;
import org.prefbench.policy.outside.ActionHead.Outputs;

final class NetworkPolicyTest {
  private static final EnvironmentFactory PENDULUM = Environments.registered().get("pendulum-v1");
  private static final EnvironmentSpec SPEC = PENDULUM.spec(); // one action in [-2, 2]
  private static final Seed SEED = new Seed(8);

  private static PolicyNetwork network(byte[] file) {
    return new OnnxFormat().read("policy.onnx", file);
  }

  /** Three observations in, the named constants out. */
  private static byte[] constant(float... outputs) {
    OnnxGraph graph = new OnnxGraph("constants", "x", 3);
    String zero = graph.constant("zero", new float[3 * outputs.length], 3, outputs.length);
    String bias = graph.constant("bias", outputs, outputs.length);
    graph.output("y", graph.node("Gemm", "x", zero, bias), outputs.length);
    return graph.toBytes();
  }

  private static NetworkPolicy policy(byte[] file, Outputs outputs, boolean tanh, double noise) {
    return NetworkPolicy.of(network(file), new ActionHead(outputs, tanh, noise), SPEC);
  }

  /** Returns the first actions of {@code copies} copies. */
  private static FloatMatrix act(Policy policy, int copies) {
    VectorEnvironment environment = new VectorEnvironment(PENDULUM, copies);
    Seed[] seeds = SEED.children(0, copies, "policy");
    environment.reset(seeds);
    EnvironmentAccess access =
        new EnvironmentAccess(environment, EnvironmentAccess.LookAhead.NONE, new Ledger());
    try (Actor actor = policy.start(access, seeds)) {
      return actor.act(environment.observations()).copy();
    }
  }

  private static double z(int copy) {
    RandomStream stream = SEED.children(0, copy + 1, "policy")[copy].generator();
    return stream.nextGaussian();
  }

  @Test
  void noiseIsInUnitsOfHalfTheRange() {
    FloatMatrix actions = act(policy(constant(0.5f), Outputs.MEAN, false, 0.1), 3);
    for (int i = 0; i < 3; i++) {
      assertEquals((float) (0.5 + 0.1 * 2 * z(i)), actions.get(i, 0));
    }
    FloatMatrix squashed = act(policy(constant(0.5f), Outputs.MEAN, true, 0.1), 3);
    assertEquals((float) (2 * StrictMath.tanh(0.5) + 0.1 * 2 * z(2)), squashed.get(2, 0));
  }

  @Test
  void itsOwnDeviationsAreInsideTheSquashing() {
    byte[] file = constant(0.5f, -1f);
    double u = 0.5 + StrictMath.exp(-1) * z(1);
    assertEquals((float) u, act(policy(file, Outputs.MEAN_AND_LOG_STD, false, 0), 2).get(1, 0));
    NetworkPolicy squashed = policy(file, Outputs.MEAN_AND_LOG_STD, true, 0);
    assertEquals((float) (2 * StrictMath.tanh(u)), act(squashed, 2).get(1, 0));
    assertEquals((float) (2 * StrictMath.tanh(0.5)), act(squashed.deterministic(), 2).get(1, 0));
  }

  @Test
  void temperatureScalesTheNoise() {
    NetworkPolicy policy = policy(constant(0.5f), Outputs.MEAN, false, 0.2);
    assertArrayEquals(
        act(policy(constant(0.5f), Outputs.MEAN, false, 0.1), 4).values(),
        act(policy.atTemperature(0.5), 4).values());
    InvalidInputException error =
        assertThrows(
            InvalidInputException.class,
            () -> policy(constant(0.5f), Outputs.MEAN, false, 0).atTemperature(0.5));
    assertTrue(error.getMessage().contains("acts without noise"), error.getMessage());
  }

  @Test
  void batchingChangesNoByte() {
    byte[] file = OnnxNetworks.Dense.of(SEED, 3, 256, 256, 1).onnx("action");
    NetworkPolicy policy = policy(file, Outputs.MEAN, true, 0.3);
    float[] many = act(policy, 50).values();
    for (int copies : new int[] {1, 2, 7, 16, 49}) {
      assertArrayEquals(Arrays.copyOf(many, copies), act(policy, copies).values());
    }
  }

  @Test
  void aFileHoldsAllOfIt() {
    byte[] file = OnnxNetworks.Dense.of(SEED, 3, 8, 2).onnx("y");
    Policy policy = policy(file, Outputs.MEAN_AND_LOG_STD, true, 0).atTemperature(0.25);
    Policy read = PolicyFiles.fromBytes("a file", PolicyFiles.toBytes(policy));
    assertArrayEquals(act(policy, 5).values(), act(read, 5).values());
    assertFalse(Arrays.equals(act(policy, 5).values(), act(policy.deterministic(), 5).values()));
    assertEquals(PolicyFiles.hash(policy), PolicyFiles.hash(read));
  }

  @Test
  void takesTheOutputsThatExportsName() {
    OnnxGraph graph = new OnnxGraph("as libraries write it", "obs", 3);
    float[] column = {1, 0, 0};
    String first = graph.node("MatMul", "obs", graph.constant("w", column, 3, 1));
    graph.output("value", graph.node("Neg", first), 1);
    graph.output("log_std", graph.node("Tanh", first), 1);
    graph.output("mean", first, 1);
    PolicyNetwork network = network(graph.toBytes());
    ActionHead head = new ActionHead(Outputs.MEAN_AND_LOG_STD, false, 0);
    assertEquals(List.of("mean", "log_std"), head.wanted(network));
    FloatMatrix observation = new FloatMatrix(1, 3, new float[] {0.5f, 9, 9});
    try (PolicyNetwork.Evaluator evaluator = network.evaluator(head.wanted(network))) {
      assertArrayEquals(
          new float[] {0.5f, (float) StrictMath.tanh(0.5)},
          evaluator.evaluate(observation).values(),
          1e-6f);
    }
    NetworkPolicy.of(network, new ActionHead(Outputs.MEAN, false, 0.1), SPEC);
  }

  @Test
  void whatDoesNotFitIsRefusedInOneLine() {
    assertRefused(
        "policy.onnx gives [2, 2] for 2 observations, and outputs mean for 1 actions is [2, 1]",
        () -> policy(constant(1, 2), Outputs.MEAN, false, 0.1));
    assertRefused(
        "policy.onnx gives [2, 1] for 2 observations, and outputs mean-and-log-std for 1 actions"
            + " is [2, 2]",
        () -> policy(constant(1), Outputs.MEAN_AND_LOG_STD, false, 0));
    assertRefused(
        "policy.onnx: output 1 of row 0 must be finite, got NaN",
        () -> policy(constant(1, Float.NaN), Outputs.MEAN_AND_LOG_STD, false, 0));
    assertRefused(
        "policy.onnx takes observations of 17 values, and these have 3",
        () -> policy(OnnxNetworks.Dense.of(SEED, 17, 1).onnx("y"), Outputs.MEAN, false, 0.1));
    assertRefused(
        "noise must be left out where outputs is mean-and-log-std, which has its own, got 0.1",
        () -> new ActionHead(Outputs.MEAN_AND_LOG_STD, true, 0.1));
    EnvironmentSpec unbounded = Environments.registered().get("gaussian-1d-v0").spec();
    assertRefused(
        "policy.onnx: gaussian-1d-v0 has actions without bounds, so that there is no range to"
            + " measure noise in",
        () ->
            NetworkPolicy.of(
                network(constant(1)), new ActionHead(Outputs.MEAN, false, 0.1), unbounded));
  }

  @Test
  void anUndeclaredChoiceOfOutputsIsRefused() {
    OnnxGraph graph = new OnnxGraph("three outputs", "x", 3);
    IntStream.range(0, 3).forEach(k -> graph.output("y" + k, graph.node("Abs", "x"), 3));
    assertRefused(
        "policy.onnx has the outputs y0, y1, y2, and outputs mean needs one, or one called mean or"
            + " action",
        () -> policy(graph.toBytes(), Outputs.MEAN, false, 0.1));
  }

  private static void assertRefused(String line, Executable made) {
    assertEquals(line, assertThrows(InvalidInputException.class, made).getMessage());
  }
}
