package org.prefbench.claims;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.prefbench.comparison.Rows.row;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.claims.ClaimEvaluation.Acting;
import org.prefbench.claims.ClaimEvaluation.Options;
import org.prefbench.claims.ClaimResult.Counted;
import org.prefbench.claims.ClaimResult.Verdict;
import org.prefbench.core.Seed;
import org.prefbench.report.document.Block;
import org.prefbench.report.document.Markdown;
import org.prefbench.store.ResultStore;
import org.prefbench.store.TrialResult;
import org.prefbench.store.TrialResult.Metric;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialRow.Status;
import org.prefbench.store.TrialTable;
import org.prefbench.study.Claim;
import org.prefbench.study.Claim.By;
import org.prefbench.study.ClaimFile;
import org.prefbench.study.Protocol.Evaluation;
import org.prefbench.study.Protocol.Mode;
import org.prefbench.study.Study;
import org.prefbench.study.StudyFile;
import org.prefbench.study.Trial;

/**
 * Verdicts on rows whose intervals are worked out by hand. Quantiles of Student's distribution at
 * 0.975 are those of printed tables: t(2) = 4.3027, t(3) = 3.1824, t(4) = 2.7764, t(9) = 2.2622,
 * t(10) = 2.2281.
 */
class ClaimEvaluationTest {
  private static final Options USUAL = new Options(0.95, Acting.HEADLINE, false);
  private static final double T2 = 4.302652729749462;
  private static final double T4 = 2.7764451051977987;

  /** Two tasks on different data, and two on the same. */
  private static final String STUDY =
      """
      id: made-up
      runs: 3
      tasks:
        - {dataset: hopper-medium-v2}
        - {dataset: ant-medium-v2}
        - {dataset: walker2d-medium-v2, label: pairs-50, preferences: {pairs: 50}}
        - {dataset: walker2d-medium-v2, label: pairs-500, preferences: {pairs: 500}}
      methods:
        - {method: reference}
        - {method: pfm}
        - {method: dpo, label: dpo-1}
        - {method: dpo, label: dpo-2}
      """;

  private static final String HOPPER = "hopper-medium-v2";
  private static final String ANT = "ant-medium-v2";

  @TempDir private Path results;

  private final List<TrialRow> rows = new ArrayList<>();

  private void scores(String task, String method, double... scores) {
    for (int run = 0; run < scores.length; run++) {
      rows.add(row(task, method, run, scores[run]));
    }
  }

  private static Claim claim(String tasks, String test) {
    return ClaimFile.parse(
            "claims.yaml",
            """
            claims:
              - id: one
                by: ours
                place: here
                statement: It is so.
                study: made-up
                tasks: %s
                test: {method: pfm, %s}
            """
                .formatted(tasks, test))
        .claims()
        .get(0);
  }

  private ResultStore store(String study) {
    ResultStore store = new ResultStore(results.resolve("made-up"));
    store.begin(StudyFile.parse("made-up.yaml", study, Map.of()).study());
    TrialTable.write(store.trialsFile(), rows);
    return store;
  }

  private ClaimResult evaluate(String tasks, String test) {
    store(STUDY);
    return evaluate(claim(tasks, test));
  }

  private ClaimResult evaluate(Claim claim) {
    return new ClaimEvaluation(results, USUAL).evaluate(List.of(claim)).get(0);
  }

  private static void assertEffect(double estimate, double half, ClaimResult result) {
    assertEquals(estimate, result.effect().estimate(), 1e-9);
    assertEquals(estimate - half, result.effect().low(), 1e-9);
    assertEquals(estimate + half, result.effect().high(), 1e-9);
  }

  /** Differences 4, 5, 6: mean 5, standard deviation 1. */
  @Test
  void anIntervalOnOneSideDecides() {
    scores(HOPPER, "reference", 40, 50, 30);
    scores(HOPPER, "pfm", 44, 55, 36);
    String tasks = "[" + HOPPER + "]";
    ClaimResult above = evaluate(tasks, "relation: above, than: [reference]");
    assertEquals(Verdict.HOLDS, above.verdict());
    assertEffect(5, T2 / Math.sqrt(3), above);
    assertEquals(3, above.values());
    assertEquals(3, above.planned());
    assertEquals(OptionalLong.empty(), above.needed());
    assertEquals(Verdict.FAILS, evaluate(tasks, "relation: below, than: [reference]").verdict());
    // the interval [2.52, 7.48] lies across 3 and below 8
    assertEquals(
        Verdict.UNDECIDED,
        evaluate(tasks, "relation: above, than: [reference], plus: 3").verdict());
    ClaimResult less = evaluate(tasks, "relation: below, than: [reference], plus: 8");
    assertEquals(Verdict.HOLDS, less.verdict());
    assertEffect(-3, T2 / Math.sqrt(3), less);
  }

  /** Differences 4, 2, 6: mean 4, standard deviation 2; t(3) 2 / 2 is the first below 4. */
  @Test
  void anIntervalAcrossIsUndecidedAndSaysHowManyRunsWouldDecide() {
    scores(HOPPER, "reference", 40, 50, 30);
    scores(HOPPER, "pfm", 44, 52, 36);
    ClaimResult result = evaluate("[" + HOPPER + "]", "relation: above, than: [reference]");
    assertEquals(Verdict.UNDECIDED, result.verdict());
    assertEffect(4, T2 * 2 / Math.sqrt(3), result);
    assertEquals(OptionalLong.of(4), result.needed());
  }

