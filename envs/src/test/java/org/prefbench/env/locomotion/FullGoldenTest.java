package org.prefbench.env.locomotion;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.prefbench.physics.GoldenModels;
import org.prefbench.physics.GoldenTable;
import org.prefbench.physics.StageParity;

/**
 * All golden data of libmujoco 2.2.2 that this machine has; skipped, and said so, where it has
 * none. Reports the largest relative errors per model and category, and how far rollouts are
 * followed.
 */
@Tag("slow")
class FullGoldenTest {
  static List<String> models() {
    return GoldenModels.ALL;
  }

  static List<String> main() {
    return GoldenModels.MAIN;
  }

  /** Returns the table, or skips the test with a line that says why. */
  private static GoldenTable table(String golden, String name) {
    Path folder = GoldenTable.fullSet().orElse(Path.of("."));
    boolean there = Files.exists(folder.resolve(golden).resolve(name + ".csv.gz"));
    assumeTrue(
        there,
        "skipped: no "
            + golden
            + "/"
            + name
            + ".csv.gz in ../shared/mujoco or -Dprefbench.mujoco=DIR");
    return GoldenTable.full(folder, golden, name);
  }

  private static void report(String what, Map<String, ?> errors) {
    errors.forEach(
        (key, value) -> {
          String text =
              value instanceof double[] numbers
                  ? Arrays.stream(numbers)
                      .mapToObj(number -> String.format(Locale.ROOT, "%.1e", number))
                      .toList()
                      .toString()
                  : String.format(Locale.ROOT, "%.1e", value);
          System.out.println(what + ", " + key + ": " + text);
        });
  }

  @ParameterizedTest
  @MethodSource("models")
  void oneStepInEveryCategory(String golden) {
    Map<String, double[]> errors = new TaskParity(golden).steps(table(golden, "onestep"));
    report(golden, errors);
    double limit = golden.startsWith("halfcheetah") ? 1e-10 : 1e-11;
    errors.forEach(
        (category, error) ->
            assertTrue(
                Arrays.stream(error).max().getAsDouble() < limit,
                golden + ", " + category + ": " + Arrays.toString(error)));
  }

  @ParameterizedTest
  @MethodSource("main")
  void everyStage(String golden) {
    Map<String, Double> errors =
        new StageParity(
                GoldenModels.load(golden),
                table(golden, "substep_main"),
                table(golden, "substep_con"),
                table(golden, "substep_efc"))
            .compare();
    report(golden, errors);
    errors.forEach(
        (stage, error) -> assertTrue(error < 1e-10, golden + ", " + stage + ": " + error));
  }

  static Stream<String[]> rollouts() {
    Stream<String[]> main =
        GoldenModels.MAIN.stream()
            .flatMap(
                golden ->
                    Stream.of("uniform", "policy", "bangbang", "gauss", "sine", "zero")
                        .map(pattern -> new String[] {golden, pattern}));
    Stream<String[]> legacy =
        GoldenModels.LEGACY.stream()
            .flatMap(
                golden ->
                    Stream.of("uniform", "policy").map(pattern -> new String[] {golden, pattern}));
    Stream<String[]> small =
        GoldenModels.SMALL.stream().map(golden -> new String[] {golden, "uniform"});
    return Stream.of(main, legacy, small).flatMap(stream -> stream);
  }

  @ParameterizedTest
  @MethodSource("rollouts")
  void everyStepOfEveryRollout(String golden, String pattern) {
    GoldenTable table = table(golden, "rollout_" + pattern);
    double error = new TaskParity(golden).teacherForced(table);
    assertTrue(error < 1e-11, golden + ", " + pattern + ": " + error);
  }

  /** Contact makes rollouts chaotic: the horizon is how long two exact implementations agree. */
  @ParameterizedTest
  @CsvSource({"hopper, 200", "walker2d, 200", "halfcheetah, 30", "ant, 30"})
  void rolloutsOpenLoop(String golden, int horizon) {
    for (String pattern : List.of("uniform", "policy", "bangbang", "gauss", "sine", "zero")) {
      GoldenTable table = table(golden, "rollout_" + pattern);
      double[] errors = new TaskParity(golden).openLoop(table, 1000);
      int followed = 0;
      while (followed < errors.length && errors[followed] < 1e-6) {
        followed++;
      }
      System.out.println(
          golden
              + ", "
              + pattern
              + ": within 1e-6 for "
              + followed
              + " of "
              + errors.length
              + " steps");
      assertTrue(
          followed >= horizon, golden + ", " + pattern + ": diverges after " + followed + " steps");
    }
  }
}
