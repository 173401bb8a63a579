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
import org.prefbench.statistics.BetweenTrainings;
import org.prefbench.statistics.Holm;
import org.prefbench.statistics.Interval;
import org.prefbench.statistics.Statistics;
import org.prefbench.statistics.Student;
import org.prefbench.store.ResultStore;
import org.prefbench.study.Claim;
import org.prefbench.study.Claim.Measure;
import org.prefbench.study.Claim.Relation;
import org.prefbench.study.ClaimProtocol;
import org.prefbench.study.Study;

/**
 * Decides claims by the results of their studies, or under a protocol by those of another.
 *
 * <p>Differences are taken within runs (same data, reference policy and pairs) and averaged over
 * tasks, with Student's interval ({@link org.prefbench.statistics.Student}). Tasks on one dataset
 * share its data and reference, so their differences are summed within a run first; tasks on
 * different datasets are independent. A claim holds if the whole interval lies where it says, fails
 * if the whole interval lies where it says it does not, and is undecided otherwise. Standard
 * deviations between trainings are compared by {@link org.prefbench.statistics.BetweenTrainings}. A
 * claim that is withdrawn is compared with nothing. Claims of one family are decided once more with
 * Holm's correction for their number.
 *
 * <p>Where a study has a single run, draws of its policies (measure {@code draws}) are compared
 * instead, and the verdict is about those policies, not about other trainings.
 */