  /**
   * Differences 1, 2, 3 and 5, 6, 7: mean 4, variance (1/3 + 1/3) / 4 with 4 degrees of freedom.
   * Half a point from 4.5: t(9) sqrt(2/10) / 2 = 0.506, t(10) sqrt(2/11) / 2 = 0.475.
   */
  @Test
  void differencesAreAveragedOverTasksAndPairedWithinThem() {
    scores(HOPPER, "reference", 10, 20, 30);
    scores(HOPPER, "pfm", 11, 22, 33);
    scores(ANT, "reference", 70, 50, 60);
    scores(ANT, "pfm", 75, 56, 67);
    String tasks = "['*-medium-v2']";
    ClaimResult above = evaluate(tasks, "relation: above, than: [reference]");
    assertEquals(Verdict.HOLDS, above.verdict());
    assertEffect(4, T4 / Math.sqrt(6), above);
    assertEquals(6, above.values());
    assertEquals(6, above.planned());
    ClaimResult close = evaluate(tasks, "relation: below, than: [reference], plus: 4.5");
    assertEquals(Verdict.UNDECIDED, close.verdict());
    assertEffect(-0.5, T4 / Math.sqrt(6), close);
    assertEquals(OptionalLong.of(11), close.needed());
  }

  /** The gain is 2 larger in every run, whatever the run's own level. */
  @Test
  void tasksOnTheSameDataAreComparedWithinRuns() {
    scores("pairs-50", "reference", 10, 10, 10);
    scores("pairs-50", "pfm", 11, 13, 15);
    scores("pairs-500", "reference", 10, 10, 10);
    scores("pairs-500", "pfm", 13, 15, 17);
    ClaimResult more =
        evaluate("[pairs-500]", "relation: above, than: [reference], more-than-on: [pairs-50]");
    assertEquals(Verdict.HOLDS, more.verdict());
    assertEffect(2, 0, more);
    assertEquals(3, more.values(), "one group of three runs");
    // means of the runs 2, 4, 6: two tasks on one dataset are no more evidence than one
    assertEffect(
        4, T2 * 2 / Math.sqrt(3), evaluate("['pairs-*']", "relation: above, than: [reference]"));
  }

  /** Differences to half of 100: -10, -8, -6. */
  @Test
  void theOtherSideMayHaveAFactor() {
    scores(HOPPER, "reference", 100, 100, 100);
    scores(HOPPER, "pfm", 40, 42, 44);
    ClaimResult result =
        evaluate("[" + HOPPER + "]", "relation: below, than: [reference], times: 0.5");
    assertEquals(Verdict.HOLDS, result.verdict());
    assertEffect(-8, T2 * 2 / Math.sqrt(3), result);
  }

  /** On hopper the better setting is dpo-1 (mean 30), on ant dpo-2 (mean 40). */
  @Test
  void ofSeveralTheBestOnEachTaskIsComparedWith() {
    scores(HOPPER, "dpo-1", 30, 31, 29);
    scores(HOPPER, "dpo-2", 20, 21, 19);
    scores(HOPPER, "pfm", 31, 33, 32);
    scores(ANT, "dpo-1", 39, 39, 39);
    scores(ANT, "dpo-2", 10, 10, 100);
    scores(ANT, "pfm", 15, 16, 107);
    // differences 1, 2, 3 and 5, 6, 7 as above; against dpo-1 alone 1, 2, 3 and -24, -23, 68,
    // against
    // dpo-2 alone 11, 12, 13 and 5, 6, 7: mean 9 and the same spread, at level 0.975: t(4) = 3.4954
    ClaimResult result = evaluate("['*-medium-v2']", "relation: above, than: [dpo-1, dpo-2]");
    assertEquals(4, result.effect().estimate(), 1e-9);
    assertEquals(4 - T4 / Math.sqrt(6), result.effect().low(), 1e-9);
    assertEquals(9 + 3.495405932617 / Math.sqrt(6), result.effect().high(), 1e-6);
    assertEquals(OptionalLong.empty(), result.needed());
    // pfm is shown to lie below the best only if it lies below one of them alone
    ClaimResult below =
        evaluate("['*-medium-v2']", "relation: below, than: [dpo-1, dpo-2], plus: 20");
    assertEquals(Verdict.HOLDS, below.verdict());
    assertEquals(9 - 20 + 3.495405932617 / Math.sqrt(6), below.effect().high(), 1e-6);
  }

