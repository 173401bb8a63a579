package org.prefbench.drawing;

import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Colours that people with the common kinds of colour blindness can tell apart: the eight of Okabe
 * and Ito (2008, "Color Universal Design"), then the muted set of Tol (2021, SRON technical note).
 * The methods that most studies share have the same colour everywhere; others take the free colours
 * in the order of the study.
 */
public final class Palette {
  public static final Color GRAY = new Color(0x808080);
  public static final Color BLACK = new Color(0x222222);
  public static final Color GRID = new Color(0xE4E4E4);
  public static final Color BLUE = new Color(0x0072B2);
  public static final Color VERMILLION = new Color(0xD55E00);
  public static final Color ORANGE = new Color(0xE69F00);
  public static final Color GREEN = new Color(0x009E73);
  public static final Color SKY = new Color(0x56B4E9);
  public static final Color PURPLE = new Color(0xCC79A7);

  private static final SortedMap<String, Color> FIXED =
      new TreeMap<>(
          Map.of(
              "reference", GRAY,
              "bc", SKY,
              "marginal-bc", GREEN,
              "pfm", VERMILLION,
              "rlhf", ORANGE,
              "dpo", BLUE));

  private static final List<Color> FREE =
      List.of(
          PURPLE,
          new Color(0x332288),
          new Color(0x882255),
          new Color(0x117733),
          new Color(0x999933),
          new Color(0x44AA99),
          new Color(0xCC6677),
          new Color(0x6699CC),
          new Color(0x661100),
          BLACK,
          new Color(0xDDCC77),
          new Color(0xAA4499));

  private Palette() {}

  /**
   * Returns the colour of each method: its own, else the next free one, else that of a common
   * method that is not among them. Colours repeat when there is none of these left either.
   */
  public static Map<String, Color> of(List<String> methods) {
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
