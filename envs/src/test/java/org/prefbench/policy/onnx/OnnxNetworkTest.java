package org.prefbench.policy.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Seed;
import org.prefbench.policy.outside.PolicyNetwork;

final class OnnxNetworkTest {
  private static final Seed SEED = new Seed(5);

  private static FloatMatrix evaluate(byte[] file, FloatMatrix rows, String... outputs) {
    try (PolicyNetwork.Evaluator evaluator =
        OnnxNetwork.of("a.onnx", file).evaluator(List.of(outputs))) {
      return evaluator.evaluate(rows);
    }
  }

  @Test
  void computesTheSumsOfItsDefinition() {
    OnnxNetworks.Dense dense = OnnxNetworks.Dense.of(SEED, 17, 256, 256, 6);
    FloatMatrix rows = OnnxNetworks.rows(33, 17, SEED.child("rows"));
    FloatMatrix outputs = evaluate(dense.onnx("action"), rows);
    assertEquals(6, outputs.columns());
    for (int i = 0; i < rows.rows(); i++) {
      double[] expected = dense.evaluate(rows.row(i));
      for (int j = 0; j < expected.length; j++) {
        assertEquals(expected[j], outputs.get(i, j), 1e-5);
      }
    }
  }

  @Test
  void aRowDependsOnNoOther() {
    byte[] file = OnnxNetworks.Dense.of(SEED, 17, 256, 256, 6).onnx("action");
    FloatMatrix rows = OnnxNetworks.rows(257, 17, SEED.child("rows"));
    FloatMatrix all = evaluate(file, rows);
    try (PolicyNetwork.Evaluator evaluator = OnnxNetwork.of("a.onnx", file).evaluator(List.of())) {
      for (int count = 1; count <= 65; count++) {
        int from = 3 * count % 100;
        FloatMatrix some = evaluator.evaluate(rows.slice(from, from + count));
        assertArrayEquals(all.slice(from, from + count).values(), some.values(), count + " rows");
        FloatMatrix others = evaluator.evaluate(rows.slice(from + 1, from + 1 + count));
        assertArrayEquals(all.slice(from + 1, from + 1 + count).values(), others.values());
      }
    }
  }

  @Test
  void takesOutputsByNameInTheOrderAsked() {
    OnnxGraph graph = new OnnxGraph("two outputs", "x", 2);
    graph.output("first", graph.node("Neg", "x"), 2);
    graph.output("second", graph.node("Abs", "x"), 2);
    FloatMatrix rows = FloatMatrix.of(new float[] {-1, 2}, new float[] {3, -4});
    assertEquals(List.of("first", "second"), OnnxNetwork.of("a", graph.toBytes()).outputs());
    assertArrayEquals(
        new float[] {1, 2, 1, -2, 3, 4, -3, 4},
        evaluate(graph.toBytes(), rows, "second", "first").values());
    assertArrayEquals(new float[] {1, 2, 3, 4}, evaluate(graph.toBytes(), rows, "second").values());
  }

  @Test
  void refusesWhatIsNoNetworkInOneLine() {
    for (byte[] bytes :
        List.of(
            new byte[0],
            "no network".getBytes(StandardCharsets.UTF_8),
            Arrays.copyOf(OnnxNetworks.Dense.of(SEED, 3, 8, 2).onnx("a"), 100))) {
      InvalidInputException error =
          assertThrows(InvalidInputException.class, () -> OnnxNetwork.of("bad.onnx", bytes));
      assertTrue(error.getMessage().startsWith("bad.onnx: "), error.getMessage());
    }
  }

  @Test
  void refusesRowsOfAnotherWidth() {
    byte[] file = OnnxNetworks.Dense.of(SEED, 3, 8, 2).onnx("a");
    InvalidInputException error =
        assertThrows(InvalidInputException.class, () -> evaluate(file, new FloatMatrix(4, 5)));
    assertEquals("a.onnx takes observations of 3 values, and these have 5", error.getMessage());
  }

  @Test
  void refusesAnOutputThatIsNoRowForEachObservation() {
    OnnxGraph graph = new OnnxGraph("a sum over rows", "x", 2);
    graph.output("sum", graph.node("ReduceMax", "x"), 2);
    InvalidInputException error =
        assertThrows(
            InvalidInputException.class, () -> evaluate(graph.toBytes(), new FloatMatrix(4, 2)));
    assertTrue(error.getMessage().contains("a row for each"), error.getMessage());
  }

  /** The library's own way of loading ends a virtual machine with such a command line. */
  @Test
  void isLoadedBehindALongCommandLine() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OnnxNetworks.class.getName(),
                "x".repeat(100_000))
            .redirectErrorStream(true)
            .start();
    assertEquals(
        "12.0",
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
    assertEquals(0, process.waitFor());
  }
}
