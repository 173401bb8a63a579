package org.prefbench.render;

import java.util.ArrayList;
import java.util.List;
import org.prefbench.core.Checks;

/**
 * Which steps of an episode become frames of a film, and when they are shown.
 *
 * @param steps the steps that are drawn, ascending; the last state is always there
 * @param delays hundredths of a second that each frame is shown
 */
record Timing(List<Integer> steps, List<Integer> delays) {
  private static final int MAX_FRAMES = 500; // so that films of 1000 steps stay small
  private static final int FIRST_DELAY = 50; // one sees where a loop begins
  private static final int LAST_DELAY = 100; // one sees how it ended
  private static final double SLOWEST = 0.1; // s, frames shown for longer are no film

  /** Copies the lists. */
  Timing {
    steps = List.copyOf(steps);
    delays = List.copyOf(delays);
  }

  /**
   * Returns frames in real time, about as many a second as asked for. Where real time would show a
   * frame for longer than 0.1 s, because the task's steps are long or because a long episode is
   * drawn in 500 frames, the film runs at the rate asked for instead.
   *
   * @param episodeSteps the number of steps of the episode
   * @param controlStep seconds per step
   */
  static Timing of(int episodeSteps, double controlStep, int framesPerSecond) {
    Checks.atLeast("frames per second", framesPerSecond, 1);
    int every = (int) Math.max(1, Math.round(1 / (framesPerSecond * controlStep)));
    every = Math.max(every, (episodeSteps + MAX_FRAMES - 1) / MAX_FRAMES);
    boolean real = every * controlStep <= Math.max(SLOWEST, 1.0 / framesPerSecond) + 1e-9;
    double seconds = real ? every * controlStep : 1.0 / framesPerSecond;
    List<Integer> steps = new ArrayList<>();
    List<Integer> delays = new ArrayList<>();
    for (int step = 0; step < episodeSteps; step += every) {
      int frame = steps.size();
      steps.add(step);
      // Rounding the times and not the delays keeps the film from drifting.
      long delay = Math.round(100 * (frame + 1) * seconds) - Math.round(100 * frame * seconds);
      delays.add((int) Math.max(2, delay)); // shorter ones are not honoured by browsers
    }
    steps.add(episodeSteps);
    delays.add(LAST_DELAY);
    delays.set(0, Math.max(delays.get(0), FIRST_DELAY));
    return new Timing(steps, delays);
  }
}
