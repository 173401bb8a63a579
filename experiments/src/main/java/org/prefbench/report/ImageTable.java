package org.prefbench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prefbench.comparison.Probe;
import org.prefbench.comparison.ReportData;
import org.prefbench.report.document.NotedTable;
import org.prefbench.report.document.TextTable;
import org.prefbench.statistics.Format;
import org.prefbench.statistics.Statistics;

/** What generators of images draw beside the reference from the same latents. */
final class ImageTable {
  private static final String IMAGES = "images";
  private static final int DIGITS = 3;

  private ImageTable() {}

  private record Line(String task, String method, List<Probe> runs) {
    /** Returns the mean over digits of a column, as mean and deviation over runs. */
    String spread(String column) {
      double[] values =
          runs.stream().mapToDouble(run -> Statistics.mean(run.column(column))).toArray();
      return Format.spread(Statistics.mean(values), Statistics.standardDeviation(values), DIGITS);
    }

    int drawn() {
      return (int) Arrays.stream(runs.get(0).column(IMAGES)).sum();
    }
  }

  /** Returns the table, if images were looked at. */
  static Optional<NotedTable> of(ReportData data) {
    Map<List<String>, List<Probe>> groups = new LinkedHashMap<>();
    for (String task : data.table().options().tasks()) {
      for (String method : data.table().options().methods()) {
        for (Probe probe : data.probes(IMAGES)) {
          if (probe.task().equals(task) && probe.method().equals(method)) {
            groups.computeIfAbsent(List.of(task, method), any -> new ArrayList<>()).add(probe);
          }
        }
      }
    }
    if (groups.isEmpty()) {
      return Optional.empty();
    }
    List<Line> lines =
        groups.entrySet().stream()
            .map(group -> new Line(group.getKey().get(0), group.getKey().get(1), group.getValue()))
            .toList();
    TextTable<Line> table =
        new TextTable<>(lines)
            .column("task", Line::task)
            .column("method", Line::method)
            .column("runs", line -> String.valueOf(line.runs().size()))
            .column("mean reward", line -> line.spread("score"))
            .column("told right", line -> line.spread("right"))
            .column("class changed", line -> line.spread("changed"))
            .column("diversity", line -> line.spread("diversity"));
    return Optional.of(
        new NotedTable(
            "Images beside the reference's from the same latents",
            table.table(),
            List.of(
                "Of "
                    + lines.get(0).drawn()
                    + " images in each run, as many of each digit; mean ± sample standard deviation over"
                    + " runs.",
                "told right: share that the classifier tells as the digit asked for; class changed: share"
                    + " that it tells as another digit than the reference's image of the same latents.",
                "diversity: mean Euclidean distance of two images of one digit, in units of brightness;"
                    + " a generator that collapses has none.")));
  }
}