  /**
   * Chosen are dpo-2, dpo-1, dpo-1 with the scores 20, 31, 30, so that the differences are 4, 5, 6.
   * By their means all settings score 100 more, and pfm 102 more.
   */
  @Test
  void aRowChosenByValidationLossIsComparedLikeAMethodInEitherMode() {
    double[][] losses = {{0.7, 0.5, 0.5}, {0.6, 0.9, 0.5}}; // equal in the last run: the first
    double[][] scores = {{25, 31, 30}, {20, 80, 90}};
    double[] pfm = {24, 36, 36};
    for (int run = 0; run < 3; run++) {
      for (Mode mode : Mode.values()) {
        boolean sampled = mode == Mode.SAMPLED;
        for (int setting = 0; setting < 2; setting++) {
          double score = scores[setting][run] + (sampled ? 0 : 100);
          rows.add(
              scored("dpo-" + (setting + 1), run, mode, score)
                  .withValidationLoss(losses[setting][run]));
        }
        rows.add(scored("pfm", run, mode, pfm[run] + (sampled ? 0 : 102)));
      }
    }
    String study =
        STUDY + "report: {chosen-by-validation-loss: [{label: tuned, of: [dpo-1, dpo-2]}]}\n";
    store(study);
    Claim claim = claim("[" + HOPPER + "]", "relation: above, than: [tuned]");
    ClaimResult above = evaluate(claim);
    assertEquals(Verdict.HOLDS, above.verdict());
    assertEffect(5, T2 / Math.sqrt(3), above);
    Options other = USUAL.acting(Acting.OTHER);
    assertEffect(
        7, T2 / Math.sqrt(3), new ClaimEvaluation(results, other).evaluate(List.of(claim)).get(0));
    String missing =
        evaluate(claim("[" + HOPPER + "]", "relation: above, than: [tunes]")).missing();
    assertTrue(
        missing.startsWith("unknown method of made-up 'tunes', did you mean 'tuned'?"), missing);
    // without a choice there is nothing to compare with
    rows.removeIf(row -> row.method().equals("dpo-2"));
    store(study);
    assertEquals("no score of tuned on " + HOPPER, evaluate(claim).missing());
  }

  private static TrialRow scored(String method, int run, Mode mode, double score) {
    return row(HOPPER, method, run, Status.OK, Evaluation.LAST, mode, 1000, 10 * score, score, "");
  }

  /** Differences 0.1, 0, -0.1: half width T2 0.1 / sqrt(3) = 0.248; t(3) 0.1 / 2 = 0.159. */
  @Test
  void nearIsDecidedByBothBounds() {
    scores(HOPPER, "reference", 40, 50, 30);
    scores(HOPPER, "pfm", 40.1, 50, 29.9);
    String tasks = "[" + HOPPER + "]";
    assertEquals(
        Verdict.HOLDS,
        evaluate(tasks, "relation: near, than: [reference], tolerance: 1").verdict());
    ClaimResult tight = evaluate(tasks, "relation: near, than: [reference], tolerance: 0.2");
    assertEquals(Verdict.UNDECIDED, tight.verdict());
    assertEquals(OptionalLong.of(4), tight.needed());
    assertEquals(
        Verdict.FAILS,
        evaluate(tasks, "relation: near, than: [reference], plus: 5, tolerance: 1").verdict());
    assertEquals(
        Verdict.UNDECIDED, evaluate(tasks, "relation: near, plus: 40, tolerance: 1").verdict());
  }

  /** A score of 20 episodes with a spread of their own, whose return is 10 times the score. */
  private void noisy(String task, String method, double deviation, double... scores) {
    for (int run = 0; run < scores.length; run++) {
      rows.add(withDeviation(row(task, method, run, scores[run]), 10 * deviation));
    }
  }

  private static TrialRow withDeviation(TrialRow row, double deviation) {
    TrialRow.Outcome outcome = row.outcome();
    return new TrialRow(
        row.key(),
        row.status(),
        row.policy(),
        new TrialRow.Outcome(
            outcome.episodes(),
            outcome.returnMean(),
            deviation,
            outcome.score(),
            outcome.lengthMean(),
            outcome.validationLoss()),
        row.costs(),
        row.inputs(),
        row.message(),
        row.resources());
  }

  /**
   * Variances 1 and 4 over three runs and no noise of evaluation: the F test. Its 0.975 quantile
   * with 2 and 2 degrees of freedom is 39 (printed tables), so the interval of the ratio of
   * variances, 1/4, is [1/4 / 39, 1/4 x 39], and its root that of the ratio 1/2.
   */
  @Test
  void withoutNoiseOfEvaluationSpreadsAreComparedByTheFTest() {
    noisy(HOPPER, "reference", 0, 8, 10, 12);
    noisy(HOPPER, "pfm", 0, 11, 9, 10);
    ClaimResult result = evaluate("[" + HOPPER + "]", "relation: steadier, than: [reference]");
    assertEquals(Verdict.UNDECIDED, result.verdict());
    assertEquals(0.5, result.effect().estimate(), 1e-12);
    assertEquals(0.5 / Math.sqrt(39), result.effect().low(), 0.006);
    assertEquals(0.5 * Math.sqrt(39), result.effect().high(), 0.2);
    // P(F(2, 2) < 1/4) = 1/4 / (1 + 1/4) = 0.2
    assertEquals(0.4, result.p(), 0.02);
    assertEquals(6, result.values());
    rows.clear();
    noisy(HOPPER, "reference", 0, 0, 1000, -1000);
    noisy(HOPPER, "pfm", 0, 11, 9, 10);
    assertEquals(
        Verdict.HOLDS,
        evaluate("[" + HOPPER + "]", "relation: steadier, than: [reference]").verdict());
    rows.clear();
    noisy(HOPPER, "reference", 0, 10, 9, 11);
    noisy(HOPPER, "pfm", 0, 0, 1000, -1000);
    assertEquals(
        Verdict.FAILS,
        evaluate("[" + HOPPER + "]", "relation: steadier, than: [reference]").verdict());
    rows.clear();
    noisy(HOPPER, "reference", 0, 10, 10, 10);
    noisy(HOPPER, "pfm", 0, 11, 9, 10);
    assertEquals(
        "no spread in the scores of reference",
        evaluate("[" + HOPPER + "]", "relation: steadier, than: [reference]").missing());
  }

