package org.prefbench.render;

import org.prefbench.drawing.Colors;
import org.prefbench.env.scene.Role;

/** Colours as red, green, blue in one int. */
final class Tone {
  static final int SKY = 0xF3F6FA;
  static final int LIGHT_TILE = 0xE3E8EE;
  static final int DARK_TILE = 0xCBD3DC;

  private static final int RGB = 0xFFFFFF; // without the opacity

  private Tone() {}

  static int of(Role role) {
    return switch (role) {
      case BODY -> Colors.VERMILLION.getRGB() & RGB;
      case LIMB -> Colors.ORANGE.getRGB() & RGB;
      case OTHER_LIMB -> 0x3E96CF;
      case GOAL -> 0x4FBF97;
      case SUPPORT -> 0x9AA7B4;
      case GUIDE -> 0x5A6672;
    };
  }

  /** Returns {@code from} moved towards {@code to} by {@code share} from 0 to 1. */
  static int mix(int from, int to, double share) {
    return mixed(from, to, share, 16) | mixed(from, to, share, 8) | mixed(from, to, share, 0);
  }

  private static int mixed(int from, int to, double share, int shift) {
    int a = from >> shift & 0xFF;
    int b = to >> shift & 0xFF;
    return (int) Math.round(a + share * (b - a)) << shift;
  }

  /** Returns the colour with its channels times {@code light}, and {@code gloss} of white added. */
  static int lit(int color, double light, double gloss) {
    return channel(color, light, gloss, 16)
        | channel(color, light, gloss, 8)
        | channel(color, light, gloss, 0);
  }

  private static int channel(int color, double light, double gloss, int shift) {
    double value = (color >> shift & 0xFF) * light + 255 * gloss;
    return (int) Math.round(Math.min(255, value)) << shift;
  }
}
