package org.prefbench.drawing;

import java.awt.Color;

/**
 * Colours that people with the common kinds of colour blindness can tell apart, those of Okabe and
 * Ito (2008, "Color Universal Design"), and the greys of frames and letters.
 */
public final class Colors {
  /** Frames and axes. */
  public static final Color GRAY = new Color(0x808080);

  /** Letters. */
  public static final Color BLACK = new Color(0x222222);

  /** Lines of a grid. */
  public static final Color GRID = new Color(0xE4E4E4);

  /** Blue. */
  public static final Color BLUE = new Color(0x0072B2);

  /** Vermillion. */
  public static final Color VERMILLION = new Color(0xD55E00);

  /** Orange. */
  public static final Color ORANGE = new Color(0xE69F00);

  /** Bluish green. */
  public static final Color GREEN = new Color(0x009E73);

  /** Sky blue. */
  public static final Color SKY = new Color(0x56B4E9);

  /** Reddish purple. */
  public static final Color PURPLE = new Color(0xCC79A7);

  private Colors() {}

  /** Returns the colour with {@code opacity} from 0 to 1. */
  public static Color fade(Color color, double opacity) {
    return new Color(
        color.getRed(), color.getGreen(), color.getBlue(), (int) Math.round(255 * opacity));
  }

  /** Returns the colour mixed with white, {@code share} of it left; opaque. */
  public static Color tint(Color color, double share) {
    return new Color(
        mix(color.getRed(), share), mix(color.getGreen(), share), mix(color.getBlue(), share));
  }

  private static int mix(int channel, double share) {
    return (int) Math.round(255 - share * (255 - channel));
  }
}
