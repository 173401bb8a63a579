package org.prefbench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prefbench.comparison.DoseResponse;
import org.prefbench.comparison.DoseResponse.Curve;
import org.prefbench.comparison.DoseResponse.Dose;
import org.prefbench.core.Parameters;
import org.prefbench.statistics.Interval;
import org.prefbench.statistics.SignChange;
import org.prefbench.store.CsvText;
import org.prefbench.study.Ablation;

/** Every number of gains by dose as comma-separated values, in full precision. */
final class FullDoses {
  private FullDoses() {}

  /** Returns one line per mode, group of sets, method and value. */
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
      number(dose.gain().estimate()),
      number(dose.gain().low()),
      number(dose.gain().high()),
      dose.gain().values(),
      number(dose.share().estimate()),
      number(dose.share().low()),
      number(dose.share().high()),
      number(ablation.value(place.estimate())),
      bound(ablation, place.low()),
      bound(ablation, place.high()),
      change.map(SignChange::count).map(String::valueOf).orElse(""),
      number(change.map(SignChange::without).orElse(Double.NaN))
    };
  }

  private static String bound(Ablation ablation, double place) {
    return number(Double.isInfinite(place) ? place : ablation.value(place));
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }
}
