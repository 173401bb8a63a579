package org.prefbench.chart;

import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.prefbench.drawing.Colors;

/**
 * The colours of methods, wherever a chart shows them. The methods that most studies share have the
 * same colour everywhere; others take the free colours in the order of the study: the rest of Okabe
 * and Ito's ({@link Colors}), then the muted set of Tol (2021, SRON technical note).
 */
final class Palette {
  private static final SortedMap<String, Color> FIXED =
      new TreeMap<>(
          Map.of(
              "reference", Colors.GRAY,
              "bc", Colors.SKY,
              "marginal-bc", Colors.GREEN,
              "pfm", Colors.VERMILLION,
              "rlhf", Colors.ORANGE,
              "dpo", Colors.BLUE));

  private static final List<Color> FREE =
      List.of(
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

  private Palette() {}

  /**
   * Returns the colour of each method: its own, else the next free one, else that of a common
   * method that is not among them. Colours repeat when there is none of these left either.
   */
  static Map<String, Color> of(List<String> methods) {
    List<Color> free = new ArrayList<>(FREE);
    FIXED.forEach(
        (method, color) -> {
          if (!methods.contains(method)) {
            free.add(color);
          }
        });
    Map<String, Color> colors = new LinkedHashMap<>();
    int next = 0;
    for (String method : methods) {
      Color fixed = FIXED.get(method);
      colors.put(method, fixed != null ? fixed : free.get(next++ % free.size()));
    }
    return colors;
  }
}
