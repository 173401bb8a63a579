package org.prefbench.store;

import java.util.List;
import java.util.Map;
import org.prefbench.study.Protocol;
import org.prefbench.study.Trial;

/** Made-up rows and results, for tests of what becomes of them. */
final class Rows {
  private Rows() {}

  static TrialRow row(Trial trial, Protocol.Evaluation evaluation, double mean, String message) {
    return new TrialRow(
        new TrialRow.Key("small", trial.task().dataset(), trial.method().label(), trial.run()),
        TrialRow.Status.OK,
        new TrialRow.Evaluated(evaluation, Protocol.Mode.DETERMINISTIC, 100, 100),
        new TrialRow.Outcome(3, mean, 0.1 + 0.2, Double.NaN, 200, 1e-300),
        new TrialRow.Costs("look-ahead+teacher", 1, 2, 3, 4, 5, Long.MAX_VALUE),
        new TrialRow.Inputs("d", "r", "p", "q"),
        message,
        new TrialRow.Resources(1.5, 2.5, 1L << 40));
  }

  static TrialResult result(Trial trial, double mean) {
    return new TrialResult(
        trial.key(),
        "inputs",
        List.of(
            row(trial, Protocol.Evaluation.LAST, mean, ""),
            row(trial, Protocol.Evaluation.BEST, mean, "")),
        List.of(
            new TrialResult.Returns(
                Protocol.Evaluation.LAST,
                Protocol.Mode.SAMPLED,
                100,
                List.of(mean, Double.NaN, Double.NEGATIVE_INFINITY),
                List.of(1, 2, 3))),
        List.of(new TrialResult.Metric("loss", 10, Math.PI)),
        Map.of("beta", "0.1"),
        Map.of("training", Map.of("gradient-steps", 100L)),
        List.of("samples"),
        Map.of("training", 0.25),
        Map.of("jvm", "17"),
        Map.of("dataset", "c"));
  }
}
