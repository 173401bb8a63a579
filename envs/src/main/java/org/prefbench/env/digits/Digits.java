package org.prefbench.env.digits;

import static org.prefbench.env.digits.HandwrittenDigits.CLASSES;
import static org.prefbench.env.digits.HandwrittenDigits.PIXELS;
import static org.prefbench.env.digits.HandwrittenDigits.SIDE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.prefbench.core.Seed;
import org.prefbench.env.Environment;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.ReferenceScores;
import org.prefbench.env.Space;
import org.prefbench.env.StateField;
import org.prefbench.env.StepResult;
import org.prefbench.env.scene.Point;
import org.prefbench.env.scene.Role;
import org.prefbench.env.scene.Scene;
import org.prefbench.env.scene.Shape;
import org.prefbench.env.scene.View;

/**
 * {@code digits-v0}: draw the digit that is asked for. Not a control task but a one-step problem of
 * generation, the first experiment of preference flow matching.
 *
 * <pre>
 * observation  0 .. 9     the digit, one-hot
 * action       0 .. 783   brightness of 28 x 28 pixels, row after row from the top left, in [0, 1]
 * reward       the probability that the image shows the digit, by a {@link DigitClassifier}
 * start        each digit with equal probability
 * end          terminates after the first step
 * </pre>
 *
 * <p>Source: Kim et al. 2024 (arXiv 2405.19806), section 5.1, whose classifier is a LeNet too.
 */
public final class Digits implements Environment {
  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          "digits-v0",
          "Draw the digit that is asked for (one-step task of generation)",
          Space.box(CLASSES, 0, 1),
          Space.box(PIXELS, 0, 1),
          List.of(new StateField("digit", 1), new StateField("image", PIXELS)),
          1,
          1,
          Optional.of(
              new ReferenceScores(
                  0.1,
                  1,
                  "closed forms: mean reward of whoever draws whatever is asked for, as the probabilities of the ten digits sum to 1, and the largest reward")));

  private final DigitClassifier classifier = DigitClassifier.shipped();
  private final float[] image = new float[PIXELS]; // the last action, 0 at the start
  private final double[] probabilities = new double[CLASSES];
  private int digit;

  /** Registers the environment. */
  public static final class Factory implements EnvironmentFactory {
    @Override
    public EnvironmentSpec spec() {
      return SPEC;
    }

    @Override
    public Environment create() {
      return new Digits();
    }
  }

  private Digits() {}

  @Override
  public EnvironmentSpec spec() {
    return SPEC;
  }

  @Override
  public void reset(Seed seed, double[] observation) {
    digit = seed.generator().nextInt(CLASSES);
    Arrays.fill(image, 0);
    observe(observation);
  }

  @Override
  public void step(double[] action, StepResult result) {
    for (int i = 0; i < PIXELS; i++) {
      SPEC.clippedAction(action, i); // refuses what is no number before anything has changed
    }
    for (int i = 0; i < PIXELS; i++) {
      image[i] = (float) SPEC.clippedAction(action, i);
    }
    classifier.classify(image, 0, probabilities);
    result.reward = probabilities[digit];
    result.terminated = true;
    observe(result.observation);
  }

  @Override
  public void observe(double[] observation) {
    Arrays.fill(observation, 0, CLASSES, 0);
    observation[digit] = 1;
  }

  /** The image as squares that are larger where it is brighter, and the frame around it. */
  @Override
  public Optional<Scene> scene() {
    List<Shape> shapes = new ArrayList<>();
    double half = SIDE / 2.0;
    shapes.add(
        new Shape.Line(
            List.of(
                new Point(-half, -half, 0),
                new Point(half, -half, 0),
                new Point(half, half, 0),
                new Point(-half, half, 0),
                new Point(-half, -half, 0)),
            0.15,
            Role.GUIDE));
    for (int i = 0; i < PIXELS; i++) {
      double reach = 0.5 * Math.sqrt(image[i]); // half the side: the area is the brightness
      if (reach > 0.02) {
        double x = i % SIDE + 0.5 - half;
        double y = half - 0.5 - i / SIDE;
        shapes.add(
            new Shape.Area(
                List.of(
                    new Point(x - reach, y - reach, 0),
                    new Point(x + reach, y - reach, 0),
                    new Point(x + reach, y + reach, 0),
                    new Point(x - reach, y + reach, 0)),
                Role.BODY));
      }
    }
    return Optional.of(new Scene(View.above(new Point(0, 0, 0), SIDE + 2), shapes));
  }

  @Override
  public void readState(double[] state) {
    state[0] = digit;
    for (int i = 0; i < PIXELS; i++) {
      state[1 + i] = image[i];
    }
  }

  @Override
  public void writeState(double[] state) {
    digit = (int) state[0];
    for (int i = 0; i < PIXELS; i++) {
      image[i] = (float) state[1 + i];
    }
  }
}
