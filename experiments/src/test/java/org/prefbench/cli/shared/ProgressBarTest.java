package org.prefbench.cli.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** What a terminal sees. */
class ProgressBarTest {
  private final StringWriter screen = new StringWriter();
  private final long[] nanoseconds = {0};

  @Test
  void theLineTellsShareRateAndRemainingTime() {
    assertEquals(
        "[######..................]  25 % 250/1000 steps, 125/s, 0:06 left",
        ProgressBar.line(250, 1000, "steps", 2));
    assertEquals(
        "[........................]   0 % 0/10 steps, 0.00/s, ? left",
        ProgressBar.line(0, 10, "steps", 0));
    assertEquals(
        "[........................]   0 % 1/7201 steps, 0.50/s, 4:00:00 left",
        ProgressBar.line(1, 7201, "steps", 2));
    assertEquals("42 steps, 21/s", ProgressBar.line(42, 0, "steps", 2));
  }

  @Test
  void aShareOfTheWorkIsEnoughForTheRemainingTime() {
    assertEquals(
        "[############............]  50 % 3/7 jobs, 30 %/min, 1:40 left, pendulum/dpo/0",
        ProgressBar.line(0.5, "3/7 jobs", "pendulum/dpo/0", 100));
    try (ProgressBar bar = bar(true)) {
      bar.share(0.25, "1/4 jobs", "a-dataset-with-a-long-name/a-method-with-a-long-name/12");
    }
    String line = screen.toString().split("\\033\\[K")[1].strip();
    assertEquals(79, line.length(), "cut, because a line that wraps cannot be overwritten");
  }

  @Test
  void itDrawsAtMostFiveTimesPerSecondAndWipesItself() {
    try (ProgressBar bar = bar(true)) {
      for (int step = 1; step <= 10; step++) {
        nanoseconds[0] = step * 50_000_000L;
        bar.progress(step, 10);
      }
    }
    long lines = screen.toString().chars().filter(character -> character == '\r').count();
    // after 50, 250, 450 and, because the work is done, 500 milliseconds; the last one wipes
    assertEquals(5, lines, screen.toString());
    assertEquals("\r\033[K", screen.toString().substring(screen.toString().lastIndexOf('\r')));
  }

  @Test
  void aLogSeesNothing() {
    try (ProgressBar bar = bar(false)) {
      bar.progress(1, 2);
      bar.progress(2, 2);
    }
    assertEquals("", screen.toString());
  }

  private ProgressBar bar(boolean visible) {
    return new ProgressBar(new PrintWriter(screen), visible, "steps", () -> nanoseconds[0]);
  }
}