  /**
   * Both methods' scores have the spread that episodes of this deviation alone would give them: 4.5
   * / sqrt(20) = 1.006, or 4 / sqrt(20) = 0.894. Counted as that of trainings it would decide.
   */
  @Test
  void whereTheNoiseOfEvaluationIsAllThatIsSeenNothingIsDecided() {
    double[] ones = {9, 10, 11, 9, 10, 11, 9, 10, 11, 9, 10, 11};
    double[] tenths = Arrays.stream(ones).map(score -> 10 + (score - 10) / 10).toArray();
    String steadier = "relation: steadier, than: [reference]";
    noisy(HOPPER, "pfm", 0.4, tenths);
    noisy(HOPPER, "reference", 0, ones);
    assertEquals(Verdict.HOLDS, evaluate("[" + HOPPER + "]", steadier).verdict());
    rows.clear();
    noisy(HOPPER, "pfm", 0.4, tenths);
    noisy(HOPPER, "reference", 4.5, ones);
    ClaimResult swamped = evaluate("[" + HOPPER + "]", steadier);
    assertEquals(Verdict.UNDECIDED, swamped.verdict());
    assertEquals(0, swamped.effect().low());
    assertEquals(Double.POSITIVE_INFINITY, swamped.effect().high());
    assertTrue(swamped.p() > 0.05, "" + swamped.p());
  }

  @Test
  void aSingleRunDecidesNothing() {
    scores(HOPPER, "reference", 10);
    scores(HOPPER, "pfm", 99);
    for (String relation : List.of("above", "steadier")) {
      ClaimResult result =
          evaluate("[" + HOPPER + "]", "relation: " + relation + ", than: [reference]");
      assertEquals(Verdict.UNDECIDED, result.verdict());
      assertFalse(result.effect().bounded());
      assertEquals(OptionalLong.empty(), result.needed());
    }
  }

  @Test
  void runsThatOneOfThemLacksAreLeftOutAndCounted() {
    scores(HOPPER, "reference", 40, 50, 30);
    scores(HOPPER, "pfm", 44, 55);
    ClaimResult result = evaluate("[" + HOPPER + "]", "relation: above, than: [reference]");
    assertEquals(4.5, result.effect().estimate(), 1e-12);
    assertEquals(2, result.values());
    assertEquals(3, result.planned());
  }

  @Test
  void whatIsMissingIsSaid() {
    Claim claim = claim("[" + HOPPER + "]", "relation: above, than: [reference]");
    assertEquals("no results of made-up", evaluate(claim).missing());
    scores(HOPPER, "reference", 40, 50, 30);
    store(STUDY);
    ClaimResult result = evaluate(claim);
    assertEquals(Verdict.NOT_TESTED, result.verdict());
    assertEquals("no score of pfm on hopper-medium-v2", result.missing());
    assertFalse(result.effect().exists());
    assertMissing("unknown method of made-up 'refrence', did you mean 'reference'?", "refrence");
    assertEquals(
        "no score of pfm on ant-medium-v2",
        missing("['*']", "relation: above, than: [reference]", ANT));
    assertTrue(
        missing("[hoper-medium-v2]", "relation: above, than: [reference]", "")
            .startsWith("unknown task of made-up 'hoper-medium-v2', did you mean"));
    assertEquals(
        "no run with draws of pfm and reference on hopper-medium-v2",
        missing("[" + HOPPER + "]", "relation: above, than: [reference], measure: draws", ""));
  }

  private void assertMissing(String expected, String than) {
    String missing = missing("[" + HOPPER + "]", "relation: above, than: [" + than + "]", "");
    assertTrue(missing.startsWith(expected), missing);
  }

  private String missing(String tasks, String test, String without) {
    rows.clear();
    scores(HOPPER, "reference", 40, 50, 30);
    scores(HOPPER, "pfm", 40, 50, 30);
    if (without.equals(ANT)) {
      scores(ANT, "reference", 40, 50, 30);
    }
    ClaimResult result = evaluate(tasks, test);
    assertEquals(Verdict.NOT_TESTED, result.verdict());
    return result.missing();
  }

  @Test
  void trialsWithOtherInputsAreNotCompared() {
    scores(HOPPER, "reference", 40);
    rows.add(row(HOPPER, "pfm", 1, 50));
    assertEquals(
        "no run of pfm and reference from the same inputs on hopper-medium-v2",
        evaluate("[" + HOPPER + "]", "relation: above, than: [reference]").missing());
  }

