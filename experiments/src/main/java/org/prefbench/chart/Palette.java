package org.prefbench.chart;

import java.awt.Color;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.prefbench.drawing.Colors;

/**
 * The colours of charts beyond those of Okabe and Ito ({@link Colors}): shades of hues, each apart
 * from the shades of the other hues for all common kinds of vision, and for names in a row Okabe
 * and Ito's with the muted set of Tol (2021, SRON technical note).
 */
final class Palette {
  /** What others are compared with. */
  static final Color NEUTRAL = new Color(0x9A9A9A);

  /** Lines that are there to show where the others are. */
  static final Color PALE = new Color(0xCFCFCF);

  /** Shades of green. */
  static final List<Color> GREENS = List.of(Colors.GREEN, new Color(0x006F50));

  /** Shades of blue. */
  static final List<Color> BLUES = List.of(Colors.BLUE, new Color(0x00507D), new Color(0x4C9CC9));

  /** Shades of orange. */
  static final List<Color> ORANGES = List.of(Colors.ORANGE, new Color(0xEEBC4C));

  /** Shades of pink. */
  static final List<Color> PINKS =
      List.of(new Color(0xC05A9A), new Color(0xD38CB8), new Color(0x751D5B));

  /** Shades of vermillion. */
  static final List<Color> VERMILLIONS =
      List.of(Colors.VERMILLION, new Color(0x954200), new Color(0x602A00));

  /** Shades of violet. */
  static final List<Color> VIOLETS = List.of(new Color(0x5B2A9D), new Color(0x401D6E));

  /** Shades of black. */
  static final List<Color> BLACKS = List.of(Colors.BLACK, new Color(0x4A4A4A));

  /** Shades of sand. */
  static final List<Color> SANDS = List.of(new Color(0xBBAA77), new Color(0x837753));

  /** Colours as different as can be, for names in a row. */
  static final List<Color> CATEGORIES =
      List.of(
          Colors.BLUE,
          Colors.VERMILLION,
          Colors.GREEN,
          Colors.ORANGE,
          Colors.SKY,
          Colors.GRAY,
          Colors.PURPLE,
          new Color(0x332288),
          new Color(0x882255),
          new Color(0x117733),
          new Color(0x999933),
          new Color(0x44AA99),
          new Color(0xCC6677),
          new Color(0x6699CC),
          new Color(0x661100),
          Colors.BLACK,
          new Color(0xDDCC77),
          new Color(0xAA4499));

  /** Greys that can be told apart in print. */
  static final List<Color> GRAYS =
      List.of(Colors.BLACK, new Color(0x5E5E5E), new Color(0x8C8C8C), new Color(0xB0B0B0));

  private Palette() {}

  /** Returns a colour for each of {@code names}, in their order; beyond eighteen they repeat. */
  static Map<String, Color> categories(Collection<String> names) {
    Map<String, Color> colors = new LinkedHashMap<>();
    for (String name : names) {
      colors.computeIfAbsent(name, any -> CATEGORIES.get(colors.size() % CATEGORIES.size()));
    }
    return colors;
  }
}
