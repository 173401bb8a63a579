package org.prefbench.env.locomotion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.prefbench.physics.GoldenModels;
import org.prefbench.physics.GoldenTable;

/** The tasks against libmujoco 2.2.2 on the golden subset. */
class TaskParityTest {
  static List<String> models() {
    return GoldenModels.ALL;
  }

  static List<String> main() {
    return GoldenModels.MAIN;
  }

  @ParameterizedTest
  @MethodSource("models")
  void oneStepInEveryCategory(String golden) {
    Map<String, double[]> errors =
        new TaskParity(golden).steps(GoldenTable.subset(golden, "onestep"));
    int categories = GoldenModels.SMALL.contains(golden) ? 2 : golden.startsWith("hopper") ? 9 : 8;
    assertEquals(categories, errors.size());
    double limit = golden.startsWith("halfcheetah") ? 1e-10 : 1e-11;
    errors.forEach(
        (category, error) ->
            assertTrue(
                Arrays.stream(error).max().getAsDouble() < limit,
                golden + ", " + category + ": " + Arrays.toString(error)));
  }

  @ParameterizedTest
  @MethodSource("models")
  void stepsOfARolloutOneByOne(String golden) {
    double error =
        new TaskParity(golden).teacherForced(GoldenTable.subset(golden, "rollout_uniform"));
    assertTrue(error < 1e-11, golden + ": " + error);
  }

  /** Contact makes rollouts chaotic: the horizon is how long two exact implementations agree. */
  @ParameterizedTest
  @CsvSource({
    "hopper, 200",
    "walker2d, 200",
    "halfcheetah, 30",
    "ant, 30",
    "swimmer, 100",
    "reacher, 100",
    "inverted_pendulum, 100",
    "inverted_double_pendulum, 50"
  })
  void rolloutOpenLoop(String golden, int horizon) {
    double[] errors =
        new TaskParity(golden).openLoop(GoldenTable.subset(golden, "rollout_uniform"), horizon);
    assertTrue(errors[horizon - 1] < 1e-6, golden + ": " + errors[horizon - 1]);
    assertTrue(errors[horizon - 1] > 0, "nothing was compared");
  }

  @ParameterizedTest
  @MethodSource("main")
  void observations(String golden) {
    // Observations do not depend on masses; ant's 111 values belong to version 2.
    double error =
        new TaskParity(golden + "_mj200").observations(GoldenTable.subset(golden, "obs_check"));
    assertTrue(error < 1e-15, golden + ": " + error);
  }
}
