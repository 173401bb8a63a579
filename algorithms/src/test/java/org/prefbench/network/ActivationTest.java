package org.prefbench.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prefbench.numeric.Vectors;

class ActivationTest {
  private static final float[] POINTS = {
    -3, -1, -1e-30f, -Float.MIN_VALUE, -0f, 0, Float.MIN_VALUE, 1e-30f, 0.25f, 1, 3, 50, -50
  };

  @ParameterizedTest
  @EnumSource
  void wholeArraysAreWhatTheirEntriesAre(Activation activation) {
    float[] values = POINTS.clone();
    activation.apply(values, 2, POINTS.length - 1);
    for (int i = 0; i < POINTS.length; i++) {
      boolean untouched = i < 2 || i == POINTS.length - 1;
      assertEquals(
          untouched ? POINTS[i] : activation.apply(POINTS[i]), values[i], "at " + POINTS[i]);
    }
  }

  @ParameterizedTest
  @EnumSource
  void derivativesAreTakenFromTheLeftAtAKink(Activation activation) {
    float[] values = POINTS.clone();
    activation.apply(values, 0, POINTS.length);
    float[] derivatives = new float[POINTS.length];
    Arrays.fill(derivatives, 2);
    activation.multiplyByDerivative(new Vectors(), POINTS, values, derivatives);
    for (int i = 0; i < POINTS.length; i++) {
      float expected = 2 * activation.derivative(POINTS[i]);
      assertEquals(expected, derivatives[i], 3e-7f, "at " + POINTS[i]);
    }
  }
}
