package org.prefbench.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.prefbench.algorithm.Monitor;
import org.prefbench.core.Ledger;
import org.prefbench.policy.Policy;

/** Whether a training is a function of its input and its seed. */
final class SeedRules {
  private static final int CHECKPOINTS = 4;

  private SeedRules() {}

  static Finding sameSeed(Candidate candidate) throws InterruptedException {
    String first = candidate.train().hash();
    train(candidate, "another");
    List<String> again = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    again.add(candidate.train().hash());
    Thread thread =
        new Thread(
            () ->
                Candidate.attempt(() -> again.add(candidate.train().hash()))
                    .ifPresent(failures::add),
            "another-thread");
    thread.start();
    thread.join();
    if (!failures.isEmpty()) {
      return Rule.SAME_SEED.fail(failures.get(0));
    }
    boolean same = again.stream().allMatch(first::equals);
    return Rule.SAME_SEED.finding(
        same,
        same
            ? "policy " + digits(first) + " three times"
            : "policies "
                + digits(first)
                + ", "
                + digits(again.get(0))
                + " after another training, "
                + digits(again.get(1))
                + " in another thread");
  }

  /** To the end: what is best on held-out pairs may be the start, whatever the seed. */
  static Finding otherSeed(Candidate any) {
    Candidate candidate = any.with(Map.of("keep", "last"));
    Candidate.Training training = candidate.train();
    if (training.count(Ledger.Entry.GRADIENT_STEPS) == 0) {
      return Rule.OTHER_SEED.finding(true, "nothing learned: no gradient step");
    }
    String other = train(candidate, "another").hash();
    boolean differ = !other.equals(training.hash());
    return Rule.OTHER_SEED.finding(
        differ,
        differ
            ? "policies " + digits(training.hash()) + " and " + digits(other)
            : "policy " + digits(other) + " with both seeds");
  }

  private static Candidate.Training train(Candidate candidate, String seed) {
    return candidate.train(
        Problem.pendulum(), candidate.grants(), Candidate.SEED.child(seed), Monitor.SILENT);
  }

  static Finding freshProcess(Candidate candidate, FreshProcess.Answer answer) {
    String here = candidate.train().hash();
    boolean same = answer.text().equals(here);
    return Rule.FRESH_PROCESS.finding(
        answer.done() && same,
        !answer.done()
            ? answer.text()
            : same
                ? "policy " + digits(here) + " in both"
                : "policy " + digits(here) + " here, " + digits(answer.text()) + " there");
  }

  static Finding monitor(Candidate candidate) {
    Candidate.Training silent = candidate.train();
    Watch watch = new Watch();
    Candidate.Training watched =
        candidate.train(Problem.pendulum(), candidate.grants(), Candidate.SEED, watch);
    boolean learns = watched.count(Ledger.Entry.GRADIENT_STEPS) > 0;
    Optional<String> complaint = watch.complaint(learns);
    if (complaint.isPresent()) {
      return Rule.MONITOR.finding(false, complaint.get());
    }
    for (Policy policy : watch.policies) {
      Candidate.requireFinite(watched.act(policy, 2, 0));
    }
    boolean same = silent.hash().equals(watched.hash());
    return Rule.MONITOR.finding(
        same,
        same
            ? watch.taken.size() + " checkpoints, " + watch.metrics + " numbers"
            : "policy " + digits(silent.hash()) + ", watched " + digits(watched.hash()));
  }

  /** Notes what a training reports. */
  private static final class Watch implements Monitor {
    private final List<Long> taken = new ArrayList<>();
    private final List<Policy> policies = new ArrayList<>();
    private Optional<String> wrong = Optional.empty();
    private long metrics;
    private long all;
    private long reached;

    @Override
    public int checkpoints() {
      return CHECKPOINTS;
    }

    @Override
    public void progress(long step, long steps) {
      reached = step;
      all = steps;
    }

    @Override
    public void metric(String name, long step, double value) {
      metrics++;
      if (!Double.isFinite(value)) {
        wrong = Optional.of("metric " + name + " is " + value + " at step " + step);
      }
    }

    @Override
    public void checkpoint(long step, long steps, double validationLoss, Supplier<Policy> policy) {
      taken.add(step);
      all = steps;
      policies.add(policy.get());
      if (Double.isInfinite(validationLoss)) {
        wrong = Optional.of("validation loss " + validationLoss + " at step " + step);
      }
    }

    /** Returns what a watcher misses; a method that learns nothing owes it nothing. */
    Optional<String> complaint(boolean learns) {
      List<Long> due =
          LongStream.rangeClosed(1, all).filter(step -> checkpointDue(step, all)).boxed().toList();
      if (wrong.isPresent() || !learns) {
        return wrong;
      }
      if (!taken.equals(due) || due.isEmpty()) {
        return Optional.of("checkpoints at steps " + taken + " of " + all + ", due are " + due);
      }
      return reached == all
          ? Optional.empty()
          : Optional.of("progress ends at step " + reached + " of " + all);
    }
  }

  private static String digits(String hash) {
    return hash.substring(0, Math.min(12, hash.length()));
  }
}
