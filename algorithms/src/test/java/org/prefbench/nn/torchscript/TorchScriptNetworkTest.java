package org.prefbench.nn.torchscript;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.policy.onnx.OnnxNetworks;
import org.prefbench.policy.outside.ActionHead;
import org.prefbench.policy.outside.ActionHead.Outputs;
import org.prefbench.policy.outside.NetworkPolicy;
import org.prefbench.policy.outside.PolicyNetwork;

final class TorchScriptNetworkTest {
  private static final EnvironmentFactory PENDULUM = Environments.registered().get("pendulum-v1");
  private static final Seed SEED = new Seed(12);

  private static PolicyNetwork network(byte[] file) {
    return new TorchScriptFormat().read("policy.pt", file);
  }

  private static FloatMatrix evaluate(byte[] file, FloatMatrix rows) {
    try (PolicyNetwork.Evaluator evaluator = network(file).evaluator(List.of())) {
      return evaluator.evaluate(rows);
    }
  }

  private static byte[] module(String result, String forward) {
    return TorchScriptFiles.module(result, forward, List.of());
  }

  @ParameterizedTest
  @CsvSource({"RELU, false", "TANH, false", "RELU, true"})
  void computesWhatOurForwardPassDoes(Activation activation, boolean wide) {
    Mlp mlp = Mlp.initial(List.of(17, 256, 256, 6), activation, SEED);
    FloatMatrix rows = OnnxNetworks.rows(33, 17, SEED.child("rows"));
    FloatMatrix ours = mlp.evaluator().evaluate(rows);
    FloatMatrix theirs = evaluate(TorchScriptFiles.of(mlp, wide), rows);
    assertEquals(6, theirs.columns());
    for (int k = 0; k < ours.values().length; k++) {
      assertEquals(ours.values()[k], theirs.values()[k], 1e-5);
    }
  }

  /** A file that PyTorch wrote, and the numbers that it printed: see policy.py beside it. */
  @Test
  void readsWhatPyTorchWrites() throws IOException {
    try (InputStream file = TorchScriptNetworkTest.class.getResourceAsStream("policy.pt")) {
      FloatMatrix rows = FloatMatrix.of(new float[] {0.5f, -1, 2}, new float[] {0, 0, 0});
      FloatMatrix outputs = evaluate(file.readAllBytes(), rows);
      float[][] printed = {
        {0.6792962551116943f, 0.2126467376947403f, 0.21633076667785645f, -0.28396594524383545f},
        {0.3684394359588623f, 0.2372448742389679f, 0.3212547302246094f, -0.1213594600558281f}
      };
      assertArrayEquals(printed[0], outputs.row(0), 1e-6f);
      assertArrayEquals(printed[1], outputs.row(1), 1e-6f);
    }
  }

  @Test
  void aRowDependsOnNoOtherAndOnNoRunBefore() {
    Mlp mlp = Mlp.initial(List.of(17, 37, 37, 6), Activation.TANH, SEED);
    FloatMatrix rows = OnnxNetworks.rows(40, 17, SEED.child("rows"));
    byte[] file = TorchScriptFiles.of(mlp);
    FloatMatrix all = evaluate(file, rows);
    try (PolicyNetwork.Evaluator evaluator = network(file).evaluator(List.of())) {
      for (int count = 1; count <= 20; count++) {
        assertArrayEquals(
            all.slice(count, 2 * count).values(),
            evaluator.evaluate(rows.slice(count, 2 * count)).values(),
            count + " rows");
      }
    }
  }

  @Test
  void resultsOfATupleStandSideBySide() {
    byte[] file = module("Tuple[Tensor, Tensor]", "return (torch.neg(x), torch.abs(x))");
    assertArrayEquals(
        new float[] {1, -2, 1, 2}, evaluate(file, FloatMatrix.of(new float[] {-1, 2})).values());
  }

