package org.prefbench.drawing;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The letters of charts and pictures: DejaVu Sans from the jar, the same on every machine. */
public final class Fonts {
  /** For tick labels and legends. */
  public static final Font SMALL = load("DejaVuSans.ttf").deriveFont(12f);

  /** For axis titles. */
  public static final Font NORMAL = SMALL.deriveFont(13f);

  /** For chart titles. */
  public static final Font TITLE = load("DejaVuSans-Bold.ttf").deriveFont(14f);

  private Fonts() {}

  private static Font load(String resource) {
    try (InputStream input = Fonts.class.getResourceAsStream(resource)) {
      if (input == null) {
        throw new IllegalStateException("font " + resource + " is not in the jar");
      }
      return Font.createFont(Font.TRUETYPE_FONT, input);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read font " + resource, e);
    } catch (FontFormatException e) {
      throw new IllegalStateException("font " + resource + " is damaged", e);
    }
  }
}