public final class ClaimEvaluation {
  private final Path results;
  private final Options options;
  private final Map<String, ClaimData> studies;

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
    this(results, options, new TreeMap<>());
  }

  private ClaimEvaluation(Path results, Options options, Map<String, ClaimData> studies) {
    this.results = results;
    this.options = options;
    this.studies = studies;
  }

  /** Returns how claims are decided. */
  public Options options() {
    return options;
  }

  /** Returns the same evaluation of policies that act in another mode; it shares what was read. */
  public ClaimEvaluation acting(Acting acting) {
    return new ClaimEvaluation(results, options.acting(acting), studies);
  }

  /**
   * Returns what became of each claim.
   *
   * @throws org.prefbench.core.InvalidInputException if a file of results is damaged
   */
  public List<ClaimResult> evaluate(List<Claim> claims) {
    return corrected(claims.stream().map(this::evaluate).toList());
  }

  /**
   * Returns what became of each claim that is read under a protocol; what its study lacks is not
   * tested.
   *
   * @throws org.prefbench.core.InvalidInputException if a file of results is damaged
   */
  public List<ClaimResult> evaluate(ClaimProtocol protocol, List<Claim> claims) {
    return corrected(
        claims.stream()
            .filter(claim -> claim.study().equals(protocol.reads()))
            .map(claim -> evaluate(protocol, claim))
            .toList());
  }

  /** Returns the studies on whose results claims and protocols are decided, where there are any. */
  public List<ResultStore> stores(List<Claim> claims, List<ClaimProtocol> protocols) {
    return Stream.concat(
            claims.stream().filter(claim -> claim.withdrawn().isEmpty()).map(Claim::study),
            protocols.stream().map(ClaimProtocol::study))
        .distinct()
        .map(study -> new ResultStore(results.resolve(study)))
        .filter(ClaimEvaluation::exists)
        .toList();
  }

  private ClaimResult evaluate(Claim claim) {
    if (!claim.withdrawn().isEmpty()) {
      return untested(claim, Verdict.WITHDRAWN, "");
    }
    Optional<ClaimData> data = data(claim.study());
    return data.isEmpty()
        ? notTested(claim, "no results of " + claim.study())
        : evaluate(claim, data.get().acting(options.acting()));
  }

  private ClaimResult evaluate(ClaimProtocol protocol, Claim claim) {
    if (!claim.withdrawn().isEmpty() && protocol.study().equals(claim.study())) {
      return untested(claim, Verdict.WITHDRAWN, "");
    }
    Optional<ClaimData> data = data(protocol.study());
    if (data.isEmpty()) {
      return notTested(claim, "no results of " + protocol.study());
    }
    return protocol
        .applied(claim, data.get().study())
        .map(applied -> evaluate(applied, data.get().acting(protocol.mode())))
        .orElseGet(() -> notTested(claim, "no task or row for it in " + protocol.description()));
  }

  private Optional<ClaimData> data(String study) {
    ResultStore store = new ResultStore(results.resolve(study));
    return exists(store)
        ? Optional.of(studies.computeIfAbsent(study, id -> ClaimData.read(store)))
        : Optional.empty();
  }

  private static boolean exists(ResultStore store) {
    return Files.exists(store.studyFile()) && Files.exists(store.trialsFile());
  }

  private ClaimResult evaluate(Claim claim, ClaimData study) {
    Optional<String> unknown = unknown(claim, study);
    if (unknown.isPresent()) {
      return notTested(claim, unknown.get());
    }
    return claim.test().relation() == Relation.STEADIER
        ? steadier(claim, study)
        : decide(claim, study);
  }

  /** Returns the results with the correction for the number of tested claims in each family. */
  private List<ClaimResult> corrected(List<ClaimResult> results) {
    List<ClaimResult> corrected = new ArrayList<>(results);
    Map<String, List<Integer>> families = new TreeMap<>();
    for (int i = 0; i < results.size(); i++) {
      String family = results.get(i).claim().family();
      if (!family.isEmpty() && !Double.isNaN(results.get(i).p())) {
        families.computeIfAbsent(family, any -> new ArrayList<>()).add(i);
      }
    }
    for (List<Integer> members : families.values()) {
      double[] adjusted =
          Holm.adjusted(members.stream().mapToDouble(i -> results.get(i).p()).toArray());
      for (int rank = 0; rank < adjusted.length; rank++) {
        int index = members.get(rank);
        corrected.set(index, results.get(index).corrected(adjusted[rank], options.level()));
      }
    }
    return List.copyOf(corrected);
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
        claim.test().measure() != Measure.DRAWS
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

  private ClaimResult decide(Claim claim, ClaimData study) {
    ClaimEvidence evidence = ClaimEvidence.of(claim, study, options.partial());
    double[][] groups = evidence.groups();
    if (groups.length == 0) {
      return notTested(claim, evidence.missing().get(0));
    }
    Claim.Test test = claim.test();
    boolean several = test.than().size() > 1;
    EffectBounds bounds =
        new EffectBounds(Student.of(groups), several ? against(claim, study, evidence) : List.of());
    Interval effect = bounds.interval(options.level()).minus(test.plus());
    double edge = test.tolerance();
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
        bounds.p(test.relation(), test.plus(), edge),
        Double.NaN,
        verdict,
        evidence.counted(),
        Arrays.stream(groups).mapToInt(group -> group.length).sum(),
        evidence.planned(),
        evidence.tasks().size() + evidence.others().size(),
        verdict == Verdict.UNDECIDED && !several
            ? Statistics.runsToDecide(groups, distance, options.level())
            : OptionalLong.empty(),
        String.join("; ", evidence.missing()),
        PublishedSides.of(claim, evidence.tasks(), evidence.others()));
  }

  /** Returns the effect against each one of those of which a claim takes the best. */
  private static List<Student> against(Claim claim, ClaimData study, ClaimEvidence evidence) {
    return claim.test().than().stream()
        .map(one -> ClaimEvidence.of(claim.against(one, evidence.tasks()), study, false))
        .map(alone -> Student.of(alone.groups()))
        .toList();
  }

  private ClaimResult steadier(Claim claim, ClaimData data) {
    Steadiness scores = Steadiness.of(claim, data);
    int tasks = scores.own().size();
    if (tasks == 0 || !scores.missing().isEmpty() && !options.partial()) {
      return notTested(claim, scores.missing().get(0));
    }
    Optional<String> constant = scores.constant(claim);
    if (constant.isPresent()) {
      return notTested(claim, constant.get());
    }
    BetweenTrainings.Ratio ratio =
        scores.comparable()
            ? scores.ratio(claim, options.level())
            : new BetweenTrainings.Ratio(Interval.NONE, Double.NaN);
    Verdict verdict = verdict(ratio.ratio().high() < 1, ratio.ratio().low() >= 1);
    return new ClaimResult(
        claim,
        verdict,
        ratio.ratio(),
        ratio.p(),
        Double.NaN,
        verdict,
        Counted.RUNS,
        scores.runs(),
        2 * tasks * data.study().runs(),
        tasks,
        verdict == Verdict.UNDECIDED && scores.comparable()
            ? scores.left().runsToDecide(scores.right(), options.level())
            : OptionalLong.empty(),
        String.join("; ", scores.missing()),
        Optional.empty());
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
        Double.NaN,
        Double.NaN,
        verdict,
        Counted.RUNS,
        0,
        0,
        0,
        OptionalLong.empty(),
        missing,
        PublishedSides.of(claim, claim.tasks(), claim.test().moreThanOn()));
  }
}
