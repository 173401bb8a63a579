package org.prefbench.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.prefbench.algorithm.Family;
import org.prefbench.comparison.ReportOptions;
import org.prefbench.study.StudyFile;

class MethodStylesTest {
  /**
   * Linear RGB as it is seen: with all cones, and by who lacks those for long, middle and short
   * waves (Machado, Oliveira and Fernandes 2009, "A physiologically-based model for simulation of
   * color vision deficiency", severity 1).
   */
  enum Vision {
    TRICHROMAT(1, 0, 0, 0, 1, 0, 0, 0, 1),
    PROTANOPE(
        0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116,
        1.051998),
    DEUTERANOPE(
        0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881),
    TRITANOPE(
        1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367,
        0.303900);

    private final double[] matrix;

    Vision(double... matrix) {
      this.matrix = matrix;
    }

    /** Returns a colour in CIE L*a*b*, for the white D65. */
    double[] lab(Color color) {
      double[] linear =
          Arrays.stream(new int[] {color.getRed(), color.getGreen(), color.getBlue()})
              .mapToDouble(channel -> linear(channel / 255.0))
              .toArray();
      double[] rgb = times(matrix, linear);
      for (int i = 0; i < 3; i++) {
        rgb[i] = Math.max(0, Math.min(1, rgb[i]));
      }
      double[] xyz =
          times(
              new double[] {
                0.4124564, 0.3575761, 0.1804375, 0.2126729, 0.7151522, 0.0721750, 0.0193339,
                0.1191920, 0.9503041
              },
              rgb);
      double x = root(xyz[0] / 0.95047);
      double y = root(xyz[1]);
      double z = root(xyz[2] / 1.08883);
      return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
    }

    private static double linear(double value) {
      return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    private static double root(double value) {
      return value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116.0;
    }

    private static double[] times(double[] matrix, double[] vector) {
      double[] product = new double[3];
      for (int i = 0; i < 9; i++) {
        product[i / 3] += matrix[i] * vector[i % 3];
      }
      return product;
    }

    double distance(Color one, Color other) {
      double[] a = lab(one);
      double[] b = lab(other);
      return Math.sqrt(
          (a[0] - b[0]) * (a[0] - b[0])
              + (a[1] - b[1]) * (a[1] - b[1])
              + (a[2] - b[2]) * (a[2] - b[2]));
    }
  }

  private static List<List<Color>> hues() {
    List<List<Color>> hues = new ArrayList<>();
    for (Family family : Family.values()) {
      hues.add(MethodStyles.shades(Optional.of(family)));
    }
    hues.add(MethodStyles.shades(Optional.empty()));
    hues.add(List.of(Palette.NEUTRAL));
    return hues;
  }

  /** CIE76: 2.3 is just noticeable (Mahy et al. 1994). */
  @ParameterizedTest
  @EnumSource(Vision.class)
  void familiesAreToldApart(Vision vision) {
    List<List<Color>> hues = hues();
    for (int i = 0; i < hues.size(); i++) {
      for (int j = 0; j < i; j++) {
        assertTrue(
            vision.distance(hues.get(i).get(0), hues.get(j).get(0)) > 4 * 2.3, i + " and " + j);
        for (Color one : hues.get(i)) {
          for (Color other : hues.get(j)) {
            assertTrue(vision.distance(one, other) > 2 * 2.3, one + " and " + other);
          }
        }
      }
      for (int shade = 1; shade < hues.get(i).size(); shade++) {
        Color before = hues.get(i).get(shade - 1);
        assertTrue(vision.distance(before, hues.get(i).get(shade)) > 3 * 2.3, i + ": " + shade);
      }
    }
  }

  private static Set<String> looks(ReportOptions options) {
    MethodStyles styles = MethodStyles.of(options);
    Set<String> looks = new HashSet<>();
    for (String method : options.methods()) {
      looks.add(styles.color(method) + Arrays.toString(styles.stroke(method, 2).getDashArray()));
    }
    return looks;
  }

  /**
   * A family has five dashes and at least three shades. A search through more settings than
   * fifteen, which no line tells apart, begins again with the first look when it has used them all.
   */
  @ParameterizedTest
  @MethodSource("org.prefbench.study.StudyFile#shipped")
  void noTwoMethodsOfAStudyLookAlike(String id) {
    ReportOptions options = ReportOptions.of(StudyFile.load(id, Map.of()).study());
    List<String> others = options.methods().stream().filter(m -> !m.equals("reference")).toList();
    int distinct = options.methods().size() - others.size();
    for (List<String> family : options.families().groups(others).values()) {
      distinct += Math.min(family.size(), 15);
    }
    assertEquals(distinct, looks(options).size(), options.methods().toString());
  }

  @Test
  void noTwoOfThirtyMethodsLookAlike() {
    assertEquals(30, ManyMethods.methods().size());
    assertEquals(30, looks(ManyMethods.options()).size());
  }

  @Test
  void aFamilyHasOneHueAndWhatOthersAreComparedWithIsGray() {
    ReportOptions options = ManyMethods.options();
    MethodStyles styles = MethodStyles.of(options);
    assertEquals(Palette.NEUTRAL, styles.color("reference"));
    assertEquals(Palette.NEUTRAL, styles.color("preferred"), "no method");
    for (String method : options.methods()) {
      if (!method.equals("reference")) {
        List<Color> shades = MethodStyles.shades(options.families().of(method));
        assertTrue(shades.contains(styles.color(method)), method);
      }
    }
    assertNotEquals(styles.color("dpo"), styles.color("ipo"));
  }

  @Test
  void manyLinesShareAPanelWithTheirFamilyOnly() {
    MethodStyles styles = MethodStyles.of(ManyMethods.options());
    List<String> few = ManyMethods.methods().subList(0, 8);
    assertEquals(Map.of("", few), styles.panels(few));
    Map<String, List<String>> panels = styles.panels(ManyMethods.methods());
    assertEquals(8, panels.size());
    assertEquals(List.of("rlhf", "rlhf-transformer", "pebble"), panels.get("reward"));
    assertEquals(List.of("reference", "rlhf"), styles.withBaseline(List.of("rlhf")));
  }
}
