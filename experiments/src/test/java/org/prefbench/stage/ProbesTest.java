package org.prefbench.stage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;

class ProbesTest {
  @Test
  void aGridHasItsEndsAndTheLastCoordinateRunsFastest() {
    FloatMatrix line = Probes.grid(5, -1, 1, 1);
    assertArrayEquals(new float[] {-1, -0.5f, 0, 0.5f, 1}, line.values());
    FloatMatrix plane = Probes.grid(2, 0, 3, 2);
    assertArrayEquals(new float[] {0, 0, 0, 3, 3, 0, 3, 3}, plane.values());
  }

  @Test
  void aGridInTooManyDimensionsIsRefused() {
    assertEquals(
        "probes.transport-points = 21 gives 16679880978201 points in 10 dimensions, more than"
            + " 1000000",
        assertThrows(InvalidInputException.class, () -> Probes.grid(21, -1, 1, 10)).getMessage());
  }
}
