package org.prefbench.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.prefbench.core.Checks;
import org.prefbench.report.ClaimEvidence.Missing;
import org.prefbench.report.ClaimEvidence.Numbers;
import org.prefbench.report.ClaimResult.Counted;
import org.prefbench.report.ClaimResult.Verdict;
import org.prefbench.store.ResultStore;
import org.prefbench.store.TrialRow;
import org.prefbench.study.Claim;
import org.prefbench.study.Claim.Measure;
import org.prefbench.study.Claim.Relation;
import org.prefbench.study.Study;

/**
 * Decides claims by the results of their studies.
 *
 * <p>Differences are taken within runs (same data, reference policy and pairs) and averaged over
 * tasks, with Student's interval ({@link Statistics#studentMean}). Tasks on one dataset share its
 * data and reference, so their differences are summed within a run first; tasks on different
 * datasets are independent. A claim holds if the whole interval lies where it says, fails if the
 * whole interval lies where it says it does not, and is undecided otherwise. Standard deviations
 * are compared task by task ({@link Statistics#deviationRatio}), every task by itself.
 *
 * <p>Where a study has a single run, draws of its policies (measure {@code draws}) are compared
 * instead, and the verdict is about those policies, not about other trainings.
 */
public final class ClaimEvaluation {
  private final Path results;
  private final double level;
  private final Acting acting;
  private final Map<String, ClaimData> studies = new TreeMap<>();

  /** How the policies act whose scores are compared. */
  public enum Acting {
    /** In the mode that the study calls its headline. */
    HEADLINE,
    /** In the other mode: by the mean where the headline is sampled. */
    OTHER
  }

  /** Creates an evaluation of policies in the headline mode; see the other constructor. */
  public ClaimEvaluation(Path results, double level) {
    this(results, level, Acting.HEADLINE);
  }

  /**
   * Creates an evaluation.
   *
   * @param results the folder with a folder of results for each study
   * @param level the coverage of intervals, such as 0.95
   * @param acting how policies act; draws are draws in either case
   */
  public ClaimEvaluation(Path results, double level, Acting acting) {
    Checks.require(level > 0 && level < 1, "level must be in (0, 1), got %s", level);
    this.results = results;
    this.level = level;
    this.acting = acting;
  }

  /**
   * Returns what became of each claim.
   *
   * @throws org.prefbench.core.InvalidInputException if a file of results is damaged
   */
  public List<ClaimResult> evaluate(List<Claim> claims) {
    return claims.stream().map(this::evaluate).toList();
  }

  private ClaimResult evaluate(Claim claim) {
    ResultStore store = new ResultStore(results.resolve(claim.study()));
    if (!Files.exists(store.studyFile()) || !Files.exists(store.trialsFile())) {
      return notTested(claim, "no results of " + claim.study());
    }
    ClaimData study = studies.computeIfAbsent(claim.study(), id -> ClaimData.read(store, acting));
    Optional<String> unknown = unknown(claim, study);
    if (unknown.isPresent()) {
      return notTested(claim, unknown.get());
    }
    if (claim.test().relation() == Relation.STEADIER) {
      return steadier(claim, study);
    }
    ClaimEvidence evidence = ClaimEvidence.of(claim, study);
    return evidence instanceof Numbers numbers
        ? decide(claim, numbers)
        : notTested(claim, ((Missing) evidence).what());
  }

  /** Returns what the study whose results are there does not have, if it lacks something. */
  private static Optional<String> unknown(Claim claim, ClaimData results) {
    List<String> tasks = results.study().tasks().stream().map(Study.Task::label).toList();
    for (String pattern :
        Stream.concat(claim.tasks().stream(), claim.test().moreThanOn().stream()).toList()) {
      if (tasks.stream().noneMatch(task -> Claim.names(List.of(pattern), task))) {
        return Optional.of(Checks.unknown("task of " + claim.study(), pattern, tasks).getMessage());
      }
    }
    List<String> labels = results.study().methods().stream().map(Study.Method::label).toList();
    List<String> known =
        claim.test().measure() == Measure.SCORE
            ? labels
            : Stream.concat(labels.stream(), results.samples().stream().map(Probe::method))
                .distinct()
                .toList();
    return claim.methods().stream()
        .filter(method -> !known.contains(method))
        .findFirst()
        .map(method -> Checks.unknown("method of " + claim.study(), method, known).getMessage());
  }

  // ---- verdicts

  private ClaimResult decide(Claim claim, Numbers numbers) {
    Claim.Test test = claim.test();
    Interval mean = Statistics.studentMean(numbers.groups(), level);
    Interval effect =
        new Interval(
            mean.estimate() - test.plus(), mean.low() - test.plus(), mean.high() - test.plus());
    double edge = test.relation() == Relation.NEAR ? test.tolerance() : 0;
    Verdict verdict =
        switch (test.relation()) {
          case ABOVE -> verdict(effect.low() > 0, effect.high() <= 0);
          case BELOW -> verdict(effect.high() < 0, effect.low() >= 0);
          case NEAR ->
              verdict(
                  effect.low() >= -edge && effect.high() <= edge,
                  effect.low() > edge || effect.high() < -edge);
          case STEADIER -> throw new IllegalArgumentException("not a comparison of means");
        };
    OptionalLong needed =
        verdict == Verdict.UNDECIDED
            ? Statistics.runsToDecide(numbers.groups(), Math.abs(effect.estimate()) - edge, level)
            : OptionalLong.empty();
    return new ClaimResult(
        claim,
        verdict,
        effect,
        numbers.counted(),
        Arrays.stream(numbers.groups()).mapToInt(group -> group.length).sum(),
        numbers.planned(),
        needed,
        "",
        PublishedSides.of(claim));
  }

  private ClaimResult steadier(Claim claim, ClaimData results) {
    List<Study.Task> tasks = results.tasks(claim.tasks());
    double[][][] scores = new double[2][tasks.size()][];
    int values = 0;
    for (int task = 0; task < tasks.size(); task++) {
      for (int side = 0; side < 2; side++) {
        String label = claim.methods().get(side);
        String place = label + " on " + tasks.get(task).label();
        scores[side][task] =
            results.trials(tasks.get(task).label(), label).values().stream()
                .mapToDouble(TrialRow::score)
                .toArray();
        values += scores[side][task].length;
        if (scores[side][task].length == 0) {
          return notTested(claim, "no score of " + place);
        }
        if (Statistics.variance(scores[side][task]) == 0) {
          return notTested(claim, "no spread in the scores of " + place);
        }
      }
    }
    Interval ratio = Statistics.deviationRatio(scores[0], scores[1], level);
    Verdict verdict = verdict(ratio.high() < 1, ratio.low() >= 1);
    return new ClaimResult(
        claim,
        verdict,
        ratio,
        Counted.RUNS,
        values,
        2 * tasks.size() * results.study().runs(),
        verdict == Verdict.UNDECIDED
            ? Statistics.runsToDecideDeviationRatio(tasks.size(), ratio.estimate(), level)
            : OptionalLong.empty(),
        "",
        PublishedSides.of(claim));
  }

  private static Verdict verdict(boolean holds, boolean fails) {
    return holds ? Verdict.HOLDS : fails ? Verdict.FAILS : Verdict.UNDECIDED;
  }

  private static ClaimResult notTested(Claim claim, String missing) {
    return new ClaimResult(
        claim,
        Verdict.NOT_TESTED,
        Interval.NONE,
        Counted.RUNS,
        0,
        0,
        OptionalLong.empty(),
        missing,
        PublishedSides.of(claim));
  }
}
