package org.prefbench.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.Rows;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.comparison.Training;
import org.prefbench.plot.Mark;
import org.prefbench.plot.Marking;
import org.prefbench.plot.Picture;
import org.prefbench.plot.Svg;
import org.prefbench.store.TrialResult.Metric;
import org.prefbench.store.TrialRow;

/** Means worked out by hand, as the marks of a page tell them. */
class MetricCurvesTest {
  private static Training training(String method, int run, Metric... metrics) {
    return new Training("pendulum-medium-v1", method, run, List.of(metrics));
  }

  private static ReportData data(Training... trainings) {
    List<TrialRow> rows =
        List.of(
            Rows.row("pendulum-medium-v1", "dpo", 0, 40),
            Rows.row("pendulum-medium-v1", "pfm", 0, 50));
    return new ReportData(ScoreTable.of(rows, Rows.options(rows)), rows, List.of())
        .with(List.of(trainings));
  }

  @Test
  void aPanelForEachNumberWithTheMeanOverRuns() {
    Picture picture =
        MetricCurves.draw(
                data(
                    training("dpo", 0, new Metric("margin", 50, 1), new Metric("margin", 100, 2)),
                    training("dpo", 1, new Metric("margin", 50, 3), new Metric("margin", 100, 8)),
                    training("pfm", 0, new Metric("loss", 5, 9), new Metric("loss", 20, 7)),
                    training("pfm", 1, new Metric("kept-step", 20, 20))))
            .get(0);
    assertEquals(2, picture.sheet().panels().size(), "the loss, the margin; no curve is one point");
    Marking marking = new Marking();
    String loss =
        Svg.element(picture.sheet(), picture.sheet().panels().get(0), "a", "loss", marking);
    assertTrue(loss.contains(">loss<"), loss);
    Svg.element(picture.sheet(), picture.sheet().panels().get(1), "b", "margin", marking);
    List<Mark> lines = marking.marks().stream().filter(mark -> !mark.points().isEmpty()).toList();
    assertEquals(
        List.of(Map.of("method", "pfm"), Map.of("method", "dpo")),
        lines.stream().map(Mark::about).toList());
    assertEquals(List.of(25.0, 100.0), lines.get(0).points().stream().map(Mark.Point::x).toList());
    assertEquals(List.of(9.0, 7.0), lines.get(0).points().stream().map(Mark.Point::y).toList());
    assertEquals(List.of(2.0, 5.0), lines.get(1).points().stream().map(Mark.Point::y).toList());
  }

  @Test
  void nothingIsDrawnOfNothing() {
    assertEquals(List.of(), MetricCurves.draw(data()));
    assertEquals(
        List.of(), MetricCurves.draw(data(training("pfm", 0, new Metric("kept-step", 20, 20)))));
  }
}