  /** Rewards 1, 2, 3 and 0, 1, 2: Welch's interval has variance 2/3 and 4 degrees of freedom. */
  @Test
  void theDrawsOfASingleTrainingAreComparedAsIndependentSamples() throws IOException {
    String single =
        """
        id: made-up
        runs: 1
        tasks: [{dataset: gaussian-1d-random-v0}]
        methods: [{method: reference}, {method: pfm}]
        probes: {samples: 3}
        """;
    rows.add(row("gaussian-1d-random-v0", "reference", 0, 1));
    ResultStore store = store(single);
    draws(store, "trials", "pfm", 0, 1, 2, 3);
    draws(store, "probes", "preferred", 0, 0, 1, 2);
    Claim claim = claim("['*']", "relation: above, than: [preferred], measure: draws");
    ClaimResult result = evaluate(claim);
    assertEquals(Verdict.UNDECIDED, result.verdict());
    assertEffect(1, T4 * Math.sqrt(2 / 3.), result);
    assertEquals(Counted.DRAWS, result.counted());
    assertEquals(6, result.values());
    assertEquals(6, result.planned());
    // against a number alone: 2 - 7 and the spread of the one sample
    ClaimResult number = evaluate(claim("['*']", "relation: below, plus: 7, measure: draws"));
    assertEquals(Verdict.HOLDS, number.verdict());
    assertEffect(-5, T2 / Math.sqrt(3), number);
  }

  /** Mean rewards 2, 3, 4 and 1, 1, 1: differences 1, 2, 3, one for each run. */
  @Test
  void theDrawsOfSeveralTrainingsCountOnceARun() throws IOException {
    String several =
        """
        id: made-up
        runs: 3
        tasks: [{dataset: gaussian-1d-random-v0}]
        methods: [{method: reference}, {method: pfm}]
        probes: {samples: 2}
        """;
    rows.add(row("gaussian-1d-random-v0", "reference", 0, 1));
    ResultStore store = store(several);
    for (int run = 0; run < 3; run++) {
      draws(store, "trials", "pfm", run, 1 + run, 3 + run);
      draws(store, "trials", "reference", run, 0, 2);
    }
    ClaimResult result =
        evaluate(claim("['*']", "relation: above, than: [reference], measure: draws"));
    assertEffect(2, T2 / Math.sqrt(3), result);
    assertEquals(Counted.RUNS, result.counted());
    assertEquals(3, result.values());
  }

  /** Last shares 0.8, 0.9, 0.7 and 0.7, 0.7, 0.4: differences 0.1, 0.2, 0.3. */
  @Test
  void predictedLabelsAreComparedRunByRun() {
    scores(HOPPER, "reference", 40);
    ResultStore store = store(STUDY);
    double[] own = {0.8, 0.9, 0.7};
    double[] other = {0.7, 0.7, 0.4};
    for (int run = 0; run < own.length; run++) {
      predicted(store, "pfm", run, 0.5, own[run]);
      predicted(store, "reference", run, 0.5, other[run]);
    }
    ClaimResult result =
        evaluate(claim("[" + HOPPER + "]", "relation: above, than: [reference], measure: labels"));
    assertEffect(0.2, T2 * 0.1 / Math.sqrt(3), result);
    assertEquals(Counted.RUNS, result.counted());
    assertEquals(
        "no run with held-out labels predicted by pfm and reference on " + ANT,
        evaluate(claim("[" + ANT + "]", "relation: above, than: [reference], measure: labels"))
            .missing());
  }

  private static void predicted(ResultStore store, String method, int run, double... shares) {
    Trial trial =
        ResultStore.order(store.study()).stream()
            .filter(each -> each.key().equals(HOPPER + "/" + method + "/" + run))
            .findFirst()
            .orElseThrow();
    predicted(store, trial, shares);
  }

  private static void predicted(ResultStore store, Trial trial, double... shares) {
    List<Metric> metrics = new ArrayList<>();
    for (double share : shares) {
      metrics.add(new Metric("preference-validation-accuracy", metrics.size(), share));
    }
    store.put(
        trial,
        new TrialResult(
            trial.key(),
            "inputs",
            List.of(row(trial.task().label(), trial.method().label(), trial.run(), 40)),
            List.of(),
            metrics,
            Map.of(),
            Map.of(),
            List.of(),
            Map.of(),
            Map.of(),
            Map.of()));
  }

  private static void draws(
      ResultStore store, String where, String name, int run, double... rewards) throws IOException {
    Path folder = store.folder().resolve(where).resolve("gaussian-1d-random-v0").resolve(name);
    draws(folder.resolve("run-" + run + ".samples.csv"), rewards);
  }

  private static void draws(Path file, double... rewards) throws IOException {
    Files.createDirectories(file.getParent());
    String lines =
        Arrays.stream(rewards).mapToObj(r -> "0," + r + "\n").collect(Collectors.joining());
    Files.writeString(file, "action_0,reward\n" + lines);
  }

