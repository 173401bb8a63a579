package org.prefbench.store;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.prefbench.study.Protocol;

/**
 * Everything that one trial left behind: what its file holds.
 *
 * @param key the trial's name within its study, {@code dataset/label/run}
 * @param inputs hash of everything that the trial depends on; another hash means another trial
 * @param rows its lines of {@code trials.csv}
 * @param returns the episodes behind the rows, in the order of the rows
 * @param metrics the numbers that the method reported while training
 * @param hyperparameters all hyperparameters with their values
 * @param costs what was counted: {@code training} and one entry per evaluation
 * @param probes names of the CSV files beside the trial's file
 * @param seconds time by stage, see {@link StageTimes#PROCESSOR}
 * @param provenance where and how the trial ran
 * @param code for each stage behind it the id of what it was made of, see {@link CodeTable}; empty
 *     in files written before classes were recorded
 */
public record TrialResult(
    String key,
    String inputs,
    List<TrialRow> rows,
    List<Returns> returns,
    @JsonSerialize(using = Curves.Writer.class) @JsonDeserialize(using = Curves.Reader.class)
        List<Metric> metrics,
    Map<String, String> hyperparameters,
    Map<String, Map<String, Long>> costs,
    List<String> probes,
    Map<String, Double> seconds,
    Map<String, String> provenance,
    @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, String> code) {

  /** Copies the lists and maps. */
  public TrialResult {
    rows = List.copyOf(rows);
    returns = List.copyOf(returns);
    metrics = List.copyOf(metrics);
    hyperparameters = sorted(hyperparameters);
    costs = sorted(costs);
    probes = List.copyOf(probes);
    seconds = sorted(seconds);
    provenance = sorted(provenance);
    code = sorted(code);
  }

  /**
   * The episodes of one evaluation.
   *
   * @param step training steps done when the policy was taken
   * @param returns undiscounted return of each episode
   * @param lengths steps of each episode
   */
  public record Returns(
      Protocol.Evaluation evaluation,
      Protocol.Mode mode,
      long step,
      List<Double> returns,
      List<Integer> lengths) {
    /** Copies the lists. */
    public Returns {
      returns = List.copyOf(returns);
      lengths = List.copyOf(lengths);
    }
  }

  /** One number of the training, for example {@code loss}, at a step. */
  public record Metric(String name, long step, double value) {}

  /** Returns how the trial ended: the status of its rows. */
  public TrialRow.Status status() {
    return rows.get(0).status();
  }

  private static <V> Map<String, V> sorted(Map<String, V> map) {
    return Collections.unmodifiableMap(new TreeMap<>(map));
  }
}
