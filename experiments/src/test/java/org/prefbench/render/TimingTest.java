package org.prefbench.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimingTest {
  private static int playingTime(Timing timing) { // without the pauses at start and end
    List<Integer> delays = timing.delays();
    return delays.subList(1, delays.size() - 1).stream().mapToInt(Integer::intValue).sum();
  }

  /** 25 frames a second of a task with 125 steps a second: every fifth step for 0.04 s. */
  @Test
  void shortStepsAreSkippedInRealTime() {
    Timing timing = Timing.of(23, 0.008, 25);
    assertEquals(List.of(0, 5, 10, 15, 20, 23), timing.steps());
    assertEquals(List.of(50, 4, 4, 4, 4, 100), timing.delays());
  }

  /** 1000 steps of 0.05 s: every second one, for 0.1 s, which is still real time. */
  @Test
  void longEpisodesAreThinned() {
    Timing timing = Timing.of(1000, 0.05, 25);
    assertEquals(501, timing.steps().size());
    assertEquals(List.of(996, 998, 1000), timing.steps().subList(498, 501));
    assertEquals(499 * 10, playingTime(timing));
  }

  /** Steps of a second, and of 0.2 s, have no real time. */
  @Test
  void longStepsRunAtTheRateAskedFor() {
    assertEquals(List.of(50, 4, 4, 100), Timing.of(3, 1, 25).delays());
    assertEquals(List.of(50, 10, 10, 100), Timing.of(3, 0.2, 10).delays());
    assertEquals(List.of(50, 20, 20, 100), Timing.of(3, 0.2, 5).delays());
  }

  /** Frames of 1/30 s are shown for 3, 4 and 3 hundredths: 30 of them take a second. */
  @Test
  void roundingDoesNotDrift() {
    Timing timing = Timing.of(60, 1.0 / 30, 30);
    assertEquals(59 * 100 / 30.0, playingTime(timing), 1);
    assertEquals(3, Collections.min(timing.delays()));
  }

  @Test
  void sheetsGoFromTheFirstStateToTheLast() {
    assertEquals(List.of(0, 25, 50, 75, 100), ContactSheet.steps(100, 5));
    assertEquals(List.of(0, 1), ContactSheet.steps(1, 16));
    assertEquals(List.of(7), ContactSheet.steps(7, 1));
  }
}
