package org.prefbench.render;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Locale;
import org.prefbench.drawing.Colors;
import org.prefbench.drawing.Fonts;

/** Draws the states of an episode with number of steps and return so far. Not thread-safe. */
final class FramePainter {
  private final Episode episode;
  private final String title;
  private final Painter painter;
  private final Font font;

  /**
   * Creates a painter of frames.
   *
   * @param title one line in the corner of every frame, empty for none
   * @param width pixels; the height is three quarters of it
   */
  FramePainter(Episode episode, String title, int width) {
    this.episode = episode;
    this.title = title;
    painter = new Painter(width, height(width));
    font = Fonts.small().deriveFont(Math.max(9f, width / 32f));
  }

  /** Returns the height of a frame of this width, pixels. */
  static int height(int width) {
    return 3 * width / 4;
  }

  /** Returns the frame of the state after {@code step} steps. */
  BufferedImage frame(int step) {
    BufferedImage picture = painter.paint(episode.scene(step));
    Graphics2D graphics = picture.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setFont(font);
    graphics.setColor(Colors.BLACK);
    float line = 1.3f * font.getSize2D();
    float left = font.getSize2D() / 2;
    float y = line;
    if (!title.isEmpty()) {
      graphics.drawString(title, left, y);
      y += line;
    }
    graphics.drawString(
        String.format(Locale.ROOT, "step %d   return %.1f", step, episode.returnAfter(step)),
        left,
        y);
    graphics.dispose();
    return picture;
  }
}
