package org.prefbench.claims;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.prefbench.claims.ClaimEvaluation.Options;
import org.prefbench.claims.ClaimResult.Counted;
import org.prefbench.claims.ClaimResult.Verdict;
import org.prefbench.report.Marks;
import org.prefbench.report.document.Block;
import org.prefbench.report.document.Block.Heading;
import org.prefbench.report.document.Block.Notes;
import org.prefbench.report.document.Block.Text;
import org.prefbench.report.document.Document;
import org.prefbench.report.document.TextTable;
import org.prefbench.statistics.Format;
import org.prefbench.study.Claim;
import org.prefbench.study.Claim.By;
import org.prefbench.study.Claim.Measure;
import org.prefbench.study.Claim.Relation;

/** What became of claims, as people read it. */
public final class ClaimTable {
  /** The heading of the page. */
  public static final String TITLE = "Claims and what became of them";

  private ClaimTable() {}

  /** Returns one line per claim, the counts, and the verdicts under each protocol. */
  public static Document summary(List<ClaimResult> results, ClaimMatrix matrix) {
    List<String> lines = new ArrayList<>();
    reasons(results, ClaimResult::missing)
        .forEach((reason, ids) -> lines.add("missing: " + reason + count(ids)));
    reasons(results, result -> result.claim().withdrawn())
        .forEach((reason, ids) -> lines.add("withdrawn: " + reason + count(ids)));
    for (By by : By.values()) {
      counts(results, by).ifPresent(lines::add);
    }
    Block.Table table =
        new TextTable<>(results)
            .column("claim", result -> result.claim().id())
            .column("by", result -> by(result.claim()))
            .column("verdict", result -> result.verdict().text())
            .column("by Holm", result -> filled(corrected(result)))
            .column("left - right", result -> filled(effect(result)))
            .column("over", result -> filled(over(result)))
            .column("would decide", result -> filled(needed(result)))
            .table();
    lines.addAll(Marks.notes(List.of(table)));
    List<Block> blocks = new ArrayList<>(List.of(table, new Notes(lines)));
    addMatrix(blocks, matrix);
    return new Document(blocks);
  }

  /** Adds the verdicts of claims under each protocol, the paper's first. */
  private static void addMatrix(List<Block> blocks, ClaimMatrix matrix) {
    for (By by : By.values()) {
      matrix
          .verdicts(by)
          .ifPresent(
              verdicts -> {
                blocks.add(new Heading(2, title(by) + " by protocol"));
                blocks.add(verdicts);
                blocks.add(matrix.counts(by));
              });
    }
    if (!matrix.columns().isEmpty()) {
      blocks.add(new Notes(matrix.notes()));
    }
  }

  private static String title(By by) {
    return by == By.PAPER ? "The paper's (Kim et al. 2024, arXiv 2405.19806)" : "Ours";
  }

  private static String count(List<String> ids) {
    return " (" + ids.size() + (ids.size() == 1 ? " claim)" : " claims)");
  }

