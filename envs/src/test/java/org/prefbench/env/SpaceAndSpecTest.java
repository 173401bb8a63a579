package org.prefbench.env;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prefbench.core.InvalidInputException;

class SpaceAndSpecTest {
  private final Space space = new Space(new double[] {-1, 0}, new double[] {1, 5});

  @Test
  void aSpaceOwnsItsBounds() {
    double[] low = {0};
    Space owned = new Space(low, new double[] {1});
    low[0] = -9;
    owned.high()[0] = 9;
    assertEquals(Space.box(1, 0, 1), owned);
    assertEquals(Space.box(1, 0, 1).hashCode(), owned.hashCode());
    assertNotEquals(Space.box(1, 0, 2), owned);
    assertTrue(owned.bounded());
    assertFalse(Space.unbounded(3).bounded());
    assertFalse(new Space(new double[] {0}, new double[] {Double.POSITIVE_INFINITY}).bounded());
  }

  @Test
  void clippingMovesToTheNearestBound() {
    assertEquals(1, space.clip(0, 3));
    assertEquals(0, space.clip(1, -3));
    assertEquals(0.5, space.clip(0, 0.5));
    assertTrue(Double.isNaN(space.clip(0, Double.NaN)));
  }

  @Test
  void crossedOrNotNumericBoundsAreRefused() {
    InvalidInputException crossed =
        assertThrows(InvalidInputException.class, () -> Space.box(2, 1, 0));
    assertEquals("low[0] = 1.0 exceeds high[0] = 0.0", crossed.getMessage());
    assertThrows(InvalidInputException.class, () -> Space.box(1, Double.NaN, 1));
    assertThrows(InvalidInputException.class, () -> new Space(new double[1], new double[] {1, 2}));
  }

  @Test
  void scoresAreNormalizedByD4rlsFormula() {
    // Hopper's anchors in D4RL's infos.py; a return halfway between them scores 50.
    ReferenceScores hopper = new ReferenceScores(-20.272305, 3234.3, "D4RL infos.py");
    assertEquals(0, hopper.normalize(-20.272305), 1e-12);
    assertEquals(100, hopper.normalize(3234.3), 1e-12);
    assertEquals(50, hopper.normalize((3234.3 - 20.272305) / 2), 1e-12);
    assertThrows(InvalidInputException.class, () -> new ReferenceScores(1, 1, "same"));
    assertThrows(InvalidInputException.class, () -> new ReferenceScores(Double.NaN, 1, "nan"));
  }

  @Test
  void aSpecificationIsValidatedAndReadsItsActions() {
    EnvironmentSpec spec = spec("test-v0", 10);
    assertEquals(4, spec.stateSize());
    assertEquals(5, spec.clippedAction(new double[] {0, 7}, 1));
    InvalidInputException error =
        assertThrows(
            InvalidInputException.class, () -> spec.clippedAction(new double[] {0, Double.NaN}, 1));
    assertEquals("test-v0: action[1] must be a finite number, got NaN", error.getMessage());
    assertThrows(InvalidInputException.class, () -> spec("Test", 10));
    assertThrows(InvalidInputException.class, () -> spec("test", 10));
    assertThrows(InvalidInputException.class, () -> spec("test-v0", 0));
    assertThrows(InvalidInputException.class, () -> new StateField("Bad Name", 1));
    assertThrows(InvalidInputException.class, () -> new StateField("good", 0));
  }

  private EnvironmentSpec spec(String id, int maxSteps) {
    return new EnvironmentSpec(
        id,
        "a test",
        Space.unbounded(3),
        space,
        List.of(new StateField("position", 3), new StateField("clock", 1)),
        0.1,
        maxSteps,
        Optional.empty());
  }
}
