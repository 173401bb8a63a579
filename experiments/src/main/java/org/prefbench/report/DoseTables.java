package org.prefbench.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.prefbench.comparison.DoseResponse;
import org.prefbench.comparison.DoseResponse.Curve;
import org.prefbench.comparison.DoseResponse.Dose;
import org.prefbench.core.Parameters;
import org.prefbench.report.document.Block;
import org.prefbench.report.document.NotedTable;
import org.prefbench.report.document.TextTable;
import org.prefbench.statistics.Format;
import org.prefbench.statistics.Interval;
import org.prefbench.statistics.SignChange;
import org.prefbench.store.CsvText;
import org.prefbench.study.Ablation;
import org.prefbench.study.Axis;
import org.prefbench.study.Protocol.Mode;

/**
 * What methods gain over the reference at every value that a study varies, and where the gain
 * changes sign; beside it the shares of what the whole gains.
 */
final class DoseTables {
  private DoseTables() {}

  /** Returns the tables of each mode, the headline first. */
  static List<NotedTable> of(DoseResponse response) {
    List<NotedTable> tables = new ArrayList<>();
    for (Mode mode : response.modes()) {
      List<Curve> curves =
          response.curves().stream().filter(curve -> curve.mode() == mode).toList();
      String by = " by " + response.ablation().name() + ", " + Parameters.word(mode) + " actions";
      List<String> notes = new ArrayList<>(tables.isEmpty() ? notes(response) : List.of());
      boolean shares = response.shares(mode);
      if (!shares) {
        response.whole().map(DoseTables::noShare).ifPresent(notes::add);
      }
      tables.add(
          new NotedTable("Gain over " + response.reference() + by, gains(response, curves), notes));
      response
          .whole()
          .filter(whole -> shares)
          .ifPresent(
              whole ->
                  tables.add(
                      new NotedTable(
                          "Share of " + whole + "'s gain" + by,
                          shares(response, curves, whole),
                          List.of(shareNote(whole)))));
    }
    return tables;
  }

  private static Block.Table gains(DoseResponse response, List<Curve> curves) {
    int digits =
        Format.digits(
            curves.stream()
                .flatMap(curve -> curve.doses().stream())
                .map(Dose::gain)
                .flatMapToDouble(gain -> DoubleStream.of(gain.low(), gain.high()))
                .filter(Double::isFinite)
                .map(Math::abs)
                .max()
                .orElse(0));
    TextTable<Curve> table = start(curves);
    for (int i = 0; i < response.ablation().ticks().size(); i++) {
      int tick = i;
      table.column(
          response.ablation().ticks().get(i).text(),
          curve -> Format.difference(curve.doses().get(tick).gain(), digits));
    }
    return table
        .column(
            "changes sign at [95 %]",
            curve -> curve.change().map(c -> change(response.ablation(), c)).orElse(Format.NONE))
        .column(
            "without",
            curve ->
                curve
                    .change()
                    .map(SignChange::without)
                    .filter(Double::isFinite)
                    .map(share -> Format.fixed(100 * share, 0) + " %")
                    .orElse(Format.NONE))
        .table();
  }

  private static Block.Table shares(DoseResponse response, List<Curve> curves, String whole) {
    TextTable<Curve> table =
        start(curves.stream().filter(curve -> !curve.method().equals(whole)).toList());
    for (int i = 0; i < response.ablation().ticks().size(); i++) {
      int tick = i;
      table.column(
          response.ablation().ticks().get(i).text(),
          curve -> {
            Dose dose = curve.doses().get(tick);
            return dose.shared() ? Format.percent(dose.share()) : "no gain";
          });
    }
    return table.table();
  }

  private static TextTable<Curve> start(List<Curve> curves) {
    return new TextTable<>(curves)
        .column("method", Curve::method)
        .column("sets", curve -> curve.group().name());
  }

