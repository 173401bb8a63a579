package org.prefbench.run.probe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.prefbench.env.digits.HandwrittenDigits.CLASSES;
import static org.prefbench.env.digits.HandwrittenDigits.PIXELS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.env.digits.HandwrittenDigits;
import org.prefbench.flow.Integration;
import org.prefbench.flow.OdeMethod;
import org.prefbench.generative.FlowMap;
import org.prefbench.generative.FlowPolicy;
import org.prefbench.generative.ReferencePlans;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Standardizer;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;
import org.prefbench.stage.Evaluator;

class ImageProbeTest {
  private static final EnvironmentFactory DIGITS = Environments.registered().get("digits-v0");
  private static final Seed SEED = new Seed(7);

  /** Draws a training image of the digit that is {@code by} above the one asked for, by chance. */
  private record Copyist(int by) implements Policy {
    @Override
    public Actor start(EnvironmentAccess environment, Seed[] seeds) {
      int[] numbers = Arrays.stream(seeds).mapToInt(s -> s.generator().nextInt(500)).toArray();
      return observations -> {
        FloatMatrix images = new FloatMatrix(numbers.length, PIXELS);
        for (int i = 0; i < numbers.length; i++) {
          int digit = 0;
          while (observations.get(i, digit) == 0) {
            digit++;
          }
          HandwrittenDigits.training()
              .read((digit + by) % CLASSES, numbers[i], images.values(), i * PIXELS);
        }
        return images;
      };
    }

    @Override
    public Policy deterministic() {
      return this;
    }
  }

  private static Map<String, List<Object[]>> measure(
      Policy policy, EnvironmentAccess.LookAhead lookAhead) {
    return ImageProbe.measure(
        new Evaluator(DIGITS, lookAhead), new Copyist(0), policy, 20, true, SEED);
  }

  private static double mean(List<Object[]> table, String column) {
    int at = Arrays.asList(table.get(0)).indexOf(column);
    return table.stream()
        .skip(1)
        .mapToDouble(line -> ((Number) line[at]).doubleValue())
        .average()
        .orElseThrow();
  }

  /** A flow with velocity {@code brightness} everywhere, from images of the reference. */
  private static FlowPolicy flow(float brightness) {
    int inputs = PIXELS + 1 + CLASSES;
    float[] weights = new float[(inputs + 1) * PIXELS];
    Arrays.fill(weights, inputs * PIXELS, weights.length, brightness);
    FlowMap map =
        new FlowMap(
            new Mlp(List.of(inputs, PIXELS), Activation.RELU, Activation.IDENTITY, weights),
            Standardizer.identity(PIXELS),
            Standardizer.identity(CLASSES),
            new Integration(OdeMethod.EULER, 4, 1e-4));
    return new FlowPolicy(new ReferencePlans(new Copyist(0)), 1, List.of(map), 1);
  }

  @Test
  void whoDrawsAsTheReferenceDoesDrawsTheSameImages() {
    List<Object[]> images = measure(new Copyist(0), EnvironmentAccess.LookAhead.NONE).get("images");
    assertEquals(1 + CLASSES, images.size());
    assertEquals(0, mean(images, "changed"));
    assertEquals(mean(images, "reference-score"), mean(images, "score"));
    assertEquals(mean(images, "reference-diversity"), mean(images, "diversity"));
    assertTrue(mean(images, "right") > 0.95, "people's images that the classifier has learned");
  }

  @Test
  void whoDrawsTheNextDigitChangesAllThatTheClassifierTellsRight() {
    List<Object[]> images = measure(new Copyist(1), EnvironmentAccess.LookAhead.NONE).get("images");
    assertTrue(mean(images, "right") < 0.05);
    assertTrue(mean(images, "changed") > 0.95);
  }

  /** That stands still, it has the reference's images to the last bit, from the same streams. */
  @Test
  void aFlowMovesTheImagesThatTheReferenceDraws() {
    Map<String, List<Object[]>> still =
        measure(flow(0), EnvironmentAccess.LookAhead.WITHOUT_REWARDS);
    assertEquals(0, mean(still.get("images"), "changed"));
    assertEquals(mean(still.get("images"), "reference-score"), mean(still.get("images"), "score"));
    List<Object[]> reference =
        measure(new Copyist(0), EnvironmentAccess.LookAhead.NONE).get("sheet");
    for (int i = 0; i < reference.size(); i++) {
      assertArrayEquals(reference.get(i), still.get("sheet").get(i));
    }
  }

  @Test
  void aFilmShowsTheWayOfTheFirstImages() {
    List<Object[]> film =
        measure(flow(0.5f), EnvironmentAccess.LookAhead.WITHOUT_REWARDS).get("film");
    assertEquals(1 + CLASSES * 13, film.size());
    for (int k = 0; k <= 12; k++) {
      Object[] line =
          film.get(1 + k); // the corner of a zero is dark, and brightens by 0.5 in time 1
      assertEquals(List.of(0, k / 12.0), List.of(line[0], line[1]));
      assertEquals(Math.round(255 * 0.5f * k / 12), line[2]);
    }
    assertFalse(measure(new Copyist(0), EnvironmentAccess.LookAhead.NONE).containsKey("film"));
  }

  @Test
  void diversityIsTheMeanDistanceOfTwoImages() {
    FloatMatrix images = new FloatMatrix(3 * CLASSES, PIXELS);
    images.set(CLASSES, 5, 1); // of digit 0: dark, one pixel, another pixel
    images.set(2 * CLASSES, 6, 1);
    assertEquals((1 + 1 + Math.sqrt(2)) / 3, ImageProbe.diversity(images, 0), 1e-12);
    List<Object> dark = new ArrayList<>(List.of(ImageProbe.diversity(images, 1)));
    assertEquals(List.of(0.0), dark);
  }
}
