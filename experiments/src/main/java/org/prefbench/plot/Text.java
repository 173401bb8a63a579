package org.prefbench.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import org.prefbench.core.Message;

/**
 * Lines of text, drawn as outlines, which look the same in all pixels, or as a canvas asks for by
 * the hint {@link #LETTERING}.
 */
public final class Text {
  private static final FontRenderContext CONTEXT =
      new FontRenderContext(new AffineTransform(), true, true);

  /** The hint whose value, a {@link Lettering}, draws the text of a canvas. */
  public static final RenderingHints.Key LETTERING = new LetteringKey();

  /** Draws text. */
  @FunctionalInterface
  public interface Lettering {
    /** Draws {@code text} from the origin, where its baseline is, in the canvas's colour. */
    void draw(Graphics2D graphics, String text, Font font);
  }

  private static final class LetteringKey extends RenderingHints.Key {
    LetteringKey() {
      super(0); // keys of one class differ by it, and there is one
    }

    @Override
    public boolean isCompatibleValue(Object value) {
      return value instanceof Lettering;
    }
  }

  /** Points between a text and the edge of its panel. */
  private static final double EDGE = 4;

  private Text() {}

  /** Draws {@code text} centred on {@code x} with its baseline at {@code y}. */
  static void centered(
      Graphics2D graphics, String text, Font font, Color color, double x, double y) {
    draw(graphics, text, font, color, x - width(text, font) / 2, y);
  }

  /**
   * Draws {@code text} centred on {@code x} with its baseline at {@code y}, smaller or aside where
   * it would leave a panel of {@code width} points.
   */
  static void fitted(
      Graphics2D graphics, String text, Font font, Color color, double x, double y, int width) {
    double room = width - 2 * EDGE;
    double size = Math.min(1, room / Math.max(1, width(text, font)));
    Font own = size < 1 ? font.deriveFont((float) (size * font.getSize2D())) : font;
    double half = width(text, own) / 2;
    double middle = Math.max(EDGE + half, Math.min(width - EDGE - half, x));
    centered(graphics, text, own, color, middle, y);
  }

  /** Returns {@code text}, cut at its end to what fits into {@code room} points. */
  static String shortened(String text, Font font, double room) {
    int end = text.length();
    String shown = text;
    while (end > 1 && width(shown, font) > room) {
      end--;
      shown = text.substring(0, end) + "\u2026";
    }
    return shown;
  }

  /** Draws {@code text} ending at {@code x} with its baseline at {@code y}. */
  public static void right(
      Graphics2D graphics, String text, Font font, Color color, double x, double y) {
    draw(graphics, text, font, color, x - width(text, font), y);
  }

  /** Draws {@code text} from {@code x} with its baseline at {@code y}. */
  public static void draw(
      Graphics2D graphics, String text, Font font, Color color, double x, double y) {
    draw(graphics, text, font, color, AffineTransform.getTranslateInstance(x, y));
  }

  /** Draws {@code text} upwards, centred on {@code y}, with its baseline at {@code x}. */
  public static void upwards(
      Graphics2D graphics, String text, Font font, Color color, double x, double y) {
    AffineTransform place = AffineTransform.getTranslateInstance(x, y + width(text, font) / 2);
    place.rotate(-Math.PI / 2);
    draw(graphics, text, font, color, place);
  }

  private static void draw(
      Graphics2D graphics, String text, Font font, Color color, AffineTransform place) {
    if (text.isEmpty()) {
      return;
    }
    graphics.setColor(color);
    if (graphics.getRenderingHint(LETTERING) instanceof Lettering lettering) {
      AffineTransform before = graphics.getTransform();
      graphics.transform(place);
      lettering.draw(graphics, Message.printable(text), font);
      graphics.setTransform(before);
    } else {
      graphics.fill(layout(text, font).getOutline(place));
    }
  }

  /** Draws {@code text} from the origin by the canvas's own letters. */
  static void write(Graphics2D graphics, String text, Font font) {
    graphics.setFont(font);
    graphics.drawString(text, 0, 0);
  }

  /** Returns the width of {@code text} in points. */
  public static double width(String text, Font font) {
    return text.isEmpty() ? 0 : layout(text, font).getAdvance();
  }

  private static TextLayout layout(String text, Font font) {
    return new TextLayout(Message.printable(text), font, CONTEXT);
  }
}