  /** The level is the caller's: at 50 % the quantile t(2) is 0.8165 (printed tables). */
  @Test
  void aLowerLevelDecidesMore() {
    scores(HOPPER, "reference", 40, 50, 30);
    scores(HOPPER, "pfm", 44, 52, 36);
    Claim claim = claim("[" + HOPPER + "]", "relation: above, than: [reference]");
    store(STUDY);
    ClaimResult result =
        new ClaimEvaluation(results, new Options(0.5, Acting.HEADLINE, false))
            .evaluate(List.of(claim))
            .get(0);
    assertEquals(Verdict.HOLDS, result.verdict());
    assertEquals(4 - 0.8164966 * 2 / Math.sqrt(3), result.effect().low(), 1e-6);
  }

  /** Sampled, pfm is 4, 5, 6 above; by its mean it is 4, 5, 6 below. */
  @Test
  void eitherModeCanBeAskedFor() {
    scores(HOPPER, "reference", 40, 50, 30);
    scores(HOPPER, "pfm", 44, 55, 36);
    for (int run = 0; run < 3; run++) {
      deterministic("reference", run, 60);
      deterministic("pfm", run, 56 - run);
    }
    Claim claim = claim("[" + HOPPER + "]", "relation: above, than: [reference]");
    store(STUDY);
    assertEquals(Verdict.HOLDS, evaluate(claim).verdict());
    ClaimEvaluation other = new ClaimEvaluation(results, USUAL.acting(Acting.OTHER));
    ClaimResult result = other.evaluate(List.of(claim)).get(0);
    assertEquals(Verdict.FAILS, result.verdict());
    assertEffect(-5, T2 / Math.sqrt(3), result);
    String page =
        Markdown.of(
            ClaimTable.page(
                List.of(evaluate(claim)), List.of(result), new ClaimMatrix(Map.of()), USUAL));
    assertTrue(page.contains(" in the other mode |"), page);
    assertTrue(page.contains("| fails, -5.00 [-7.48, -2.52] few |"), page);
  }

  private void deterministic(String method, int run, double score) {
    rows.add(
        row(
            HOPPER,
            method,
            run,
            Status.OK,
            Evaluation.LAST,
            Mode.DETERMINISTIC,
            1000,
            10 * score,
            score,
            ""));
  }

  /** Trials that diverged and policies that are not the last have no part in a verdict. */
  @Test
  void onlyScoredLastPoliciesCount() {
    scores(HOPPER, "reference", 40, 50, 30);
    scores(HOPPER, "pfm", 44, 55);
    double none = Double.NaN;
    rows.add(
        row(
            HOPPER,
            "pfm",
            2,
            Status.DIVERGED,
            Evaluation.LAST,
            Mode.SAMPLED,
            640,
            none,
            none,
            "loss is NaN"));
    rows.add(row(HOPPER, "pfm", 2, Status.OK, Evaluation.BEST, Mode.SAMPLED, 600, 990, 99, ""));
    ClaimResult result = evaluate("[" + HOPPER + "]", "relation: above, than: [reference]");
    assertEquals(4.5, result.effect().estimate(), 1e-12);
    assertEquals(2, result.values());
    assertEquals(3, result.planned());
  }

  /**
   * With a score for every trial, and draws and predicted labels where a claim is about them, no
   * claim goes untested but those that are withdrawn.
   */
  @Test
  void everyShippedClaimIsDecidedOrUndecidedOnceItsStudyHasRun() throws IOException {
    List<Claim> claims = ClaimFile.shipped().claims();
    for (String id : new TreeSet<>(claims.stream().map(Claim::study).toList())) {
      Path file = Path.of("src/main/resources/studies").resolve(id + ".yaml");
      Study study = StudyFile.read(file, Map.of()).study();
      rows.clear();
      for (Trial trial : study.trials()) {
        RandomGenerator random = new Seed(3).child(trial.key()).generator();
        double score = 50 + random.nextDouble();
        TrialRow row =
            row(
                trial.task().label(),
                trial.method().label(),
                trial.run(),
                TrialRow.Status.OK,
                Evaluation.LAST,
                study.protocol().headline(),
                1000,
                10 * score,
                score,
                "");
        rows.add(row.withValidationLoss(random.nextDouble()));
      }
      ResultStore store = new ResultStore(results.resolve(id));
      store.begin(study);
      TrialTable.write(store.trialsFile(), rows);
      if (study.probes().samples() > 0 || study.probes().images().isPresent()) {
        for (Study.Task task : study.tasks()) {
          for (int run = 0; run < study.runs(); run++) {
            for (String name : List.of("preferred", "rejected")) {
              draws(store.sharedProbeFile(task.label(), name, run, "samples"), 1, 2, 3 + run);
            }
            for (Study.Method method : study.methods()) {
              draws(store.probeFile(new Trial(task, method, run), "samples"), 1, 2, 4 - run);
            }
          }
        }
      }
      if (claims.stream()
          .anyMatch(c -> c.study().equals(id) && c.test().measure() == Claim.Measure.LABELS)) {
        for (Trial trial : study.trials()) {
          predicted(store, trial, new Seed(4).child(trial.key()).generator().nextDouble());
        }
      }
    }
    for (ClaimResult result : new ClaimEvaluation(results, USUAL).evaluate(claims)) {
      assertEquals("", result.missing(), result.claim().id());
      assertEquals(
          result.claim().withdrawn().isEmpty(), result.effect().bounded(), result.claim().id());
      if (result.counted() == Counted.RUNS) {
        assertEquals(result.planned(), result.values(), result.claim().id());
      }
    }
  }

