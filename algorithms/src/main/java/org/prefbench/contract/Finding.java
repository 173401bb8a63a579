package org.prefbench.contract;

import org.prefbench.algorithm.DivergedException;
import org.prefbench.core.InvalidInputException;

/**
 * What was found of one rule.
 *
 * @param seen what was seen, in one line
 */
public record Finding(Rule rule, Outcome outcome, String seen) {
  /** How a rule came out. */
  public enum Outcome {
    /** It holds. */
    PASS,
    /** It does not. */
    FAIL,
    /** It could not be looked at: something that it stands on does not hold, or is not there. */
    SKIP
  }

  /** Returns the finding as people read it. */
  @Override
  public String toString() {
    return rule.word() + ": " + rule.meaning() + "; seen: " + seen;
  }

  /** Returns what happened in one line. */
  static String oneLine(Throwable failure) {
    String message = failure.getMessage() == null ? "" : failure.getMessage().strip();
    boolean says = failure instanceof InvalidInputException || failure instanceof DivergedException;
    String text =
        says && !message.isEmpty()
            ? message
            : failure.getClass().getSimpleName() + (message.isEmpty() ? "" : ": " + message);
    return text.lines().findFirst().orElse("");
  }
}
