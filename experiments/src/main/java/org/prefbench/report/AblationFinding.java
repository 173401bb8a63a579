package org.prefbench.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.prefbench.comparison.AblationScores;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.statistics.Format;
import org.prefbench.statistics.Interval;
import org.prefbench.study.Ablation;
import org.prefbench.study.Ablation.Line;
import org.prefbench.study.Ablation.Point;
import org.prefbench.study.Axis;

/**
 * What an ablation shows, in one sentence with a clause for every line. Considered are the values
 * at which every run of every panel has a score; scores and paired differences are means over
 * panels.
 *
 * <p>Of numbers, in this order:
 *
 * <ol>
 *   <li>the line <em>peaks</em> (or <em>dips</em>) at its best (worst) inner value if that is shown
 *       to be above (below) both ends, by intervals of the level 1 - 0.05 / m with m inner values,
 *       because the value was picked among m;
 *   <li>it <em>rises</em> (or <em>falls</em>) if the difference between its ends is shown. A rise
 *       ends at the smallest value from which on no value but the last is shown to be below the
 *       last; a fall begins after the largest value up to which none is shown to be below the
 *       first;
 *   <li>else it is <em>not shown to change</em>.
 * </ol>
 *
 * <p>Of categories, each is compared with the first; with m others the intervals have the level 1 -
 * 0.05 / m (Bonferroni), so that all of a line hold together at 95 %.
 *
 * <p>Shown means that the interval of the paired difference lies on one side of zero. A single run
 * has no interval, so it shows nothing.
 */
final class AblationFinding {
  private static final double MISS = 1 - ScoreTable.LEVEL;

  /** The points of a line at one value, one of each panel. */
  private record Value(String text, List<Point> points) {}

  private final AblationScores scores;
  private final int digits;

  private AblationFinding(AblationScores scores) {
    this.scores = scores;
    this.digits = scores.digits();
  }

  /** Returns the rules, as a report explains them. */
  static String note(Ablation ablation) {
    return "Finding of an ablation: ends of a line, and its best or worst inner value, are compared by the"
        + " mean difference within runs (same data"
        + (ablation.ofReferences()
            ? "; the reference policy is what varies"
            : " and reference policy")
        + "), averaged over panels,"
        + " with Student's interval; categories are compared with the first. Where one of several"
        + " comparisons is picked, intervals are widened (Bonferroni) to hold together at 95 %."
        + " Shown means that the interval excludes zero.";
  }

  /** Returns the sentence. */
  static String of(AblationScores scores) {
    return new AblationFinding(scores).sentence();
  }

  private String sentence() {
    Ablation ablation = scores.ablation();
    boolean ordered = ablation.scale() != Axis.Scale.CATEGORY;
    Map<String, List<Line>> lines = new LinkedHashMap<>();
    for (Line line : ablation.lines()) {
      lines.computeIfAbsent(line.name(), name -> new ArrayList<>()).add(line);
    }
    List<String> panels = ablation.lines().stream().map(Line::panel).distinct().toList();
    List<String> clauses = new ArrayList<>();
    int runs = Integer.MAX_VALUE;
    for (Map.Entry<String, List<Line>> line : lines.entrySet()) {
      List<Value> values = values(line.getValue());
      if (values.size() < 2) {
        clauses.add(line.getKey() + " has too few values with a score in every run");
        continue;
      }
      clauses.add(
          ordered
              ? ordered(line.getKey(), values)
              : categories(lines.size() == 1 ? "the score" : line.getKey(), values));
      for (int panel = 0; panel < line.getValue().size(); panel++) {
        Point first = values.get(0).points().get(panel);
        Point last = values.get(values.size() - 1).points().get(panel);
        runs = Math.min(runs, scores.runs(first, last));
      }
    }
    String place = panels.size() == 1 ? "On " + panels.get(0) : "Over " + panels.size() + " tasks";
    String lead = (ordered ? ", with growing " : ", by ") + ablation.name() + ", ";
    String evidence =
        runs == Integer.MAX_VALUE
            ? ""
            : runs == 1
                ? " (a single run, so nothing is shown)"
                : " (" + runs + " runs; intervals of paired differences)";
    return place + lead + String.join("; ", clauses) + evidence + ".";
  }

