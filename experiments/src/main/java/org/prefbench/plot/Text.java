package org.prefbench.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;

/** Lines of text drawn as outlines, which look the same in pixels and in vectors. */
public final class Text {
  private static final FontRenderContext CONTEXT =
      new FontRenderContext(new AffineTransform(), true, true);

  private Text() {}

  /** Draws {@code text} centred on {@code x} with its baseline at {@code y}. */
  static void centered(
      Graphics2D graphics, String text, Font font, Color color, double x, double y) {
    draw(graphics, text, font, color, x - width(text, font) / 2, y);
  }

  /** Draws {@code text} ending at {@code x} with its baseline at {@code y}. */
  public static void right(
      Graphics2D graphics, String text, Font font, Color color, double x, double y) {
    draw(graphics, text, font, color, x - width(text, font), y);
  }

  /** Draws {@code text} from {@code x} with its baseline at {@code y}. */
  public static void draw(
      Graphics2D graphics, String text, Font font, Color color, double x, double y) {
    if (!text.isEmpty()) {
      graphics.setColor(color);
      AffineTransform place = AffineTransform.getTranslateInstance(x, y);
      graphics.fill(new TextLayout(text, font, CONTEXT).getOutline(place));
    }
  }

  /** Draws {@code text} upwards, centred on {@code y}, with its baseline at {@code x}. */
  static void upwards(
      Graphics2D graphics, String text, Font font, Color color, double x, double y) {
    if (!text.isEmpty()) {
      graphics.setColor(color);
      AffineTransform place = AffineTransform.getTranslateInstance(x, y + width(text, font) / 2);
      place.rotate(-Math.PI / 2);
      graphics.fill(new TextLayout(text, font, CONTEXT).getOutline(place));
    }
  }

  /** Returns the width of {@code text} in points. */
  public static double width(String text, Font font) {
    return text.isEmpty() ? 0 : new TextLayout(text, font, CONTEXT).getAdvance();
  }
}
