package org.prefbench.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ChecksTest {
  private static void assertRefused(String message, Executable check) {
    assertEquals(message, assertThrows(InvalidInputException.class, check).getMessage());
  }

  @Test
  void goodValuesComeBack() {
    assertEquals(2.5, Checks.positive("beta", 2.5));
    assertEquals(0, Checks.notNegative("sigma", 0));
    assertEquals(1, Checks.between("share", 1, 0, 1));
    assertEquals(3, Checks.atLeast("copies", 3, 3));
    assertEquals(4L, Checks.atLeast("steps", 4L, 3L));
    assertEquals(-1, Checks.finite("score", -1));
    double[] array = {1, 2};
    assertEquals(array, Checks.length("weights", array, 2));
  }

  @Test
  void badValuesAreNamedWithTheRule() {
    assertRefused("beta must be > 0, got -1.0", () -> Checks.positive("beta", -1));
    assertRefused("beta must be > 0, got NaN", () -> Checks.positive("beta", Double.NaN));
    assertRefused(
        "beta must be > 0, got Infinity", () -> Checks.positive("beta", Double.POSITIVE_INFINITY));
    assertRefused("sigma must be >= 0, got -0.1", () -> Checks.notNegative("sigma", -0.1));
    assertRefused(
        "share must be in [0.0, 1.0], got NaN", () -> Checks.between("share", Double.NaN, 0, 1));
    assertRefused("copies must be >= 1, got 0", () -> Checks.atLeast("copies", 0, 1));
    assertRefused("steps must be >= 1, got 0", () -> Checks.atLeast("steps", 0L, 1L));
    assertRefused(
        "weights must have 2 values, got 1", () -> Checks.length("weights", new double[1], 2));
    assertRefused("score must be finite, got NaN", () -> Checks.finite("score", Double.NaN));
  }

  @Test
  void messagesDoNotDependOnTheLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertRefused("x is 1.5", () -> Checks.require(false, "x is %.1f", 1.5));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void unknownNamesListTheKnownOnesAndTheNearest() {
    List<String> known = List.of("pfm", "rlhf", "dpo", "bc");
    assertEquals(
        "unknown method 'dpp', did you mean 'dpo'? (known: bc, dpo, pfm, rlhf)",
        Checks.unknown("method", "dpp", known).getMessage());
    assertEquals(
        "unknown method 'transformer' (known: bc, dpo, pfm, rlhf)",
        Checks.unknown("method", "transformer", known).getMessage());
    assertEquals(
        "unknown method 'x' (known: )", Checks.unknown("method", "x", List.of()).getMessage());
  }

  @Test
  void theNearestNameIsThatOfTheFewestEdits() {
    List<String> known = List.of("pendulum-v1", "point-mass-v0", "hopper-v4");
    assertEquals(Optional.of("pendulum-v1"), Checks.nearest("Pendulum-v1", known), "case");
    assertEquals(Optional.of("pendulum-v1"), Checks.nearest("pendulm-v1", known), "deletion");
    assertEquals(Optional.of("point-mass-v0"), Checks.nearest("point_mass-v0", known), "exchange");
    assertEquals(Optional.of("hopper-v4"), Checks.nearest("hopper-v2", known), "version");
    assertEquals(Optional.empty(), Checks.nearest("walker2d-v4", List.of("dpo")));
  }
}
