package org.prefbench.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pictures in a page: the same drawing as the files, which says what it stands for. */
class SvgTest {
  private static final double[] X = {0, 5, 10};
  private static final double[] Y = {1, 0, 1};

  private static Plot plot() {
    return new Plot("one <line> & more", 0, 10, 0, 1)
        .about(Mark.TASK, "hopper")
        .line("pfm", X, Y, Color.RED, Plot.solid(2))
        .over(
            (graphics, axes) -> {
              graphics.setColor(Color.BLUE);
              Marking.around(
                  graphics,
                  Mark.of("dpo", "dpo: 0.5"),
                  () -> graphics.fillRect((int) axes.x(5), (int) axes.y(0.5), 3, 3));
              graphics.fillRect(0, 0, 1, 1);
            });
  }

  private static List<String> all(String svg, String pattern) {
    return Pattern.compile(pattern).matcher(svg).results().map(MatchResult::group).toList();
  }

  @Test
  void partsSayWhatTheyStandFor() {
    Sheet sheet = Sheet.of(plot(), 300, 200);
    Marking marking = new Marking();
    String svg = Svg.element(sheet, sheet.panels().get(0), "it", "a \"label\" & <more>", marking);
    assertEquals(Map.of("task", "hopper"), sheet.panels().get(0).about());
    List<Mark> marks = marking.marks();
    assertEquals(
        List.of("pfm", "dpo"),
        marks.stream().map(mark -> mark.about().get("method")).distinct().toList());
    Mark line = marks.stream().filter(mark -> !mark.points().isEmpty()).findFirst().orElseThrow();
    assertEquals(new Mark.Point(5, 0, Double.NaN, Double.NaN), line.points().get(1));
    // the line is one path of two pieces, the square of dpo one rectangle, the last one is nobody's
    List<String> paths = all(svg, "<path[^>]*data-mark=\"" + marks.indexOf(line) + "\"[^>]*>");
    assertEquals(1, paths.size(), svg);
    assertEquals(3, all(paths.get(0), "[ML][\\d.]+ [\\d.]+").size(), paths.get(0));
    List<String> squares = new ArrayList<>(all(svg, "<rect[^>]*>"));
    squares.removeIf(square -> !square.contains("data-mark"));
    assertEquals(1, squares.size(), svg);
    assertTrue(svg.contains("aria-label=\"a &quot;label&quot; &amp; &lt;more&gt;\""), svg);
    assertTrue(svg.contains("one &lt;line&gt; &amp; more"), svg);
    assertTrue(all(svg, "data-axes=\"[^\"]* 0.0 10.0\"").size() == 1, svg);
    assertFalse(svg.contains(" style="), "a strict page forbids it");
    assertTrue(all(svg, " id=\"[^\"]*\"").stream().allMatch(id -> id.startsWith(" id=\"it")), svg);
  }

  /** A line of many points is one path, dashed along all of it; what is transparent is no part. */
  @Test
  void linesAreWhole() {
    int n = 200;
    double[] x = IntStream.range(0, n).mapToDouble(i -> 10.0 * i / (n - 1)).toArray();
    double[] y = new double[n];
    Arrays.fill(y, 0.5);
    y[n / 2] = Double.NaN;
    Plot plot =
        new Plot("", 0, 10, 0, 1)
            .withoutGrid()
            .band(x, new double[n], y, Color.YELLOW)
            .line("", x, y, Color.RED, Plot.dashed(2));
    String file = Sheet.of(plot, 300, 200).picture("it", "It").svg();
    List<String> lines = all(file, "<path[^>]*fill:none[^>]*>");
    assertEquals(1, lines.size(), file);
    assertEquals(2, all(lines.get(0), "M[\\d.]+ [\\d.]+").size(), "interrupted once");
    assertEquals(n - 1, all(lines.get(0), "[ML][\\d.]+ [\\d.]+").size());
    assertFalse(file.contains("opacity:0;"), file);
  }

  /** What marks add is nothing to a file. */
  @Test
  void filesHoldNoMarks() {
    String file = Sheet.of(plot(), 300, 200).picture("it", "It").svg();
    assertFalse(file.contains("data-mark"));
    assertFalse(file.contains("data-axes"));
  }
}
