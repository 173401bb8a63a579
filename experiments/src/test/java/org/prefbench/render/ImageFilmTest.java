package org.prefbench.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.core.InvalidInputException;

class ImageFilmTest {
  /** Six images of two by two pixels, the last of which brightens: a row of five and one below. */
  @Test
  void aFilmHasAFrameForEachTimeAndImagesInRowsOfFive(@TempDir Path folder) throws IOException {
    int[][][] frames = new int[3][6][4];
    for (int time = 0; time < 3; time++) {
      frames[time][0][1] = 255; // top right of the first image
      frames[time][5] = new int[] {100 * time, 100 * time, 100 * time, 100 * time};
    }
    Path file = folder.resolve("film.gif");
    new ImageFilm(frames).write(file);
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (ImageInputStream input = ImageIO.createImageInputStream(file.toFile())) {
      reader.setInput(input);
      assertEquals(3, reader.getNumImages(true));
      BufferedImage first = reader.read(0);
      assertEquals(5 * 10 + 4, first.getWidth()); // an image is 6 wide, 4 lie between
      assertEquals(2 * 10 + 4, first.getHeight());
      assertEquals(0xFF000000, first.getRGB(4, 4));
      assertEquals(0xFFFFFFFF, first.getRGB(4 + 5, 4));
      assertEquals(0xFF000000, first.getRGB(4, 14));
      BufferedImage change = reader.read(2); // what changed alone
      assertEquals(6, change.getWidth());
      assertEquals(6, change.getHeight());
      assertEquals(200, change.getRGB(3, 3) & 0xff, 4); // of six bits a channel
    }
    reader.dispose();
  }

  @Test
  void framesWithAnotherNumberOfImagesAreRefused() {
    InvalidInputException refusal =
        assertThrows(
            InvalidInputException.class, () -> new ImageFilm(new int[][][] {{{0}, {0}}, {{0}}}));
    assertEquals("frames must have as many images each, got 2 and 1", refusal.getMessage());
  }
}
