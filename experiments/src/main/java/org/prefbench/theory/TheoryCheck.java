package org.prefbench.theory;

import java.util.List;
import org.prefbench.comparison.Probe;
import org.prefbench.comparison.ReportData;
import org.prefbench.core.Services;
import org.prefbench.statistics.Format;

/**
 * Compares what a study measured with what is known. Members are registered by a line in {@code
 * META-INF/services/org.prefbench.theory.TheoryCheck}; a study names those that apply to it.
 */
public interface TheoryCheck {
  /** Returns the id by which studies ask for it, such as {@code oracle-1d}. */
  String id();

  /**
   * Returns what was found, in the order to be read.
   *
   * @throws org.prefbench.core.InvalidInputException if a method or probe that it needs is missing
   */
  List<Result> check(ReportData data);

  /**
   * Returns what theory says that charts can show beside what was measured, such as a probe of kind
   * {@code closed-form}; none unless a check overrides this.
   */
  default List<Probe> closedForms(ReportData data) {
    return List.of();
  }

  /** Returns the registered checks. */
  static Services<TheoryCheck> registered() {
    return new Services<>("check", TheoryCheck.class, TheoryCheck::id);
  }

  /** What became of a statement. */
  enum Verdict {
    /** It is true of what was measured. */
    HOLDS,
    /** It must be true and is not: the command that ran the study exits with 5. */
    FAILS,
    /** It is a claim of somebody that is not true of what was measured. */
    REFUTED,
    /** A number to be read; nothing is claimed. */
    REPORTED
  }

  /**
   * One line of a check.
   *
   * @param statement what is claimed, in a phrase
   * @param measured what was measured, as text
   * @param expected what was expected, as text; empty if nothing was
   */
  record Result(String statement, String measured, String expected, Verdict verdict) {
    /**
     * Returns the result that {@code measured} must lie within {@code tolerance} of {@code
     * expected}.
     */
    static Result within(String statement, double measured, double expected, double tolerance) {
      boolean holds = Math.abs(measured - expected) <= tolerance;
      return new Result(
          statement,
          number(measured),
          number(expected) + " ± " + number(tolerance),
          holds ? Verdict.HOLDS : Verdict.FAILS);
    }

    /** Returns the result that {@code measured} must be at most {@code bound}. */
    static Result atMost(String statement, double measured, double bound) {
      return new Result(
          statement,
          number(measured),
          "≤ " + number(bound),
          measured <= bound ? Verdict.HOLDS : Verdict.FAILS);
    }

    /** Returns the result that somebody claims {@code larger} to exceed {@code smaller}. */
    static Result claimAbove(String statement, double larger, double smaller) {
      return new Result(
          statement,
          number(larger),
          "> " + number(smaller),
          larger > smaller ? Verdict.HOLDS : Verdict.REFUTED);
    }

    /** Returns a number to be read, beside what theory says of it. */
    static Result reported(String statement, double measured, String expected) {
      return new Result(statement, number(measured), expected, Verdict.REPORTED);
    }

    private static String number(double value) {
      return Format.text("%.4f", value);
    }
  }
}
