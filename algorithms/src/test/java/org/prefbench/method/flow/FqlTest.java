package org.prefbench.method.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.Parameters;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.env.Space;
import org.prefbench.generative.FlowPolicy;
import org.prefbench.offline.LoggedSteps;

/** Actions of N(0, 1) in one state that end the task, so that Q is their reward. */
class FqlTest {
  private static final int ROWS = 4_000;
  private static final Map<String, String> SMALL =
      Map.of(
          "hidden-size", "48",
          "hidden-layers", "2",
          "steps", "2000",
          "batch-size", "128",
          "learning-rate", "0.002",
          "normalize", "false");

  private static Fql.Hyper hyper(Map<String, String> changes) {
    return Parameters.override(
        "fql", Parameters.override("fql", new Fql().defaults(), SMALL), changes);
  }

  /**
   * With the reward q a the map is the flow F moved by q / (2 alpha), where the derivative of the
   * distance is the slope. With - c (a - g)^2 it is the mean of F and the best action by their
   * weights: of mean c g / (alpha + c) and alpha / (alpha + c) times the deviation of F.
   */
  @ParameterizedTest
  @CsvSource({"slope, 1, 0.5, 1", "slope, 2, 0.25, 1", "bowl, 1, 0.5, 0.5", "bowl, 3, 0.25, 0.75"})
  void theMapRestsBetweenTheFlowAndTheBest(
      String reward, String alpha, double mean, double deviation) {
    RandomStream random = new Seed(4).generator();
    List<Segment> steps = new ArrayList<>();
    float[] rewards = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      double a = random.nextGaussian();
      steps.add(
          new Segment(
              new FloatMatrix(2, 1),
              new FloatMatrix(1, 1, new float[] {(float) a}),
              new FloatMatrix(1, 1),
              End.TERMINATED,
              Optional.empty()));
      rewards[i] = (float) (reward.equals("slope") ? a : -(a - 1) * (a - 1));
    }
    TrainingContext context = new TrainingContext(new Seed(2), new Ledger(), Monitor.SILENT);
    FlowPolicy policy =
        new FqlTraining(
                hyper(Map.of("alpha", alpha)), LoggedSteps.of(steps, Space.box(1, -5, 5)), context)
            .run(rewards, context);
    FloatMatrix ends = policy.transport(new FloatMatrix(2_000, 1), Line.normal(2_000));
    assertEquals(mean, Line.mean(ends), 0.1);
    assertEquals(deviation * deviationOfTenSteps(), Math.sqrt(Line.variance(ends)), 0.08);
  }

  /**
   * From N(0, 1) to N(0, 1) the velocity is (2 t - 1) / ((1 - t)^2 + t^2) y; ten Euler steps of it
   * lose an eighth of the deviation.
   */
  private static double deviationOfTenSteps() {
    double factor = 1;
    for (int step = 0; step < 10; step++) {
      double t = step / 10.0;
      factor *= 1 + 0.1 * (2 * t - 1) / ((1 - t) * (1 - t) + t * t);
    }
    return factor;
  }

  @Test
  void refusesWhatCannotBe() {
    for (Map<String, String> wrong :
        List.of(Map.of("alpha", "0"), Map.of("discount", "1"), Map.of("target-rate", "0"))) {
      assertThrows(InvalidInputException.class, () -> hyper(wrong));
    }
  }
}