  /** Without ant the mean is hopper's 4, 5, 6; a contrast needs a task on either side. */
  @Test
  void onRequestTasksWithoutResultsAreLeftOutAndNamed() {
    scores(HOPPER, "reference", 40, 50, 30);
    scores(HOPPER, "pfm", 44, 55, 36);
    scores(ANT, "reference", 40, 50, 30);
    store(STUDY);
    ClaimEvaluation partial =
        new ClaimEvaluation(results, new Options(0.95, Acting.HEADLINE, true));
    for (String relation : List.of("above", "steadier")) {
      Claim claim = claim("['*-medium-v2']", "relation: " + relation + ", than: [reference]");
      assertEquals(Verdict.NOT_TESTED, evaluate(claim).verdict());
      ClaimResult result = partial.evaluate(List.of(claim)).get(0);
      assertEquals(1, result.tasks());
      assertEquals("no score of pfm on ant-medium-v2", result.missing());
      if (relation.equals("above")) {
        assertEquals(Verdict.HOLDS, result.verdict());
        assertEffect(5, T2 / Math.sqrt(3), result);
        assertEquals(3, result.planned());
      }
    }
    Claim contrast =
        claim(
            "[" + HOPPER + "]", "relation: above, than: [reference], more-than-on: [" + ANT + "]");
    assertEquals(Verdict.NOT_TESTED, partial.evaluate(List.of(contrast)).get(0).verdict());
  }

  /**
   * Three claims of a family and one of none: with rising p-values p1, p2, p3 of one family Holm
   * takes 3 p1, 2 p2 and p3. Differences 4, 5, 6 have p = 1 - 5 sqrt(3) / sqrt(77) = 0.0131, twice
   * as close to the bound 2.5 the p of t = 2.5 sqrt(3), 0.0494.
   */
  @Test
  void claimsOfAFamilyAreCorrectedForTheirNumber() {
    scores(HOPPER, "reference", 40, 50, 30);
    scores(HOPPER, "pfm", 44, 55, 36);
    store(STUDY);
    String yaml = "claims:\n";
    for (String[] claim :
        new String[][] {{"a", "one", "0"}, {"b", "one", "2.5"}, {"c", "''", "2.5"}}) {
      yaml +=
          """
            - {id: %s, by: ours, place: x, statement: x, family: %s, study: made-up, tasks: [%s],
               test: {method: pfm, relation: above, than: [reference], plus: %s}}
          """
              .formatted(claim[0], claim[1], HOPPER, claim[2]);
    }
    List<ClaimResult> results =
        new ClaimEvaluation(results(), USUAL).evaluate(ClaimFile.parse("c.yaml", yaml).claims());
    double strong = 1 - 5 * Math.sqrt(3) / Math.sqrt(77);
    double weak = 1 - 2.5 * Math.sqrt(3) / Math.sqrt(2.5 * 2.5 * 3 + 2);
    assertEquals(strong, results.get(0).p(), 1e-12);
    assertEquals(2 * strong, results.get(0).adjusted(), 1e-12);
    assertEquals(weak, results.get(1).adjusted(), 1e-12, "the larger of two stays");
    assertEquals(Verdict.HOLDS, results.get(1).corrected());
    assertTrue(Double.isNaN(results.get(2).adjusted()));
    // a third, undecided, multiplies the others by 3 and 2: 0.0987 is no longer below 0.05
    yaml +=
        """
          - {id: d, by: ours, place: x, statement: x, family: one, study: made-up, tasks: [%s],
             test: {method: pfm, relation: above, than: [reference], plus: 4.5}}
        """
            .formatted(HOPPER);
    results =
        new ClaimEvaluation(results(), USUAL).evaluate(ClaimFile.parse("c.yaml", yaml).claims());
    assertEquals(3 * strong, results.get(0).adjusted(), 1e-12);
    assertEquals(Verdict.HOLDS, results.get(0).corrected());
    assertEquals(2 * weak, results.get(1).adjusted(), 1e-12);
    assertEquals(Verdict.HOLDS, results.get(1).verdict());
    assertEquals(Verdict.UNDECIDED, results.get(1).corrected());
  }

  private Path results() {
    return results;
  }