  /**
   * Returns the page of all verdicts.
   *
   * @param results the verdicts on policies in the headline mode
   * @param others the verdicts on policies in the other mode, in the same order
   * @param matrix the verdicts under each protocol
   * @param options how claims were decided
   */
  public static Document page(
      List<ClaimResult> results, List<ClaimResult> others, ClaimMatrix matrix, Options options) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Heading(1, TITLE));
    addMatrix(blocks, matrix);
    for (By by : By.values()) {
      List<ClaimResult> own = results.stream().filter(r -> r.claim().by() == by).toList();
      counts(results, by)
          .ifPresent(
              counts -> {
                blocks.add(new Heading(2, title(by)));
                blocks.add(new Text(counts + "."));
                blocks.add(table(own, others));
              });
    }
    addReasons(blocks, "What is missing", reasons(results, ClaimResult::missing));
    addReasons(blocks, "What is withdrawn", reasons(results, result -> result.claim().withdrawn()));
    blocks.add(new Heading(2, "How the words were read"));
    blocks.add(new Notes(results.stream().map(result -> reading(result.claim())).toList()));
    blocks.add(new Heading(2, "How to read this"));
    List<String> notes = new ArrayList<>(notes(options));
    notes.addAll(notes.size() - 1, Marks.notes(blocks));
    blocks.add(new Notes(notes));
    return new Document(blocks);
  }

  private static String reading(Claim claim) {
    return Format.text("%s (%s): %s", claim.id(), claim.place(), ClaimFormula.of(claim))
        + (claim.reading().isEmpty() ? "" : ". " + claim.reading().strip());
  }

  /** Returns the reasons that results have, where they have one, with the claims that have it. */
  private static Map<String, List<String>> reasons(
      List<ClaimResult> results, Function<ClaimResult, String> reason) {
    Map<String, List<String>> reasons = new LinkedHashMap<>();
    for (ClaimResult result : results) {
      String own = reason.apply(result);
      if (!own.isEmpty()) {
        reasons.computeIfAbsent(own, any -> new ArrayList<>()).add(result.claim().id());
      }
    }
    return reasons;
  }

  private static void addReasons(
      List<Block> blocks, String heading, Map<String, List<String>> reasons) {
    if (!reasons.isEmpty()) {
      List<String> lines = new ArrayList<>();
      reasons.forEach((reason, ids) -> lines.add(reason + ": " + String.join(", ", ids)));
      blocks.add(new Heading(2, heading));
      blocks.add(new Notes(lines));
    }
  }

  private static List<String> notes(Options options) {
    return List.of(
        "left - right: by how much the left side of the comparison exceeds the right, averaged over"
            + " tasks, with its "
            + percent(options.level())
            + " % interval; points of normalised score, or units of reward for draws. Differences"
            + " are those of the same run (same data, reference policy and pairs), intervals"
            + " Student's. Where the right side is the best of several on each task, the upper bound"
            + " is widened for that choice; the lower one needs no more, as the choice can only favour"
            + " the right side. For steadier: the ratio of the standard deviations between trainings,"
            + " from which the error of evaluation is taken off.",
        Marks.ONE_BEHAVIOR,
        "holds, fails: the whole interval lies where the claim says, or where it says it does not;"
            + " undecided: it lies across; not tested: there are no results to tell by.",
        "by Holm: the verdict, and its p-value, once more with Holm's correction for all tested claims"
            + " of one family: among them even one wrong verdict is no likelier than "
            + percent(1 - options.level())
            + " %. P-values are those of the tests whose intervals are shown.",
        "over: runs with a score / runs planned, summed over datasets, and the number of tasks. Where a study has a"
            + " single run, its policies' draws are compared: the verdict is then about these policies,"
            + " not about other trainings.",
        "in the other mode: the verdict on policies that act by their mean where the study's headline"
            + " is sampled actions, or the other way round.",
        "would decide: the runs per task (or draws) that would make the interval exclude the"
            + " opposite if differences went on to spread as they do.",
        "Every interval has its own level: among many claims a few plain verdicts are chance.",
        "the paper's: its numbers for the two sides, averaged over the same tasks, or the gains on"
            + " the two groups of tasks. Unverified ones are recalled from memory and were not seen"
            + " in print. Its tasks are D4RL's, ours are data of our own behaviour policies in our"
            + " own simulator.",
        options.partial()
            ? "A claim some of whose tasks have no results is decided on the others, as the number of"
                + " tasks says."
            : "A claim some of whose tasks have no results is not tested.",
        "Made from the rows by prefbench claims check --output results/claims"
            + (options.partial() ? " --partial." : "."));
  }

  private static String percent(double share) {
    return BigDecimal.valueOf(share)
        .movePointRight(2)
        .round(new MathContext(4))
        .stripTrailingZeros()
        .toPlainString();
  }

  private static Block.Table table(List<ClaimResult> results, List<ClaimResult> others) {
    Map<String, ClaimResult> other =
        others.stream()
            .filter(result -> result.claim().test().measure() == Measure.SCORE)
            .filter(result -> result.verdict().tested())
            .collect(Collectors.toMap(result -> result.claim().id(), result -> result));
    return new TextTable<>(results)
        .column("claim", result -> result.claim().statement())
        .column("verdict", result -> result.verdict().text())
        .column("by Holm", result -> filled(corrected(result)))
        .column("left - right", result -> filled(effect(result)))
        .column("over", result -> filled(over(result)))
        .column("would decide", result -> filled(needed(result)))
        .column(
            "in the other mode",
            result ->
                Optional.ofNullable(other.get(result.claim().id()))
                    .map(each -> each.verdict().text() + ", " + effect(each))
                    .orElse(Format.NONE))
        .column("the paper's", result -> filled(published(result)))
        .column("study", result -> result.claim().study())
        .column("id", result -> result.claim().id())
        .table();
  }

  private static String filled(String text) {
    return text.isEmpty() ? Format.NONE : text;
  }

  private static Optional<String> counts(List<ClaimResult> results, By by) {
    List<ClaimResult> own = results.stream().filter(r -> r.claim().by() == by).toList();
    if (own.isEmpty()) {
      return Optional.empty();
    }
    long withdrawn = count(own, Verdict.WITHDRAWN);
    return Optional.of(
        Format.text(
                "%s: %d hold, %d fail, %d undecided, %d not tested",
                by == By.PAPER ? "the paper's" : "ours",
                count(own, Verdict.HOLDS),
                count(own, Verdict.FAILS),
                count(own, Verdict.UNDECIDED),
                count(own, Verdict.NOT_TESTED))
            + (withdrawn == 0 ? "" : ", " + withdrawn + " withdrawn"));
  }

  private static long count(List<ClaimResult> results, Verdict verdict) {
    return results.stream().filter(result -> result.verdict() == verdict).count();
  }

  private static String by(Claim claim) {
    return claim.by() == By.PAPER ? "paper" : "ours";
  }

  private static String effect(ClaimResult result) {
    if (!result.effect().exists() && !result.effect().bounded()) {
      return "";
    }
    if (result.claim().test().relation() == Relation.STEADIER) {
      return "× " + Format.interval(result.effect(), 2);
    }
    int digits = result.claim().test().measure() == Measure.SCORE ? 2 : 4;
    return (result.effect().estimate() > 0 ? "+" : "") + Format.interval(result.effect(), digits);
  }

  /** Returns the corrected verdict and its p-value. */
  private static String corrected(ClaimResult result) {
    double p = result.adjusted();
    return Double.isNaN(p)
        ? ""
        : result.corrected().text()
            + (p < 0.0005 ? ", p < 0.001" : ", p = " + Format.fixed(p, p < 0.0995 ? 3 : 2));
  }

  private static String over(ClaimResult result) {
    return result.verdict().tested()
        ? Format.text(
            "%d/%d %s, %d %s",
            result.values(),
            result.planned(),
            counted(result),
            result.tasks(),
            result.tasks() == 1 ? "task" : "tasks")
        : "";
  }

  private static String needed(ClaimResult result) {
    if (result.verdict() != Verdict.UNDECIDED) {
      return "";
    }
    return result.needed().isEmpty()
        ? "?"
        : Format.count(result.needed().getAsLong()) + " " + counted(result);
  }

  private static String counted(ClaimResult result) {
    return result.counted() == Counted.RUNS ? "runs" : "draws";
  }

  private static String published(ClaimResult result) {
    return result
        .published()
        .map(
            sides ->
                Format.fixed(sides.left(), 2)
                    + " vs "
                    + Format.fixed(sides.right(), 2)
                    + (sides.verified() ? "" : " (unverified)"))
        .orElse("");
  }
}
