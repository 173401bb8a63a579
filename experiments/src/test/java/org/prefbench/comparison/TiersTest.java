package org.prefbench.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TiersTest {
  @Test
  void tiersAreWhatFollowsTheEnvironment() {
    assertEquals(
        Map.of(
            "random", List.of("hopper-random-v2", "ant-random-v2"),
            "medium-replay", List.of("hopper-medium-replay-v2"),
            "expert", List.of("hopper-expert")),
        Tiers.of(
            List.of(
                "hopper-random-v2",
                "hopper-medium-replay-v2",
                "hopper-expert",
                "pairs-50",
                "ant-random-v2")));
  }
}
