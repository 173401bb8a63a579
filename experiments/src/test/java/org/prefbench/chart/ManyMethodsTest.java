package org.prefbench.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.comparison.Doses;
import org.prefbench.comparison.ReportData;
import org.prefbench.drawing.Fonts;
import org.prefbench.plot.Format;
import org.prefbench.plot.Marking;
import org.prefbench.plot.Picture;
import org.prefbench.plot.Plot;
import org.prefbench.plot.Sheet;
import org.prefbench.plot.Svg;
import org.prefbench.plot.Text;

/** Thirty methods on twelve tasks stay legible; {@code target/many-methods} is there to be seen. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyMethodsTest {
  private static final Path FOLDER = Path.of("target/many-methods");

  private ReportData data;

  @BeforeAll
  void makeData() throws IOException {
    data = ManyMethods.data();
    Files.createDirectories(FOLDER);
  }

  static List<ChartFactory> charts() {
    return Charts.registered().all();
  }

  @ParameterizedTest
  @MethodSource("charts")
  void noLettersCoverOthersOrAreCut(ChartFactory chart) throws IOException {
    List<Picture> pictures = pictures(chart);
    assertFalse(pictures.isEmpty(), chart.id());
    for (Picture picture : pictures) {
      check(picture.name(), picture);
    }
  }

  /** The width of a paper's column, letters of six points; panels are as many as there are. */
  @ParameterizedTest
  @MethodSource("charts")
  void soItIsInAColumnOfAPaper(ChartFactory chart) throws IOException {
    for (Picture picture : pictures(chart)) {
      Sheet column = picture.sheet().sized(3.5 * 72, 0, 6);
      check(picture.name() + "-column", new Picture(picture.name(), picture.title(), column));
    }
  }

  /** Estimates are told apart only where the axis has room. */
  @ParameterizedTest
  @ValueSource(strings = {"privilege", "cost", "improvement"})
  void aForestInAColumnHasRoomForItsAxis(String id) {
    Sheet column = pictures(Charts.registered().get(id)).get(0).sheet().sized(3.5 * 72, 0, 6);
    String drawn = Svg.element(column, column.panels().get(0), "forest", "forest", new Marking());
    Matcher axes = Pattern.compile("data-axes=\"\\S+ (\\S+) ").matcher(drawn);
    assertTrue(axes.find(), drawn);
    double share = Double.parseDouble(axes.group(1)) / column.panelWidth();
    assertTrue(share > 0.25, id + ": " + share);
  }

  /**
   * Doses are of a study that varies its tasks: thirty methods on one, six on sets of all tiers.
   */
  private List<Picture> pictures(ChartFactory chart) {
    if (!(chart instanceof DoseResponseChart)) {
      return chart.draw(data);
    }
    List<Picture> pictures = new ArrayList<>(chart.draw(ManyMethods.pairs()));
    List<String> six =
        List.of("reference", "marginal-bc", "dpo", "rlhf", "pfm-source-corrected", "best-of-two");
    pictures.addAll(chart.draw(Doses.falling(six)));
    return pictures;
  }

  @Test
  void linesOfAnAblationToo() throws IOException {
    check("ablation-pairs", new AblationChart().draw(ManyMethods.pairs()).get(0));
  }

  /** The test can fail: a title over another, and one that leaves the sheet. */
  @Test
  void lettersThatCoverOthersOrAreCutAreFound() {
    Plot plot = new Plot("abcdefg", 0, 1, 0, 1);
    assertEquals(List.of(), lettersOf(plot).covered());
    Letters over =
        lettersOf(
            plot.over(
                (graphics, axes) ->
                    Text.draw(graphics, "pqs", Fonts.title(), Color.BLACK, 200, 28)));
    assertFalse(over.covered().isEmpty());
    assertEquals(List.of(), over.cut());
    Letters cut =
        lettersOf(
            new Plot("", 0, 1, 0, 1)
                .over(
                    (graphics, axes) ->
                        Text.draw(graphics, "pqs", Fonts.title(), Color.BLACK, 390, 100)));
    assertFalse(cut.cut().isEmpty());
  }

  private static Letters lettersOf(Plot plot) {
    return Letters.of(Sheet.of(plot, 400, 300));
  }

  private static void check(String name, Picture picture) throws IOException {
    Files.write(FOLDER.resolve(name + ".png"), picture.bytes(Format.PNG));
    Letters letters = Letters.of(picture.sheet());
    assertTrue(letters.count() > 20, name);
    assertEquals(List.of(), letters.cut(), name);
    assertEquals(List.of(), letters.covered(), name);
  }
}
