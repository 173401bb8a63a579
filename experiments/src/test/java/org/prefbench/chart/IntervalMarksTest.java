package org.prefbench.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.Rows;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.plot.Plot;
import org.prefbench.plot.Sheet;
import org.prefbench.statistics.Interval;
import org.prefbench.store.TrialRow;
import org.prefbench.study.Protocol.Mode;

class IntervalMarksTest {
  private static final Interval USUAL = new Interval(1, 0, 2, 5);
  private static final Interval FEW = new Interval(1, 0, 2, 4);
  private static final Interval FLAT = new Interval(1, 1, 1, 5);

  @Test
  void fewRunsAreDashedAndBoundsWithoutWidthHollow() {
    assertNull(IntervalMarks.stroke(USUAL, 2).getDashArray());
    assertNotNull(IntervalMarks.stroke(FEW, 2).getDashArray());
    assertEquals(Color.RED, middle(USUAL));
    assertEquals(Color.RED, middle(FEW));
    assertEquals(Color.WHITE, middle(FLAT));
  }

  private static Color middle(Interval interval) {
    BufferedImage image = new BufferedImage(21, 21, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    IntervalMarks.paint(graphics, IntervalMarks.disc(10, 10), Color.RED, interval);
    graphics.dispose();
    return new Color(image.getRGB(10, 10));
  }

  /** The letters of the legend: "few: fewer than 5 runs", "flat: no width" and none. */
  @Test
  void aLegendExplainsWhatIsThere() {
    int none = letters(List.of(USUAL, Interval.NONE));
    int few = letters(List.of(USUAL, FEW));
    int flat = letters(List.of(FLAT));
    int both = letters(List.of(FEW, FLAT));
    assertTrue(few > none && flat > none, none + " " + few + " " + flat);
    assertTrue(both > few && both > flat, both + " " + few + " " + flat);
  }

  private static int letters(List<Interval> intervals) {
    Plot plot = IntervalMarks.explain(new Plot("abcdefgh", 0, 1, 0, 1), intervals);
    return Letters.of(Sheet.of(plot, 500, 300)).count();
  }

  /** The same three runs, and five: the chart of the first has more to explain. */
  @Test
  void chartsOfFewRunsSaySo() {
    int three = letters(40, 42, 50);
    int five = letters(40, 42, 50, 41, 49);
    assertTrue(three > five + 8, three + " letters, " + five);
  }

  private static int letters(double... scores) {
    List<TrialRow> rows = Rows.runs("hopper-medium-v2", "reference", Mode.SAMPLED, scores);
    ReportData data = new ReportData(ScoreTable.of(rows, Rows.options(rows)), rows, List.of());
    return Letters.of(new ScoreBarChart().draw(data).get(0).sheet()).count();
  }
}
