package org.prefbench.render;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.prefbench.drawing.Colors;
import org.prefbench.drawing.Fonts;

/** Frames of an episode, evenly spread from its first state to its last, in rows on one picture. */
final class ContactSheet {
  private static final int GAP = 4; // pixels between frames

  private ContactSheet() {}

  /** Returns the steps that are drawn: at most {@code frames} of {@code 0 ... steps}. */
  static List<Integer> steps(int steps, int frames) {
    return IntStream.range(0, frames)
        .map(i -> frames == 1 ? steps : (int) Math.round((double) i * steps / (frames - 1)))
        .distinct()
        .boxed()
        .toList();
  }

  /**
   * Returns the picture.
   *
   * @param width pixels of the whole
   */
  static BufferedImage draw(Episode episode, String title, int frames, int width) {
    List<Integer> steps = steps(episode.steps(), frames);
    int columns = (int) Math.ceil(Math.sqrt(steps.size()));
    int rows = (steps.size() + columns - 1) / columns;
    int cell = (width - GAP * (columns + 1)) / columns;
    int cellHeight = FramePainter.height(cell);
    float size = Math.max(10f, width / 64f);
    int heading = Math.round(1.9f * size);
    int height = heading + rows * (cellHeight + GAP);
    BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(Colors.BLACK);
    graphics.setFont(Fonts.title().deriveFont(size));
    graphics.drawString(title, 2f * GAP, 1.35f * size);
    FramePainter painter = new FramePainter(episode, "", cell);
    for (int i = 0; i < steps.size(); i++) {
      graphics.drawImage(
          painter.frame(steps.get(i)),
          GAP + (i % columns) * (cell + GAP),
          heading + (i / columns) * (cellHeight + GAP),
          null);
    }
    graphics.dispose();
    return sheet;
  }
}
