package org.prefbench.plot;

import de.erichseifert.vectorgraphics2d.Document;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.ImageIO;
import org.prefbench.core.Checks;
import org.prefbench.drawing.Colors;
import org.prefbench.drawing.Fonts;

/**
 * Panels side by side and below each other in one picture, under an optional heading.
 *
 * @param heading one line above the panels, empty for none
 * @param columns panels in a row
 * @param panelWidth width of a panel in points
 * @param panelHeight height of a panel in points
 * @param panels the panels, row by row
 */
public record Sheet(
    String heading, int columns, int panelWidth, int panelHeight, List<Panel> panels) {
  /** Pixels per point of the PNG file, so that it is sharp on dense screens. */
  private static final int SCALE = 2;

  private static final int HEADING = 34;

  /** Validates the layout and copies the list. */
  public Sheet {
    panels = List.copyOf(panels);
    Checks.require(!panels.isEmpty(), "a sheet needs at least one panel");
    Checks.atLeast("columns", columns, 1);
    columns = Math.min(columns, panels.size());
  }

  /** Returns a sheet of a single panel. */
  public static Sheet of(Panel panel, int width, int height) {
    return new Sheet("", 1, width, height, List.of(panel));
  }

  /** Returns the width in points. */
  public int width() {
    return columns * panelWidth;
  }

  /** Returns the height in points. */
  public int height() {
    int rows = (panels.size() + columns - 1) / columns;
    return rows * panelHeight + (heading.isEmpty() ? 0 : HEADING);
  }

  /** Draws the sheet. */
  public Picture picture(String name, String title) {
    return new Picture(name, title, png(), svg());
  }

  private void paint(Graphics2D graphics) {
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width(), height());
    int top = 0;
    if (!heading.isEmpty()) {
      Text.centered(
          graphics, heading, Fonts.title().deriveFont(16f), Colors.BLACK, width() / 2.0, 24);
      top = HEADING;
    }
    for (int i = 0; i < panels.size(); i++) {
      AffineTransform before = graphics.getTransform();
      graphics.translate((i % columns) * panelWidth, top + (i / columns) * panelHeight);
      panels.get(i).paint(graphics, panelWidth, panelHeight);
      graphics.setTransform(before);
    }
  }

  private byte[] png() {
    BufferedImage image =
        new BufferedImage(SCALE * width(), SCALE * height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(SCALE, SCALE);
    paint(graphics);
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode a picture", e);
    }
    return bytes.toByteArray();
  }

  private String svg() {
    VectorGraphics2D graphics = new VectorGraphics2D();
    paint(graphics);
    Document document =
        new SVGProcessor()
            .getDocument(graphics.getCommands(), new PageSize(0, 0, width(), height()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      document.writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode a picture", e);
    }
    return Svg.compact(bytes.toString(StandardCharsets.UTF_8));
  }
}
