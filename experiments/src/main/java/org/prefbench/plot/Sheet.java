package org.prefbench.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.util.List;
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
 * @param scale points of the file for a point here, so that letters are larger or smaller
 */
public record Sheet(
    String heading,
    int columns,
    int panelWidth,
    int panelHeight,
    List<Panel> panels,
    double scale) {
  private static final int HEADING = 34;

  /** A panel narrower than this beside others is put below them where there is a choice. */
  private static final int NARROW = 240;

  /** So it is if it is narrower than this share of the width that it wants. */
  private static final double LEAST = 0.6;

  /** A panel smaller than this shows nothing. */
  private static final int SMALLEST = 110;

  /** Validates the layout and copies the list. */
  public Sheet {
    panels = List.copyOf(panels);
    Checks.require(!panels.isEmpty(), "a sheet needs at least one panel");
    Checks.atLeast("columns", columns, 1);
    columns = Math.min(columns, panels.size());
  }

  /** Creates a sheet in its own size. */
  public Sheet(String heading, int columns, int panelWidth, int panelHeight, List<Panel> panels) {
    this(heading, columns, panelWidth, panelHeight, panels, 1);
  }

  /** Returns a sheet of a single panel. */
  public static Sheet of(Panel panel, int width, int height) {
    return new Sheet("", 1, width, height, List.of(panel));
  }

  /** Returns a sheet of one of the panels alone, as large as it is here. */
  Sheet single(Panel panel) {
    return of(panel, panelWidth, panelHeight);
  }

  /** Returns the sheet under another heading. */
  public Sheet headed(String text) {
    return new Sheet(text, columns, panelWidth, panelHeight, panels, scale);
  }

  /**
   * Returns the sheet in another size.
   *
   * @param width of the file in points
   * @param height of the file in points, 0 for as high as panels are by themselves
   * @param letters size of the letters of ticks and legends in points
   * @throws org.prefbench.core.InvalidInputException if the panels have no room
   */
  public Sheet sized(double width, double height, double letters) {
    double size = letters / Fonts.SMALL;
    double least = Math.max(NARROW, LEAST * panelWidth);
    int beside = (int) Math.max(1, Math.min(columns, width / size / least));
    int rows = rows(beside);
    int wide = (int) (width / size / beside);
    int high =
        height == 0
            ? panelHeight > panelWidth // a list, whose lines need what they have
                ? panelHeight
                : Math.min(panelHeight, Math.max(panelHeight / 2, wide))
            : (int) ((height / size - top()) / rows);
    Checks.require(
        wide >= SMALLEST && high >= SMALLEST,
        "%d panels have no room on %.0f x %.0f points with letters of %.1f; show fewer tasks or methods, or make"
            + " letters smaller or the picture larger",
        panels.size(),
        width,
        height,
        letters);
    return new Sheet(heading, beside, wide, high, panels, size);
  }

  /** Returns the width of the file in points. */
  public double width() {
    return scale * columns * panelWidth;
  }

  /** Returns the height of the file in points. */
  public double height() {
    return scale * (rows(columns) * panelHeight + top());
  }

  private int rows(int columns) {
    return (panels.size() + columns - 1) / columns;
  }

  private int top() {
    return heading.isEmpty() ? 0 : HEADING;
  }

  /** Returns the sheet as a picture. */
  public Picture picture(String name, String title) {
    return new Picture(name, title, this);
  }

  /** Paints all panels on white, from the origin on. */
  public void paint(Graphics2D graphics) {
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.scale(scale, scale);
    int wide = columns * panelWidth;
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, wide, rows(columns) * panelHeight + top());
    if (!heading.isEmpty()) {
      Text.fitted(
          graphics, heading, Fonts.title().deriveFont(16f), Colors.BLACK, wide / 2.0, 24, wide);
    }
    for (int i = 0; i < panels.size(); i++) {
      AffineTransform before = graphics.getTransform();
      graphics.translate((i % columns) * panelWidth, top() + (i / columns) * panelHeight);
      panels.get(i).paint(graphics, panelWidth, panelHeight);
      graphics.setTransform(before);
    }
  }
}