  /** Returns where a gain changes sign, and from which to which. */
  private static String change(Ablation ablation, SignChange change) {
    if (change.sign() == 0) {
      return "never";
    }
    Interval place = change.place();
    String way = change.sign() > 0 ? "gain to loss at " : "loss to gain at ";
    String text = way + number(ablation.value(place.estimate()));
    if (place.bounded()) {
      text += " [" + bound(ablation, place.low()) + ", " + bound(ablation, place.high()) + "]";
    }
    return text + (change.count() > 1 ? " (first of " + change.count() + ")" : "");
  }

  private static String bound(Ablation ablation, double place) {
    int last = ablation.ticks().size() - 1;
    return Double.isFinite(place)
        ? number(ablation.value(place))
        : place < 0
            ? "< " + ablation.ticks().get(0).text()
            : "> " + ablation.ticks().get(last).text();
  }

  private static String number(double value) {
    return BigDecimal.valueOf(value).round(new MathContext(3)).stripTrailingZeros().toPlainString();
  }

  private static List<String> notes(DoseResponse response) {
    List<String> notes = new ArrayList<>();
    notes.add(
        "gain: mean over sets of the mean over runs of the difference to "
            + response.reference()
            + " in the same run (same data, reference policy and pairs), in points of normalised"
            + " score, with Student's 95 % interval; * marks one that excludes zero.");
    notes.add(
        "changes sign at: the first value from the left at which the line through the mean gains"
            + (response.ablation().scale() == Axis.Scale.LOG
                ? ", over the logarithm of the value,"
                : "")
            + " crosses zero, between the percentiles of 10,000 bootstrap replicates, each of n - 1 of"
            + " the n runs of every set, a run with all its values; < and > lie beyond the values"
            + " looked at. without: the share of replicates without such a change.");
    if (!response.leftOut().isEmpty()) {
      notes.add(
          "Sets without a task at every value are left out: "
              + String.join(", ", response.leftOut())
              + ".");
    }
    return notes;
  }

  private static String noShare(String whole) {
    return "There are no shares of "
        + whole
        + "'s gain: at no value does its interval lie above zero.";
  }

  private static String shareNote(String whole) {
    return "share: ratio of the mean gains, between the percentiles of the same bootstrap. no gain:"
        + " the interval of "
        + whole
        + "'s own gain does not lie above zero, so that there is nothing to share.";
  }

  /** Returns every number in full precision: a line per mode, group of sets, method and value. */
  static String csv(DoseResponse response) {
    List<Object[]> lines = new ArrayList<>();
    lines.add(
        new Object[] {
          "mode",
          "sets",
          "method",
          "value",
          "gain",
          "gain_low",
          "gain_high",
          "paired_runs",
          "share",
          "share_low",
          "share_high",
          "sign_change",
          "sign_change_low",
          "sign_change_high",
          "sign_changes",
          "share_of_replicates_without"
        });
    for (Curve curve : response.curves()) {
      for (Dose dose : curve.doses()) {
        lines.add(line(response.ablation(), curve, dose));
      }
    }
    return CsvText.of(lines);
  }

  private static Object[] line(Ablation ablation, Curve curve, Dose dose) {
    Interval place = curve.change().map(SignChange::place).orElse(Interval.NONE);
    Optional<SignChange> change = curve.change();
    return new Object[] {
      Parameters.word(curve.mode()),
      curve.group().name(),
      curve.method(),
      dose.tick().text(),
      exact(dose.gain().estimate()),
      exact(dose.gain().low()),
      exact(dose.gain().high()),
      dose.gain().values(),
      exact(dose.share().estimate()),
      exact(dose.share().low()),
      exact(dose.share().high()),
      exact(ablation.value(place.estimate())),
      exactBound(ablation, place.low()),
      exactBound(ablation, place.high()),
      change.map(SignChange::count).map(String::valueOf).orElse(""),
      exact(change.map(SignChange::without).orElse(Double.NaN))
    };
  }

  private static String exactBound(Ablation ablation, double place) {
    return exact(Double.isInfinite(place) ? place : ablation.value(place));
  }

  private static String exact(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }
}
