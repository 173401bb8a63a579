package org.prefbench.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.core.Sha256;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.numeric.Machine;

/** What is learned and how it acts, in fresh virtual machines with other vectors or none. */
class SameBitsTest {
  private static final String MODULE = "--add-modules=jdk.incubator.vector";

  static Stream<List<String>> machines() {
    return Stream.of(
        List.of(MODULE, "-XX:MaxVectorSize=16"),
        List.of(MODULE, "-XX:MaxVectorSize=32"),
        List.of(MODULE, "-XX:MaxVectorSize=64"),
        List.of(MODULE, "-XX:UseAVX=2"),
        List.of(MODULE, "-XX:UseAVX=3"),
        List.of(MODULE, "-Xint"),
        List.of());
  }

  @ParameterizedTest
  @MethodSource("machines")
  void isTheSameOnEveryMachine(List<String> options) throws Exception {
    assertEquals(hash(), runElsewhere(options).get(0));
  }

  @Test
  void withoutTheModuleThereAreNoVectors() throws Exception {
    assertEquals("scalars", runElsewhere(List.of()).get(1));
    assertTrue(runElsewhere(List.of(MODULE)).get(1).endsWith("-bit vectors"));
  }

  private static List<String> runElsewhere(List<String> options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(SameBitsTest.class.getName());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String answer =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, process.waitFor());
    return answer.lines().toList();
  }

  /** Prints the hash and what computed it. */
  public static void main(String[] arguments) throws IOException {
    System.out.println(hash());
    System.out.println(Machine.kernel());
  }

  /** A critic with layer normalisation, then an actor through it, and both in plain Java. */
  private static String hash() {
    Seed seed = new Seed(31);
    FloatMatrix states = numbers(37, 5, seed.child("states"));
    FloatMatrix actions = numbers(37, 3, seed.child("actions"));
    Learner critic = new Learner(Adam.of(1e-2), new Ledger());
    Learner.Ensemble values =
        critic.ensemble(
            List.of(
                Mlp.initial(List.of(8, 33, 19, 1), Activation.RELU, seed.child("first")),
                Mlp.initial(List.of(8, 33, 19, 1), Activation.RELU, seed.child("second"))));
    Learner actor = new Learner(Adam.of(1e-2), new Ledger());
    Learner.Network mean =
        actor.network(Mlp.initial(List.of(5, 21, 3), Activation.SILU, seed.child("actor")));
    Learner.Vector logStd = actor.vector(0.1f, -0.3f, 0.2f);
    Sha256 hash = new Sha256();
    for (int step = 0; step < 4; step++) {
      critic.step(
          pass -> {
            NDArray inputs = pass.array(states).concat(pass.array(actions), 1);
            return pass.forwardNormalized(values, inputs).sub(pass.scalar(1)).square().mean();
          });
      double loss =
          actor.step(
              pass -> {
                NDArray inputs = pass.array(states);
                NDArray noise = pass.value(logStd).exp().mul(pass.array(actions));
                NDArray chosen = pass.forward(mean, inputs).add(noise).tanh();
                NDArray value =
                    pass.constants(critic).forwardNormalized(values, inputs.concat(chosen, 1));
                return value.get(0).minimum(value.get(1)).mean().neg();
              });
      hash.add(String.valueOf(loss));
    }
    for (Mlp network : List.of(actor.read(mean), critic.read(values).get(1))) {
      FloatMatrix inputs = numbers(45, network.inputs(), seed.child("inputs"));
      for (float number : network.weights()) {
        hash.add(Integer.toHexString(Float.floatToRawIntBits(number)));
      }
      for (float number : network.evaluator().evaluate(inputs).values()) {
        hash.add(Integer.toHexString(Float.floatToRawIntBits(number)));
      }
    }
    return hash.hex();
  }

  private static FloatMatrix numbers(int rows, int columns, Seed seed) {
    RandomStream random = seed.generator();
    FloatMatrix numbers = new FloatMatrix(rows, columns);
    for (int i = 0; i < numbers.values().length; i++) {
      numbers.values()[i] = (float) random.nextGaussian();
    }
    return numbers;
  }
}
