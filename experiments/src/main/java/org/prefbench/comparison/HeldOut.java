package org.prefbench.comparison;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.prefbench.store.TrialResult.Metric;
import org.prefbench.store.TrialRow;

/**
 * What a trial said of held-out pairs at the end of its training, on a task where nothing can act
 * and so nothing has a return.
 *
 * @param task the task
 * @param method the method's label
 * @param run the run
 * @param validationLoss the method's own loss, NaN if it has none
 * @param implicitAccuracy share of the decided pairs whose winner has the larger log-ratio of
 *     policy and reference (Rafailov et al. 2023, arXiv 2305.18290), NaN if the method does not
 *     tell
 */
public record HeldOut(
    String task, String method, int run, double validationLoss, double implicitAccuracy) {
  private static final String LOSS = "validation-loss"; // as Learner reports it
  private static final String ACCURACY = "validation-implicit-accuracy";

  /** Returns the tasks whose trials have ended well and have no return. */
  public static Set<String> tasks(List<TrialRow> rows) {
    Set<String> silent = new LinkedHashSet<>();
    Set<String> scored = new LinkedHashSet<>();
    for (TrialRow row : rows) {
      if (row.status() == TrialRow.Status.OK) {
        (row.outcome().episodes() == 0 ? silent : scored).add(row.task());
      }
    }
    silent.removeAll(scored);
    return silent;
  }

  /** Returns the figures of all trials on such tasks, in the order of the report. */
  public static List<HeldOut> of(ReportData data) {
    Set<String> tasks = tasks(data.rows());
    List<HeldOut> figures = new ArrayList<>();
    for (String task : data.table().options().tasks()) {
      for (String method : data.table().options().methods()) {
        data.trainings().stream()
            .filter(run -> tasks.contains(task) && run.task().equals(task))
            .filter(run -> run.method().equals(method))
            .map(run -> new HeldOut(task, method, run.run(), last(run, LOSS), last(run, ACCURACY)))
            .forEach(figures::add);
      }
    }
    return figures;
  }

  private static double last(Training run, String name) {
    List<Metric> curve = run.curve(name);
    return curve.isEmpty() ? Double.NaN : curve.get(curve.size() - 1).value();
  }
}
