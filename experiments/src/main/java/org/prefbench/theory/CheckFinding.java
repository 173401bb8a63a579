package org.prefbench.theory;

import java.util.List;
import org.prefbench.statistics.Format;
import org.prefbench.theory.TheoryCheck.Result;
import org.prefbench.theory.TheoryCheck.Verdict;

/** What the checks against theory say together, in one sentence. */
public final class CheckFinding {
  private CheckFinding() {}

  /** Returns whether there is a verdict to speak of. */
  public static boolean exists(List<Result> results) {
    return results.stream().anyMatch(result -> result.verdict() != Verdict.REPORTED);
  }

  /** Returns the sentence; what fails and what is refuted is named. */
  public static String of(List<Result> results) {
    return Format.text(
        "Of %d statements %d hold, %s and %s.",
        results.stream().filter(result -> result.verdict() != Verdict.REPORTED).count(),
        of(results, Verdict.HOLDS).size(),
        named("fail", of(results, Verdict.FAILS)),
        named("are refuted", of(results, Verdict.REFUTED)));
  }

  private static List<String> of(List<Result> results, Verdict verdict) {
    return results.stream().filter(r -> r.verdict() == verdict).map(Result::statement).toList();
  }

  private static String named(String verb, List<String> statements) {
    return statements.isEmpty()
        ? "none " + verb
        : statements.size() + " " + verb + " (" + String.join("; ", statements) + ")";
  }
}
