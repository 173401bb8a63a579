package org.prefbench.env.digits;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.prefbench.env.digits.HandwrittenDigits.CLASSES;
import static org.prefbench.env.digits.HandwrittenDigits.PIXELS;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Seed;
import org.prefbench.env.Environment;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.env.StepResult;
import org.prefbench.policy.Behaviors;
import org.prefbench.policy.MeanReturn;

/** Images against the package that they come from, the classifier against hand work. */
class DigitsTest {
  private static final EnvironmentFactory FACTORY = Environments.registered().get("digits-v0");

  /** The counts are those of the package's files: 1001 zeros, 1127 ones, and so on. */
  @Test
  void imagesAreThoseOfThePackageEveryFifthHeldOut() {
    int[] counts = {1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978};
    Set<List<Float>> known = new HashSet<>();
    for (HandwrittenDigits part : List.of(HandwrittenDigits.training(), HandwrittenDigits.test())) {
      for (int digit = 0; digit < CLASSES; digit++) {
        for (int i = 0; i < part.count(digit); i++) {
          Float[] boxed = new Float[PIXELS];
          float[] image = image(part, digit, i);
          for (int p = 0; p < PIXELS; p++) {
            boxed[p] = image[p];
          }
          assertTrue(known.add(List.of(boxed)), "no image is in both parts, or twice in one");
        }
      }
    }
    for (int digit = 0; digit < CLASSES; digit++) {
      assertEquals(counts[digit] / 5, HandwrittenDigits.test().count(digit));
      assertEquals(
          counts[digit],
          HandwrittenDigits.training().count(digit) + HandwrittenDigits.test().count(digit));
    }
    assertEquals(10_000, known.size());
  }

  /** The package has 0.2, 0.624, 0.992, 0.624, 0.196, 0 from pixel 127 of its first zero. */
  @Test
  void brightnessIsThatOfThePackage() {
    float[] zero = image(HandwrittenDigits.training(), 0, 0);
    float[] expected = {51 / 255f, 159 / 255f, 253 / 255f, 159 / 255f, 50 / 255f, 0};
    assertArrayEquals(expected, Arrays.copyOfRange(zero, 127, 133));
    for (int i = 0; i < 127; i++) {
      assertEquals(0, zero[i]);
    }
    // the fifth image of a seven is the first held out, the sixth goes on with the training
    assertEquals(27946, bytes(image(HandwrittenDigits.test(), 7, 0)));
    assertEquals(20406, bytes(image(HandwrittenDigits.training(), 7, 4)));
  }

  @Test
  void tellsDigitsItHasNotSeenApart() {
    double accuracy = DigitClassifier.shipped().accuracy(HandwrittenDigits.test());
    assertTrue(accuracy >= 0.98, "accuracy " + accuracy);
  }

  /**
   * One path through the network, all other weights 0. Filter 0 of the first layer looks at the
   * middle of its window with weight 2 and filter 0 of the second likewise with weight 3, so the
   * brightest of 4 x 4 pixels counts sixfold; its place [2, 2] of [5, 5] is pixels [12..15]
   * squared.
   */
  @Test
  void probabilitiesMatchHandWork() {
    float[] weights = new float[DigitClassifier.size()];
    int second = 6 * 25 + 6;
    int dense = second + 16 * 6 * 25 + 16;
    weights[12] = 2;
    weights[second + 12] = 3;
    weights[second + 16 * 6 * 25 + 1] = 0.5f; // a bias: filter 1 is 0.5 everywhere
    weights[dense + 12 * 120 + 7] = 1; // filter 0 at [2, 2] to unit 7
    weights[dense + 25 * 120 + 7] = 4; // filter 1 at [0, 0] to unit 7
    int next = dense + 400 * 120 + 120;
    weights[next + 7 * 84 + 1] = 0.25f;
    int last = next + 120 * 84 + 84;
    weights[last + 1 * 10 + 3] = 1;
    weights[last + 84 * 10 + 5] = -1; // a bias
    float[] image = new float[PIXELS];
    image[14 * 28 + 13] = 0.75f;
    image[14 * 28 + 12] = 0.5f;
    image[20 * 28 + 20] = 1; // outside of the window
    double logit = 0.25 * (6 * 0.75 + 4 * 0.5);
    double sum = 8 + Math.exp(logit) + Math.exp(-1);
    double[] probabilities = new double[CLASSES];
    new DigitClassifier(weights).classify(image, 0, probabilities);
    assertEquals(Math.exp(logit) / sum, probabilities[3], 1e-12);
    assertEquals(Math.exp(-1) / sum, probabilities[5], 1e-12);
    assertEquals(1 / sum, probabilities[0], 1e-12);
    weights[12] = -2; // rectified
    logit = 0.25 * 4 * 0.5;
    new DigitClassifier(weights).classify(image, 0, probabilities);
    sum = 8 + Math.exp(logit) + Math.exp(-1);
    assertEquals(Math.exp(logit) / sum, probabilities[3], 1e-12);
  }