  /** At every level a claim is decided exactly where its p-value is smaller than the error. */
  @Test
  void aClaimIsDecidedWhereItsPIsBelowTheErrorOfItsInterval() {
    scores(HOPPER, "reference", 40, 50, 30, 44, 38);
    scores(HOPPER, "pfm", 41, 53, 30, 47, 39);
    scores(HOPPER, "dpo-1", 40, 55, 31, 42, 33);
    scores(HOPPER, "dpo-2", 35, 50, 36, 42, 37);
    store(STUDY);
    for (String test :
        List.of(
            "relation: above, than: [reference]",
            "relation: below, than: [reference]",
            "relation: below, than: [reference], plus: 4",
            "relation: near, than: [reference], tolerance: 4",
            "relation: near, than: [reference], plus: -3, tolerance: 2",
            "relation: above, than: [dpo-1, dpo-2]",
            "relation: below, than: [dpo-1, dpo-2], plus: 5",
            "relation: near, than: [dpo-1, dpo-2], tolerance: 9")) {
      Claim claim = claim("[" + HOPPER + "]", test);
      for (int error = 1; error < 50; error++) {
        Options options = new Options(1 - error / 100., Acting.HEADLINE, false);
        ClaimResult result = new ClaimEvaluation(results, options).evaluate(List.of(claim)).get(0);
        assertEquals(
            result.p() < error / 100.,
            result.verdict() != Verdict.UNDECIDED,
            () -> test + ", p = " + result.p() + ", verdict " + result.verdict());
      }
    }
  }

  /** A study that repeats another at two temperatures, its tasks labelled by both. */
  private static final String REPEATED =
      """
      id: repeated
      runs: 3
      tasks:
        - {dataset: hopper-medium-v2, label: hopper-t1, reference: {temperature: 1}}
        - {dataset: hopper-medium-v2, label: hopper-t0.1, reference: {temperature: 0.1}}
        - {dataset: ant-medium-v2, label: ant-t0.1, reference: {temperature: 0.1}}
      methods: [{method: reference}, {method: pfm}, {method: dpo}]
      """;

  private static final String PROTOCOLS =
      """
      protocols:
        - {name: home, study: made-up, mode: sampled}
        - {name: hot, study: repeated, reads: made-up, where: {reference.temperature: '1.0'}, mode: sampled}
        - {name: cold, study: repeated, reads: made-up, where: {reference.temperature: '0.1'}, mode: sampled, methods: {dpo-1: dpo, dpo-2: dpo}}
        - {name: absent, study: nowhere, reads: made-up, mode: deterministic}
      claims:
        - {id: gain, by: paper, place: x, statement: x, study: made-up, tasks: ['*-medium-v2'], test: {method: pfm, relation: above, than: [reference]}}
        - {id: ant, by: paper, place: x, statement: x, study: made-up, tasks: ['ant-*'], test: {method: pfm, relation: above, than: [reference]}}
        - {id: best, by: paper, place: x, statement: x, withdrawn: bad rows, study: made-up, tasks: ['hopper-*'], test: {method: pfm, relation: above, than: [dpo-1, dpo-2]}}
        - {id: other, by: ours, place: x, statement: x, study: elsewhere, test: {method: pfm, relation: above, than: [reference]}}
      """;

  /** On hopper pfm gains 4, 5, 6 at home and at 1, and loses as much at 0.1, as it does on ant. */
  @Test
  void aClaimIsReadUnderEveryProtocolOfItsStudy() {
    scores(HOPPER, "reference", 40, 50, 30);
    scores(HOPPER, "pfm", 44, 55, 36);
    store(STUDY);
    rows.clear();
    scores("hopper-t1", "reference", 40, 50, 30);
    scores("hopper-t1", "pfm", 44, 55, 36);
    for (String task : List.of("hopper-t0.1", "ant-t0.1")) {
      scores(task, "reference", 40, 50, 30);
      scores(task, "pfm", 36, 45, 24);
      scores(task, "dpo", 20, 30, 10);
    }
    ResultStore repeated = new ResultStore(results.resolve("repeated"));
    repeated.begin(StudyFile.parse("repeated.yaml", REPEATED, Map.of()).study());
    TrialTable.write(repeated.trialsFile(), rows);
    ClaimFile.Claims file = ClaimFile.parse("claims.yaml", PROTOCOLS);
    ClaimMatrix matrix =
        ClaimMatrix.of(
            new ClaimEvaluation(results, new Options(0.95, Acting.HEADLINE, true)),
            file.protocols(),
            file.claims());
    Block.Table table = matrix.verdicts(By.PAPER).orElseThrow();
    assertEquals(List.of("claim", "home", "hot", "cold", "absent"), table.columns());
    assertEquals(
        List.of(
            List.of("gain", "holds", "holds", "fails", "not tested"),
            List.of("ant", "not tested", "not tested", "fails", "not tested"),
            List.of("best", "withdrawn", "not tested", "holds", "not tested")),
        table.rows());
    assertTrue(matrix.verdicts(By.OURS).isEmpty(), "no protocol reads it");
    assertEquals(List.of("cold", "1", "2", "0", "0", "0"), matrix.counts(By.PAPER).rows().get(2));
    assertEquals(
        "cold: study repeated, reference.temperature 0.1, sampled actions", matrix.notes().get(2));
    ClaimResult cold = matrix.columns().get(file.protocols().get(2)).get(0);
    assertEquals(2, cold.tasks(), "hopper and ant at 0.1");
    assertEquals(-5, cold.effect().estimate(), 1e-12);
    List<String> csv = matrix.csv().lines().toList();
    assertEquals(1 + 4 * 3, csv.size());
    assertTrue(
        csv.get(1).startsWith("gain,paper,,home,made-up,sampled,holds,holds,5.0,"), csv.get(1));
  }
}
