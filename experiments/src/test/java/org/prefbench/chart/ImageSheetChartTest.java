package org.prefbench.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.prefbench.comparison.Probe;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.ReportOptions;
import org.prefbench.comparison.Rows;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.drawing.Colors;
import org.prefbench.plot.Picture;

class ImageSheetChartTest {
  private static final String TASK = "pendulum-medium-v1";

  private static List<Picture> draw(Probe... probes) {
    ReportOptions options = ReportOptions.of(Rows.study(2));
    return new ImageSheetChart()
        .draw(
            new ReportData(ScoreTable.of(Rows.study(2), options), Rows.study(2), List.of(probes)));
  }

  @Test
  void anImageStandsInTheRowOfItsDigitAndTheColumnOfItsLatent() {
    List<Picture> pictures =
        draw(
            Probes.sheet("sheet", TASK, "latent", 2, 0, 0, 1, 0),
            Probes.sheet("film", TASK, "time", 2));
    assertEquals(
        List.of("images-" + TASK, "images-film-" + TASK),
        pictures.stream().map(Picture::name).toList());
    BufferedImage image = new BufferedImage(400, 200, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    pictures.get(0).sheet().paint(graphics);
    graphics.dispose();
    int left = (int) (pictures.get(0).sheet().width() - 60) / 2;
    for (int digit = 0; digit < 2; digit++) {
      for (int latent = 0; latent < 2; latent++) {
        int x = left + 30 * latent + 1;
        int y = 26 + 30 * digit + 1;
        assertEquals(0xFFFFFFFF, image.getRGB(x + 10 * digit + latent, y), "its bright pixel");
        assertEquals(0xFF000000, image.getRGB(x + 20, y + 20), "a dark one");
        int frame = digit == 1 && latent == 1 ? Colors.ORANGE.getRGB() : 0xFFFFFFFF;
        assertEquals(frame, image.getRGB(x - 1, y - 1), "the frame of what is told wrong");
      }
    }
  }

  @Test
  void thereIsNoPictureWithoutImages() {
    assertTrue(draw().isEmpty());
  }
}
