package org.prefbench.chart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.prefbench.core.InvalidInputException;
import org.prefbench.drawing.Colors;
import org.prefbench.plot.Format;
import org.prefbench.plot.Picture;
import org.prefbench.store.card.Cards;
import org.prefbench.store.card.DatasetCard;

class DatasetReturnsChartTest {
  private static final DatasetCard HOPPER =
      Cards.card("hopper-medium-v2", "hopper-v2", "medium", 40, 41, 60);
  private static final DatasetCard ANT = Cards.card("ant-expert-v2", "ant-v2", "expert", 90, 120);

  @Test
  void anEnvironmentIsAPanelAndTheBytesAreTheSameEveryTime() throws IOException {
    Picture both = DatasetReturnsChart.draw(List.of(ANT, HOPPER));
    assertArrayEquals(
        both.bytes(Format.PNG), DatasetReturnsChart.draw(List.of(ANT, HOPPER)).bytes(Format.PNG));
    assertEquals(
        2 * image(DatasetReturnsChart.draw(List.of(ANT))).getWidth(), image(both).getWidth());
    assertTrue(count(image(both), Colors.tint(Colors.BLUE, 0.75).getRGB()) > 100);
    assertTrue(count(image(both), Colors.tint(Colors.VERMILLION, 0.75).getRGB()) > 100);
    assertTrue(both.svg().contains("<svg"));
    assertThrows(InvalidInputException.class, () -> DatasetReturnsChart.draw(List.of()));
  }

  @Test
  void theFullestBinIsTheHighest() throws IOException {
    // two of three episodes at 40 to 42, the other at 60 to 62: bars of 2 x 1 and 2 x 1/2
    BufferedImage image = image(DatasetReturnsChart.draw(List.of(HOPPER)));
    int color = Colors.tint(Colors.BLUE, 0.75).getRGB();
    int[] heights =
        IntStream.range(0, image.getWidth())
            .map(
                x ->
                    (int)
                        IntStream.range(0, image.getHeight())
                            .filter(y -> image.getRGB(x, y) == color)
                            .count())
            .toArray();
    int highest = IntStream.of(heights).max().orElseThrow();
    int first = IntStream.range(0, heights.length).filter(x -> heights[x] > 0).min().orElseThrow();
    int last = IntStream.range(0, heights.length).filter(x -> heights[x] > 0).max().orElseThrow();
    assertEquals(highest, heights[first + 2], 2.0);
    assertEquals(highest / 2.0, heights[last - 2], 2.0);
  }

  private static BufferedImage image(Picture picture) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(picture.bytes(Format.PNG)));
  }

  private static long count(BufferedImage image, int color) {
    return IntStream.range(0, image.getWidth() * image.getHeight())
        .filter(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()) == color)
        .count();
  }
}
