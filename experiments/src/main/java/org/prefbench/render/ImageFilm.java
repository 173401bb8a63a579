package org.prefbench.render;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Checks;

/**
 * Square grey images that change, side by side in rows of {@value #COLUMNS}, as a looping GIF that
 * stays on its first and last frame for a while.
 *
 * @param frames brightness in 0 .. 255 of each image at each time, row after row from the top left,
 *     {@code [time][image][pixel]}
 */
public record ImageFilm(int[][][] frames) {
  private static final int COLUMNS = 5;
  private static final int PIXEL = 3; // of the film for one of an image
  private static final int GAP = 4;
  private static final int STEP = 8; // hundredths of a second
  private static final int STAY = 100;

  /** Validates the shapes. */
  public ImageFilm {
    Checks.atLeast("frames", frames.length, 1);
    for (int[][] frame : frames) {
      Checks.require(
          frame.length == frames[0].length && frame.length > 0,
          "frames must have as many images each, got %d and %d",
          frames[0].length,
          frame.length);
    }
  }

  /** Writes the film; replaces the file as a whole or not at all. */
  public void write(Path file) {
    List<Integer> delays = new ArrayList<>(Collections.nCopies(frames.length, STEP));
    delays.set(0, STAY);
    delays.set(frames.length - 1, STAY);
    GifWriter writer = new GifWriter(delays, i -> frame(frames[i]));
    AtomicFiles.write(file, writer::write);
  }

  private static BufferedImage frame(int[]... images) {
    int side = (int) Math.round(Math.sqrt(images[0].length));
    int cell = side * PIXEL + GAP;
    int columns = Math.min(COLUMNS, images.length);
    int rows = (images.length + columns - 1) / columns;
    BufferedImage frame =
        new BufferedImage(columns * cell + GAP, rows * cell + GAP, BufferedImage.TYPE_INT_RGB);
    for (int k = 0; k < frame.getWidth() * frame.getHeight(); k++) {
      frame.setRGB(k % frame.getWidth(), k / frame.getWidth(), Color.WHITE.getRGB());
    }
    for (int i = 0; i < images.length; i++) {
      int left = GAP + i % columns * cell;
      int top = GAP + i / columns * cell;
      for (int k = 0; k < side * side * PIXEL * PIXEL; k++) {
        int x = k % (side * PIXEL);
        int y = k / (side * PIXEL);
        frame.setRGB(left + x, top + y, images[i][y / PIXEL * side + x / PIXEL] * 0x010101);
      }
    }
    return frame;
  }
}
