package org.prefbench.method.imitation;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.prefbench.algorithm.Algorithms;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.core.InvalidInputException;

class PercentBcTest {
  @Test
  void aShareIsAPart() {
    for (String share : List.of("0", "1.1")) {
      assertThrows(
          InvalidInputException.class,
          () ->
              ConfiguredAlgorithm.of(
                  Algorithms.registered().get("percent-bc"), Map.of("share", share)));
    }
  }
}