  /** Returns the values at which every panel of a line has a score in every run. */
  private List<Value> values(List<Line> panels) {
    List<Value> values = new ArrayList<>();
    for (Point first : panels.get(0).points()) {
      List<Point> points =
          panels.stream()
              .flatMap(line -> line.points().stream())
              .filter(point -> point.tick().equals(first.tick()))
              .toList();
      if (points.size() == panels.size() && points.stream().allMatch(scores::complete)) {
        values.add(new Value(first.tick().text(), points));
      }
    }
    return values;
  }

  private String ordered(String name, List<Value> values) {
    Value first = values.get(0);
    Value last = values.get(values.size() - 1);
    Interval change = difference(last, first, ScoreTable.LEVEL);
    List<Value> inner = values.subList(1, values.size() - 1);
    for (int sign : change.bounded() && !inner.isEmpty() ? new int[] {1, -1} : new int[0]) {
      Value extreme = inner.get(0);
      for (Value value : inner) {
        if (sign * (mean(value) - mean(extreme)) > 0) {
          extreme = value;
        }
      }
      double level = 1 - MISS / inner.size();
      Interval fromFirst = difference(extreme, first, level);
      Interval fromLast = difference(extreme, last, level);
      if (shown(fromFirst, sign) && shown(fromLast, sign)) {
        return Format.text(
            "%s %s at %s with %s (%s to %s, %s to %s)",
            name,
            sign > 0 ? "peaks" : "dips",
            extreme.text(),
            number(mean(extreme)),
            Format.signed(fromFirst, digits),
            first.text(),
            Format.signed(fromLast, digits),
            last.text());
      }
    }
    String ends =
        Format.text(
            "from %s at %s to %s at %s",
            number(mean(first)), first.text(), number(mean(last)), last.text());
    if (!change.bounded()) {
      return Format.text("%s goes %s (%s)", name, ends, Format.signed(change, digits));
    }
    if (shown(change, 1)) {
      String until =
          turn(values, (value, end) -> shown(difference(end, value, ScoreTable.LEVEL), 1));
      return Format.text(
          "%s rises %s (%s), %s",
          name,
          ends,
          Format.signed(change, digits),
          until.equals(last.text()) ? "to the end" : "with no gain shown beyond " + until);
    }
    if (shown(change, -1)) {
      List<Value> reversed = new ArrayList<>(values);
      Collections.reverse(reversed);
      String until =
          turn(reversed, (value, start) -> shown(difference(value, start, ScoreTable.LEVEL), -1));
      return Format.text(
          "%s falls %s (%s), %s",
          name,
          ends,
          Format.signed(change, digits),
          until.equals(first.text()) ? "from the start" : "with no loss shown up to " + until);
    }
    return Format.text(
        "%s is not shown to change, %s (%s)", name, ends, Format.signed(change, digits));
  }

  /** Returns the first value from which on none but the last is shown to differ from the last. */
  private static String turn(List<Value> values, BiPredicate<Value, Value> differs) {
    Value last = values.get(values.size() - 1);
    int turn = values.size() - 1;
    while (turn > 0 && !differs.test(values.get(turn - 1), last)) {
      turn--;
    }
    return values.get(turn).text();
  }

  private String categories(String name, List<Value> values) {
    Value base = values.get(0);
    double level = 1 - MISS / (values.size() - 1);
    List<String> better = new ArrayList<>();
    List<String> worse = new ArrayList<>();
    List<String> open = new ArrayList<>();
    for (Value value : values.subList(1, values.size())) {
      Interval difference = difference(value, base, level);
      List<String> list = shown(difference, 1) ? better : shown(difference, -1) ? worse : open;
      list.add(value.text() + " (" + Format.signed(difference, digits) + ")");
    }
    List<String> parts = new ArrayList<>();
    if (!better.isEmpty()) {
      parts.add("better with " + list(better));
    }
    if (!worse.isEmpty()) {
      parts.add("worse with " + list(worse));
    }
    if (!open.isEmpty()) {
      parts.add("not shown to differ with " + list(open));
    }
    return Format.text(
        "%s is, against %s with %s, %s", name, base.text(), number(mean(base)), list(parts));
  }

  private static String list(List<String> items) {
    int last = items.size() - 1;
    return last == 0
        ? items.get(0)
        : String.join(", ", items.subList(0, last)) + " and " + items.get(last);
  }

  private Interval difference(Value above, Value below, double level) {
    return scores.difference(above.points(), below.points(), level);
  }

  private double mean(Value value) {
    return scores.mean(value.points());
  }

  private String number(double value) {
    return Format.fixed(value, digits);
  }

  private static boolean shown(Interval difference, int sign) {
    return sign > 0 ? difference.low() > 0 : difference.high() < 0;
  }
}
