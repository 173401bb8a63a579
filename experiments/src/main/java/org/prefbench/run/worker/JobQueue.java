package org.prefbench.run.worker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.prefbench.study.Study;
import org.prefbench.study.Trial;

/**
 * Says what to do next: trials whose shared inputs are ready come first, in the order of the study,
 * then inputs not yet begun. Thread-safe.
 */
public final class JobQueue {
  private final Map<Job.Stage, List<Job.OneTrial>> waiting = new LinkedHashMap<>();
  private final List<Job.Stage> unbegun = new ArrayList<>();
  private final List<Job> ready = new ArrayList<>();
  private final Set<Job> running = new HashSet<>();
  private final int total;
  private final int widest;
  private int finished;
  private boolean stopped;

  /** Plans the given trials of a study. */
  public JobQueue(Study study, List<Trial> trials) {
    Map<Trial, Integer> places = new HashMap<>();
    for (Trial trial : study.trials()) {
      places.put(trial, places.size());
    }
    for (Trial trial : trials) {
      Job.Stage stage = new Job.Stage(study.tasks().indexOf(trial.task()), trial.run());
      waiting
          .computeIfAbsent(stage, any -> new ArrayList<>())
          .add(new Job.OneTrial(places.get(trial)));
    }
    unbegun.addAll(waiting.keySet());
    total = trials.size() + unbegun.size();
    widest = trials.size();
  }

  /** Plans inputs alone, for trials to come. */
  public JobQueue(List<Job.Stage> stages) {
    stages.forEach(stage -> waiting.put(stage, List.of()));
    unbegun.addAll(stages);
    total = stages.size();
    widest = total;
  }

  /** Returns the next job, waiting for one to become ready; nothing if all is done or stopped. */
  synchronized Optional<Job> take() throws InterruptedException {
    while (!stopped) {
      if (!ready.isEmpty()) {
        return Optional.of(begin(ready.remove(0)));
      } else if (!unbegun.isEmpty()) {
        return Optional.of(begin(unbegun.remove(0)));
      } else if (running.isEmpty()) {
        return Optional.empty();
      }
      wait();
    }
    return Optional.empty();
  }

  private Job begin(Job job) {
    running.add(job);
    return job;
  }

  /** Notes that a job is done; the trials that waited for it become ready. */
  synchronized void done(Job job) {
    end(job);
    if (job instanceof Job.Stage stage) {
      ready.addAll(waiting.remove(stage));
    }
    notifyAll();
  }

  /** Notes that a job failed for good and returns the trials that can never become ready. */
  synchronized List<Job.OneTrial> failed(Job job) {
    end(job);
    List<Job.OneTrial> lost = job instanceof Job.Stage stage ? waiting.remove(stage) : List.of();
    finished += lost.size();
    notifyAll();
    return lost;
  }

  private void end(Job job) {
    running.remove(job);
    finished++;
  }

  /** Hands out nothing more. */
  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  /** Returns the number of jobs that are done or failed. */
  synchronized int finished() {
    return finished;
  }

  /** Returns the number of jobs. */
  int total() {
    return total;
  }

  /** Returns the most jobs that can ever run at once. */
  public int widest() {
    return widest;
  }
}
