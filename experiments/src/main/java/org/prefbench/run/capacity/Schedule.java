package org.prefbench.run.capacity;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.prefbench.core.Checks;

/**
 * The jobs of a study and how long each takes, in the order in which {@link
 * org.prefbench.run.worker.JobQueue} hands them out: trials whose stage is done come first, then
 * stages not yet begun.
 *
 * @param stages in the order of the study
 */
public record Schedule(List<Stage> stages) {
  /**
   * What trials share, and these trials.
   *
   * @param seconds to make what they share
   * @param trials seconds of each trial
   */
  public record Stage(double seconds, List<Double> trials) {
    /** Validates the times and copies the list. */
    public Stage {
      Checks.require(seconds >= 0, "seconds of a stage must be >= 0, got %s", seconds);
      trials = List.copyOf(trials);
      trials.forEach(
          one -> Checks.require(one >= 0, "seconds of a trial must be >= 0, got %s", one));
    }
  }

  /** A job that runs; {@code order} is the place in which it was begun. */
  private record Running(double end, int order, Optional<Stage> stage) {}

  /** Copies the list. */
  public Schedule {
    stages = List.copyOf(stages);
  }

  /** Returns the sum of all jobs in seconds: the time on one core. */
  public double work() {
    return stages.stream()
        .mapToDouble(stage -> stage.seconds() + stage.trials().stream().mapToDouble(t -> t).sum())
        .sum();
  }

  /** Returns the seconds that no number of cores can undercut: of a stage and its longest trial. */
  public double longestChain() {
    return stages.stream()
        .mapToDouble(
            stage -> stage.seconds() + stage.trials().stream().mapToDouble(t -> t).max().orElse(0))
        .max()
        .orElse(0);
  }

  /** Returns the seconds from the first job's start to the last one's end. */
  public double on(int cores) {
    Checks.atLeast("cores", cores, 1);
    Deque<Stage> unbegun = new ArrayDeque<>(stages);
    Deque<Double> ready = new ArrayDeque<>();
    PriorityQueue<Running> running =
        new PriorityQueue<>(
            Comparator.comparingDouble(Running::end).thenComparingInt(Running::order));
    double now = 0;
    int begun = 0;
    while (true) {
      while (running.size() < cores && !(ready.isEmpty() && unbegun.isEmpty())) {
        Optional<Stage> stage = ready.isEmpty() ? Optional.of(unbegun.remove()) : Optional.empty();
        double seconds = stage.map(Stage::seconds).orElseGet(ready::remove);
        running.add(new Running(now + seconds, begun++, stage));
      }
      if (running.isEmpty()) {
        return now;
      }
      Running ended = running.remove();
      now = ended.end();
      ended.stage().ifPresent(stage -> ready.addAll(stage.trials()));
    }
  }
}