  @Test
  void rewardsOfTheTenDigitsSumToOneWhateverIsDrawn() {
    Environment digits = FACTORY.create();
    StepResult result = new StepResult(FACTORY.spec());
    double[] action = new Seed(4).generator().doubles(PIXELS).toArray();
    double sum = 0;
    for (int digit = 0; digit < CLASSES; digit++) {
      double[] state = new double[1 + PIXELS];
      state[0] = digit;
      digits.writeState(state);
      digits.step(action, result);
      assertTrue(result.terminated);
      assertEquals(1, result.observation[digit]);
      sum += result.reward;
    }
    assertEquals(1, sum, 1e-12);
  }

  @Test
  void brightnessBeyondItsBoundsIsCutAndNoNumberRefused() {
    Environment digits = FACTORY.create();
    StepResult result = new StepResult(FACTORY.spec());
    double[] action = new double[PIXELS];
    action[5] = 3;
    action[6] = -1;
    digits.step(action, result);
    double[] state = new double[1 + PIXELS];
    digits.readState(state);
    assertEquals(1, state[1 + 5]);
    assertEquals(0, state[1 + 6]);
    action[700] = Double.NaN;
    action[5] = 0.5;
    assertThrows(InvalidInputException.class, () -> digits.step(action, result));
    digits.readState(state);
    assertEquals(1, state[1 + 5], "the state is unchanged");
  }

  @Test
  void allDigitsAreAskedForEquallyOften() {
    Environment digits = FACTORY.create();
    double[] observation = new double[CLASSES];
    int[] counts = new int[CLASSES];
    for (int i = 0; i < 5000; i++) {
      digits.reset(new Seed(i), observation);
      assertEquals(1, Arrays.stream(observation).sum());
      for (int digit = 0; digit < CLASSES; digit++) {
        counts[digit] += (int) observation[digit];
      }
    }
    for (int count : counts) {
      assertEquals(500, count, 5 * Math.sqrt(5000 * 0.1 * 0.9)); // five standard deviations
    }
  }

  /** What people wrote is recognised, noise as often as it is asked for. */
  @Test
  void peopleEarnMoreThanNoise() {
    double human = measure("human");
    double random = measure("random");
    assertTrue(human > 0.97, "human " + human);
    assertEquals(0.1, random, 5 * 0.3 / Math.sqrt(1000));
  }

  private static double measure(String tier) {
    return MeanReturn.measure(
            FACTORY, Behaviors.find("digits-v0", tier).policy(), 1000, new Seed(1))
        .mean();
  }

  private static float[] image(HandwrittenDigits digits, int digit, int index) {
    float[] image = new float[PIXELS];
    digits.read(digit, index, image, 0);
    return image;
  }

  private static int bytes(float[] image) {
    int sum = 0;
    for (float value : image) {
      sum += Math.round(255 * value);
    }
    return sum;
  }
}
