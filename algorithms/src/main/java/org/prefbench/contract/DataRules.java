package org.prefbench.contract;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.prefbench.algorithm.Monitor;
import org.prefbench.core.InvalidInputException;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.policy.Policy;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferencePair;

/** Whether awkward data leave finite numbers. */
final class DataRules {
  /** One pair in so many gets another label. */
  private static final int EVERY = 3;

  private DataRules() {}

  static Finding otherSpaces(Candidate candidate) {
    return both(Rule.OTHER_SPACES, candidate, Problem.hopper());
  }

  /** A label on some of the pairs; on all of them a method may refuse to learn. */
  static Finding label(Rule rule, Candidate candidate, Label label) {
    Finding some =
        pairs(
            rule,
            candidate,
            Problem.each((i, pair) -> i % EVERY == 0 ? labelled(pair, label) : pair));
    if (some.outcome() == Finding.Outcome.FAIL) {
      return rule.finding(false, "a third of the pairs: " + some.seen());
    }
    Finding all = mayRefuse(rule, candidate, Problem.each((i, pair) -> labelled(pair, label)));
    return rule.finding(
        all.outcome() == Finding.Outcome.PASS,
        "a third of the pairs: " + some.seen() + "; all pairs: " + all.seen());
  }

  static Finding onePair(Candidate candidate) {
    return mayRefuse(Rule.ONE_PAIR, candidate, pairs -> pairs.subList(0, 1));
  }

  static Finding oneStepSegments(Candidate candidate) {
    return pairs(
        Rule.ONE_STEP_SEGMENTS,
        candidate,
        Problem.each((i, pair) -> of(pair, cut(pair.first()), cut(pair.second()))));
  }

  static Finding unevenSegments(Candidate candidate) {
    return pairs(
        Rule.UNEVEN_SEGMENTS,
        candidate,
        Problem.each(
            (i, pair) ->
                i % 2 == 0
                    ? of(pair, cut(pair.first()), pair.second())
                    : of(pair, pair.first(), cut(pair.second()))));
  }

  static Finding identicalSegments(Candidate candidate) {
    return pairs(
        Rule.IDENTICAL_SEGMENTS,
        candidate,
        Problem.each((i, pair) -> of(pair, pair.first(), pair.first())));
  }

  private static PreferencePair of(PreferencePair pair, Segment first, Segment second) {
    return new PreferencePair(first, second, pair.label(), pair.annotator());
  }

  static PreferencePair labelled(PreferencePair pair, Label label) {
    return new PreferencePair(pair.first(), pair.second(), label, pair.annotator());
  }

  /** The first step alone, after which the task is over. */
  private static Segment cut(Segment segment) {
    Segment first = segment.slice(0, 1);
    return new Segment(
        first.observations(), first.actions(), first.rewards(), End.TERMINATED, first.states());
  }

  private static Finding pairs(
      Rule rule, Candidate candidate, UnaryOperator<List<PreferencePair>> change) {
    return both(rule, candidate, Problem.pendulum().with(change));
  }

  /** Like {@link #pairs}, where a clear refusal is an answer too. */
  private static Finding mayRefuse(
      Rule rule, Candidate candidate, UnaryOperator<List<PreferencePair>> change) {
    Problem problem = Problem.pendulum().with(change);
    Optional<Throwable> refusal =
        Candidate.attempt(
            () -> candidate.train(problem, candidate.grants(), Candidate.SEED, Monitor.SILENT));
    if (refusal.isPresent() && refusal.get() instanceof InvalidInputException) {
      return rule.finding(
          refusal.get().getMessage().lines().count() == 1,
          "refused: " + refusal.get().getMessage());
    }
    return both(rule, candidate, problem);
  }

  /** Trains and acts, with chance and without. */
  private static Finding both(Rule rule, Candidate candidate, Problem problem) {
    Optional<Throwable> failure =
        Candidate.attempt(
            () -> {
              Candidate.Training training =
                  candidate.train(problem, candidate.grants(), Candidate.SEED, Monitor.SILENT);
              for (Policy form : List.of(training.policy(), training.policy().deterministic())) {
                Candidate.requireFinite(training.act(form, 2, 0));
              }
            });
    return failure
        .map(rule::fail)
        .orElseGet(() -> rule.finding(true, "trains, and acts by finite numbers"));
  }
}
