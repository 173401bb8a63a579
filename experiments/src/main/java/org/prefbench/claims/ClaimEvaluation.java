package org.prefbench.claims;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.prefbench.claims.ClaimResult.Counted;
import org.prefbench.claims.ClaimResult.Verdict;
import org.prefbench.comparison.Probe;
import org.prefbench.core.Checks;
import org.prefbench.published.PublishedSides;
import org.prefbench.statistics.Interval;
import org.prefbench.statistics.Statistics;
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
 * are compared task by task ({@link Statistics#deviationRatio}), every task by itself. A claim that
 * is withdrawn is compared with nothing.
 *
 * <p>Where a study has a single run, draws of its policies (measure {@code draws}) are compared
 * instead, and the verdict is about those policies, not about other trainings.
 */
public final class ClaimEvaluation {
  private final Path results;
  private final Options options;
  private final Map<String, ClaimData> studies = new TreeMap<>();

  /** How the policies act whose scores are compared. */
  public enum Acting {
    /** In the mode that the study calls its headline. */
    HEADLINE,
    /** In the other mode: by the mean where the headline is sampled. */
    OTHER
  }

  /**
   * How claims are decided.
   *
   * @param level the coverage of intervals, such as 0.95
   * @param acting how policies act; draws are draws in either case
   * @param partial whether a claim is decided on those of its tasks that have results, where others
   *     have none
   */
  public record Options(double level, Acting acting, boolean partial) {
    /** Validates the level. */
    public Options {
      Checks.require(level > 0 && level < 1, "level must be in (0, 1), got %s", level);
    }

    /** Returns the options with policies that act in another mode. */
    public Options acting(Acting other) {
      return new Options(level, other, partial);
    }
  }

  /**
   * Creates an evaluation.
   *
   * @param results the folder with a folder of results for each study
   */
  public ClaimEvaluation(Path results, Options options) {
    this.results = results;
    this.options = options;
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
    if (!claim.withdrawn().isEmpty()) {
      return untested(claim, Verdict.WITHDRAWN, "");
    }
    ResultStore store = new ResultStore(results.resolve(claim.study()));
    if (!Files.exists(store.studyFile()) || !Files.exists(store.trialsFile())) {
      return notTested(claim, "no results of " + claim.study());
    }
    ClaimData study =
        studies.computeIfAbsent(claim.study(), id -> ClaimData.read(store, options.acting()));
    Optional<String> unknown = unknown(claim, study);
    if (unknown.isPresent()) {
      return notTested(claim, unknown.get());
    }
    if (claim.test().relation() == Relation.STEADIER) {
      return steadier(claim, study);
    }
    return decide(claim, ClaimEvidence.of(claim, study, options.partial()));
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
    List<String> labels = results.study().rowLabels();
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

  private ClaimResult decide(Claim claim, ClaimEvidence evidence) {
    double[][] groups = evidence.groups();
    if (groups.length == 0) {
      return notTested(claim, evidence.missing().get(0));
    }
    Claim.Test test = claim.test();
    Interval mean = Statistics.studentMean(groups, options.level());
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
    double distance = Math.abs(effect.estimate()) - edge;
    return new ClaimResult(
        claim,
        verdict,
        effect,
        evidence.counted(),
        Arrays.stream(groups).mapToInt(group -> group.length).sum(),
        evidence.planned(),
        evidence.tasks().size() + evidence.others().size(),
        verdict == Verdict.UNDECIDED
            ? Statistics.runsToDecide(groups, distance, options.level())
            : OptionalLong.empty(),
        String.join("; ", evidence.missing()),
        PublishedSides.of(claim, evidence.tasks(), evidence.others()));
  }

  private ClaimResult steadier(Claim claim, ClaimData data) {
    List<String> tasks = new ArrayList<>();
    List<double[]> own = new ArrayList<>();
    List<double[]> other = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Study.Task task : data.tasks(claim.tasks())) {
      List<double[]> scores =
          claim.methods().stream()
              .map(
                  label ->
                      data.trials(task.label(), label).values().stream()
                          .mapToDouble(TrialRow::score)
                          .toArray())
              .toList();
      Optional<String> lack = lack(claim, task, scores);
      if (lack.isEmpty()) {
        tasks.add(task.label());
        own.add(scores.get(0));
        other.add(scores.get(1));
      }
      lack.ifPresent(missing::add);
    }
    if (tasks.isEmpty() || !missing.isEmpty() && !options.partial()) {
      return notTested(claim, missing.get(0));
    }
    Interval ratio =
        Statistics.deviationRatio(
            own.toArray(double[][]::new), other.toArray(double[][]::new), options.level());
    Verdict verdict = verdict(ratio.high() < 1, ratio.low() >= 1);
    return new ClaimResult(
        claim,
        verdict,
        ratio,
        Counted.RUNS,
        Stream.of(own, other).flatMap(List::stream).mapToInt(scores -> scores.length).sum(),
        2 * tasks.size() * data.study().runs(),
        tasks.size(),
        verdict == Verdict.UNDECIDED
            ? Statistics.runsToDecideDeviationRatio(tasks.size(), ratio.estimate(), options.level())
            : OptionalLong.empty(),
        String.join("; ", missing),
        Optional.empty());
  }

  private static Optional<String> lack(Claim claim, Study.Task task, List<double[]> scores) {
    for (int side = 0; side < scores.size(); side++) {
      String place = claim.methods().get(side) + " on " + task.label();
      if (scores.get(side).length == 0) {
        return Optional.of("no score of " + place);
      }
      if (Statistics.variance(scores.get(side)) == 0) {
        return Optional.of("no spread in the scores of " + place);
      }
    }
    return Optional.empty();
  }

  private static Verdict verdict(boolean holds, boolean fails) {
    return holds ? Verdict.HOLDS : fails ? Verdict.FAILS : Verdict.UNDECIDED;
  }

  private static ClaimResult notTested(Claim claim, String missing) {
    return untested(claim, Verdict.NOT_TESTED, missing);
  }

  private static ClaimResult untested(Claim claim, Verdict verdict, String missing) {
    return new ClaimResult(
        claim,
        verdict,
        Interval.NONE,
        Counted.RUNS,
        0,
        0,
        0,
        OptionalLong.empty(),
        missing,
        PublishedSides.of(claim, claim.tasks(), claim.test().moreThanOn()));
  }
}
