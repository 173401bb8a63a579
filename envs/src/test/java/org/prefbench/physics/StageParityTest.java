package org.prefbench.physics;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each stage against libmujoco 2.2.2 on the golden subset. */
class StageParityTest {
  static List<String> models() {
    return GoldenModels.MAIN;
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyStageEqualsMujoco(String name) {
    Map<String, Double> errors =
        new StageParity(
                GoldenModels.load(name),
                GoldenTable.subset(name, "substep_main"),
                GoldenTable.subset(name, "substep_con"),
                GoldenTable.subset(name, "substep_efc"))
            .compare();
    assertEquals(24, errors.size(), errors.toString());
    // Forces of stiff contacts are differences of large numbers and have the largest error.
    assertAll(
        errors.entrySet().stream()
            .map(
                entry ->
                    (Executable) () -> assertTrue(entry.getValue() < 1e-10, name + ": " + entry)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hopper", "walker2d", "ant"})
  void rungeKuttaStagesFollowFromEachOther(String name) {
    double error =
        StageParity.rungeKuttaStages(
            GoldenModels.load(name), GoldenTable.subset(name, "substep_rk4"));
    assertTrue(error < 1e-13, name + ": " + error);
  }
}
