package org.prefbench.env.classic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.env.Environment;
import org.prefbench.env.Environments;
import org.prefbench.env.StepResult;

/** Compares single steps with those of Gymnasium 1.3.0, written by generate.py beside the files. */
class GymnasiumParityTest {
  private static final double TOLERANCE = 1e-12; // relative, absolute below 1

  @ParameterizedTest
  @ValueSource(strings = {"pendulum-v1", "mountain-car-continuous-v0", "acrobot-continuous-v0"})
  void everyStepEqualsGymnasiums(String id) throws IOException {
    Environment environment = Environments.registered().get(id).create();
    StepResult result = new StepResult(environment.spec());
    int size = environment.spec().stateSize();
    double[] state = new double[size];
    List<String> lines = lines(id + ".csv");
    assertEquals(301, lines.size());
    int terminated = 0;
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      assertEquals(2 * size + 3, cells.length);
      for (int j = 0; j < size; j++) {
        state[j] = Double.parseDouble(cells[j]);
      }
      environment.writeState(state);
      environment.step(new double[] {Double.parseDouble(cells[size])}, result);
      environment.readState(state);
      for (int j = 0; j < size; j++) {
        assertClose(Double.parseDouble(cells[size + 1 + j]), state[j], line);
      }
      assertClose(Double.parseDouble(cells[2 * size + 1]), result.reward, line);
      assertEquals(Boolean.parseBoolean(cells[2 * size + 2]), result.terminated, line);
      terminated += result.terminated ? 1 : 0;
    }
    assertTrue(id.equals("pendulum-v1") || terminated > 20, "the file reaches the goal");
  }

  private static void assertClose(double expected, double actual, String row) {
    assertEquals(expected, actual, TOLERANCE * Math.max(1, Math.abs(expected)), row);
  }

  private static List<String> lines(String name) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                GymnasiumParityTest.class.getResourceAsStream(name), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }
}
