package org.prefbench.comparison;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.prefbench.store.TrialRow;

/** Two methods' trials of one run on one task, from the same data, reference policy and pairs. */
public record PairedTrials(int run, TrialRow first, TrialRow second) {
  /**
   * Returns the runs that both methods have and in which they were given the same inputs, in order.
   *
   * @param first the trials of one method on a task by run
   * @param second those of the other
   */
  public static List<PairedTrials> of(Map<Integer, TrialRow> first, Map<Integer, TrialRow> second) {
    return first.keySet().stream()
        .sorted()
        .filter(second::containsKey)
        .map(run -> new PairedTrials(run, first.get(run), second.get(run)))
        .filter(PairedTrials::sameInputs)
        .toList();
  }

  /**
   * Returns by how much the first method of each pair scores above the second, as {@code scores}
   * has it.
   */
  public static double[] differences(List<PairedTrials> pairs, ToDoubleFunction<TrialRow> scores) {
    return pairs.stream()
        .mapToDouble(
            pair -> scores.applyAsDouble(pair.first()) - scores.applyAsDouble(pair.second()))
        .toArray();
  }

  private boolean sameInputs() {
    return first.inputs().datasetHash().equals(second.inputs().datasetHash())
        && first.inputs().referenceHash().equals(second.inputs().referenceHash())
        && first.inputs().preferencesHash().equals(second.inputs().preferencesHash());
  }
}