  /** In evaluation mode nothing is dropped out. */
  @Test
  void isNotInTrainingMode() {
    byte[] file = module("Tensor", "return torch.dropout(x, 0.5, self.training)");
    FloatMatrix rows = OnnxNetworks.rows(1, 50, SEED);
    assertArrayEquals(rows.values(), evaluate(file, rows).values());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Tensor | return torch.sum(x, [1]) | must return a tensor [1, k]|got [1] of float32",
        "Tensor | return torch.argmax(x, 1, True) | got [1, 1] of int64",
        "str | return 'left' | of string",
        "int | return 3 | the training engine says",
        "Dict[str, Tensor] | return {'mean': x} | got the entry 'mean' of a dictionary, [1, 3]",
        "Tensor | return torch.add(x, torch.rand([1])) | gives two results for one observation",
        "Tensor | return torch.mm(x, x) | training engine says: mat1 and mat2 shapes cannot be"
            + " multiplied (1x3 and 1x3)",
      })
  void refusesResultsThatAreNoActions(String line) {
    String[] parts = line.split(" *\\| *");
    byte[] file = module(parts[0], parts[1]);
    assertRefused(
        () -> evaluate(file, OnnxNetworks.rows(2, 3, SEED)),
        Arrays.copyOfRange(parts, 2, parts.length));
  }

  private static void assertRefused(Runnable run, String... parts) {
    InvalidInputException error = assertThrows(InvalidInputException.class, run::run);
    assertEquals(1, error.getMessage().lines().count(), error.getMessage());
    Stream.concat(Stream.of("policy.pt"), Arrays.stream(parts))
        .forEach(part -> assertTrue(error.getMessage().contains(part), error.getMessage()));
  }

  @Test
  void refusesWhatIsNoModule() {
    Map<String, byte[]> whole = TorchScriptFiles.entries("Tensor", "return x", List.of());
    Map<String, byte[]> weightsAlone = new LinkedHashMap<>(whole);
    weightsAlone.remove("code/__torch__.py");
    assertRefused(
        () -> network(TorchScriptFiles.archive(weightsAlone)),
        "holds no program",
        "torch.jit.script(policy)");
    Map<String, byte[]> undefined = new LinkedHashMap<>(whole);
    undefined.put("code/__torch__.py", "class Other(Module):\n  pass\n".getBytes());
    assertRefused(() -> network(TorchScriptFiles.archive(undefined)), "training engine says");
    assertRefused(() -> network(new byte[100]), "not a readable TorchScript archive");
    assertRefused(
        () -> evaluate(module("Tensor", "return torch.no_such_thing(x)"), new FloatMatrix(1, 3)),
        "training engine says");
  }

  /** The engine would read damaged weights as others. */
  @Test
  void everyDamagedByteIsToldOrMeansNothing() {
    Mlp mlp = Mlp.initial(List.of(3, 4, 1), Activation.RELU, SEED);
    byte[] file = TorchScriptFiles.of(mlp);
    FloatMatrix rows = OnnxNetworks.rows(2, 3, SEED.child("rows"));
    float[] expected = evaluate(file, rows).values();
    RandomStream random = SEED.child("damage").generator();
    int refused = 0;
    for (int round = 0; round < 500; round++) {
      byte[] damaged = file.clone();
      int at = random.nextInt(file.length);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      try {
        assertArrayEquals(expected, evaluate(damaged, rows).values(), "byte " + at);
      } catch (InvalidInputException e) {
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
        refused++;
      }
    }
    assertTrue(refused > 250, refused + " are refused"); // the rest are times, notes and the like
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100})
  void refusesAFileThatEndsEarly(int length) {
    byte[] file = module("Tensor", "return x");
    assertRefused(() -> network(Arrays.copyOf(file, length)), "not a readable TorchScript archive");
  }

  /** One observation of the pendulum is three numbers, and one action is in [-2, 2]. */
  @ParameterizedTest
  @CsvSource({"MEAN, true, 0.2", "MEAN_AND_LOG_STD, true, 0", "MEAN_AND_LOG_STD, false, 0"})
  void actsAsItsOutputsAreDeclared(Outputs outputs, boolean tanh, double noise) {
    String mean = "torch.slice(x, 1, 0, 1)";
    byte[] file =
        outputs == Outputs.MEAN
            ? module("Tensor", "return " + mean)
            : module("Tensor", "return torch.cat([" + mean + ", torch.full([1, 1], -1.)], 1)");
    ActionHead head = new ActionHead(outputs, tanh, noise);
    NetworkPolicy policy = NetworkPolicy.of(network(file), head, PENDULUM.spec());
    Seed[] seeds = SEED.children(0, 4, "copies");
    FloatMatrix observations = act(policy, seeds)[0];
    FloatMatrix actions = act(policy, seeds)[1];
    for (int i = 0; i < seeds.length; i++) {
      double z = seeds[i].generator().nextGaussian();
      double latent = observations.get(i, 0) + (noise > 0 ? 0 : StrictMath.exp(-1) * z);
      double squashed = tanh ? 2 * StrictMath.tanh(latent) : latent;
      assertEquals(squashed + noise * 2 * z, actions.get(i, 0), 1e-6);
    }
    // a file of ours keeps the archive, and acts to the same bytes
    Policy again = PolicyFiles.fromBytes("a copy", PolicyFiles.toBytes(policy));
    assertArrayEquals(actions.values(), act(again, seeds)[1].values());
    assertArrayEquals(file, ((NetworkPolicy) again).network().bytes());
  }

  @Test
  void refusesOutputsThatAreNotAsDeclaredBeforeAnythingActs() {
    byte[] file = module("Tensor", "return x");
    assertRefused(
        () ->
            NetworkPolicy.of(
                network(file), new ActionHead(Outputs.MEAN, false, 0), PENDULUM.spec()),
        "gives [2, 3] for 2 observations, and outputs mean for 1 actions is [2, 1]");
    assertFalse(network(file).ending().isEmpty());
  }

  /** Returns first observations and what is done there. */
  private static FloatMatrix[] act(Policy policy, Seed[] seeds) {
    VectorEnvironment environment = new VectorEnvironment(PENDULUM, seeds.length);
    environment.reset(seeds);
    EnvironmentAccess access =
        new EnvironmentAccess(environment, EnvironmentAccess.LookAhead.NONE, new Ledger());
    FloatMatrix observations = environment.observations().copy();
    try (Actor actor = policy.start(access, seeds)) {
      return new FloatMatrix[] {observations, actor.act(observations).copy()};
    }
  }
}
