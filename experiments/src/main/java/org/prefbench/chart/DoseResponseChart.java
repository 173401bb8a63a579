package org.prefbench.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.prefbench.comparison.DoseResponse;
import org.prefbench.comparison.DoseResponse.Curve;
import org.prefbench.comparison.DoseResponse.Dose;
import org.prefbench.comparison.DoseResponse.Group;
import org.prefbench.comparison.ReportData;
import org.prefbench.core.Parameters;
import org.prefbench.drawing.Colors;
import org.prefbench.plot.Guide;
import org.prefbench.plot.Mark;
import org.prefbench.plot.Marker;
import org.prefbench.plot.Marking;
import org.prefbench.plot.Panel;
import org.prefbench.plot.Picture;
import org.prefbench.plot.Plot;
import org.prefbench.plot.Sheet;
import org.prefbench.statistics.Format;
import org.prefbench.statistics.Interval;
import org.prefbench.study.Ablation;
import org.prefbench.study.Ablation.Tick;
import org.prefbench.study.Protocol.Mode;

/**
 * Dose and response: the gain over the reference against a number that a study varies over its
 * tasks, a line for each method with Student's 95 % interval as a band, and beside it the share of
 * what the whole (best-of-two) gains, with a bootstrap's. A row of panels for all datasets, and one
 * for each tier; a picture for either way to act. Where the whole is not shown to gain there is no
 * share, and the panel says so. Where there are too many methods for one panel, each family has a
 * picture of its own.
 */
public final class DoseResponseChart implements ChartFactory {
  /** Bands of shares are cut off so far from all lines: a ratio to a small gain has any bound. */
  private static final double BEYOND = 150;

  /** Share of the axis between points of several methods that stand alone at one value. */
  private static final double ASIDE = 0.016;

  private static final Color NOTHING = new Color(0xEDEDED);

  /** What a panel shows of a dose, and how far beyond the estimates its bounds are shown. */
  private record View(String axis, Function<Dose, Interval> of, double beyond, double... guides) {}

  @Override
  public String id() {
    return "dose-response";
  }

  @Override
  public List<Picture> draw(ReportData data) {
    Optional<DoseResponse> found = DoseResponse.of(data);
    if (found.isEmpty()) {
      return List.of();
    }
    DoseResponse response = found.get();
    MethodStyles styles = MethodStyles.of(data.table().options());
    List<Picture> pictures = new ArrayList<>();
    for (Mode mode : response.modes()) {
      List<String> methods =
          response.of(mode, response.groups().get(0)).stream().map(Curve::method).toList();
      styles
          .panels(methods)
          .forEach((family, own) -> pictures.add(picture(response, styles, mode, family, own)));
    }
    return pictures;
  }

  private static Picture picture(
      DoseResponse response, MethodStyles styles, Mode mode, String family, List<String> methods) {
    String unit = " (points of normalised score)";
    View gain =
        new View(
            "gain over " + response.reference() + unit, Dose::gain, Double.POSITIVE_INFINITY, 0);
    String whole = response.whole().orElse("");
    boolean shares = response.shares(mode);
    View share =
        new View(
            "share of " + whole + "'s gain (%)", dose -> dose.share().times(100), BEYOND, 0, 100);
    List<Panel> panels = new ArrayList<>();
    for (Group group : response.groups()) {
      List<Curve> curves =
          response.of(mode, group).stream().filter(c -> methods.contains(c.method())).toList();
      if (!curves.isEmpty()) {
        panels.add(panel(response.ablation(), styles, group, curves, gain));
        if (shares) {
          panels.add(
              withNothing(
                  panel(response.ablation(), styles, group, others(curves, whole), share),
                  response,
                  curves.get(0)));
        }
      }
    }
    String acting = Parameters.word(mode);
    return new Sheet("", 2, panels.size() == 1 ? 720 : 540, 430, panels)
        .picture(
            "dose-response-" + acting + (family.isEmpty() ? "" : "-" + family),
            "Gain over "
                + response.reference()
                + " by "
                + response.ablation().name()
                + ", "
                + acting
                + " actions: mean over sets and runs of the difference within a run, with Student's"
                + " 95 % interval"
                + (!shares
                    ? response
                        .whole()
                        .map(label -> "; " + label + " is not shown to gain")
                        .orElse("")
                    : "; beside it the share of what "
                        + whole
                        + " gains, with the 95 % interval of a bootstrap over runs")
                + (family.isEmpty() ? "" : "; family " + family));
  }

  private static List<Curve> others(List<Curve> curves, String whole) {
    return curves.stream().filter(curve -> !curve.method().equals(whole)).toList();
  }

  private static Plot panel(
      Ablation ablation, MethodStyles styles, Group group, List<Curve> curves, View view) {
    double[] x = AblationChart.horizontal(ablation);
    double[] y = vertical(curves, view);
    Map<Double, String> ticks = new TreeMap<>();
    for (Tick tick : ablation.ticks()) {
      ticks.put(tick.place(), tick.text());
    }
    Plot plot =
        new Plot(group.name(), x[0], x[1], y[0], y[1])
            .axes(ablation.name(), view.axis())
            .ticks(ticks)
            .under(Guide.across(view.guides()));
    for (Curve curve : curves) {
      addBand(plot, curve, view, y, styles.color(curve.method()));
    }
    for (int i = 0; i < curves.size(); i++) {
      double aside = (i - (curves.size() - 1) / 2.0) * ASIDE * (x[1] - x[0]);
      addLine(plot, curves.get(i), view, y, aside, styles);
    }
    List<Interval> shown =
        curves.stream().flatMap(curve -> curve.doses().stream()).map(view.of()).toList();
    return IntervalMarks.explainFlat(IntervalMarks.explainBands(plot, shown), shown);
  }

  private static void addBand(Plot plot, Curve curve, View view, double[] y, Color color) {
    for (List<Dose> doses : joined(curve, view)) {
      if (doses.size() > 1 && doses.stream().map(view.of()).allMatch(Interval::bounded)) {
        plot.band(
            curve.method(),
            column(doses, dose -> dose.tick().place()),
            column(doses, dose -> within(view.of().apply(dose).low(), y)),
            column(doses, dose -> within(view.of().apply(dose).high(), y)),
            Colors.fade(color, 0.1));
      }
    }
  }

  /** A point without neighbours has a line for a band, aside from those of other methods. */
  private static void addLine(
      Plot plot, Curve curve, View view, double[] y, double aside, MethodStyles styles) {
    Color color = styles.color(curve.method());
    BasicStroke stroke = styles.stroke(curve.method(), 2);
    Marker marker = (across, up) -> styles.mark(curve.method(), across, up);
    plot.entry(curve.method(), color, stroke, marker);
    for (List<Dose> doses : joined(curve, view)) {
      if (doses.size() > 1) {
        plot.line(
            curve.method(),
            column(doses, dose -> dose.tick().place()),
            column(doses, dose -> view.of().apply(dose).estimate()),
            column(doses, dose -> view.of().apply(dose).low()),
            column(doses, dose -> view.of().apply(dose).high()),
            color,
            stroke);
      }
      plot.over(
          (graphics, axes) -> {
            for (Dose dose : doses) {
              Interval shown = view.of().apply(dose);
              boolean alone = doses.size() == 1;
              double across = axes.x(dose.tick().place() + (alone ? aside : 0));
              Marking.around(
                  graphics,
                  Mark.of(curve.method(), says(curve, dose, view)),
                  () -> {
                    if (alone && shown.bounded()) {
                      graphics.setColor(color);
                      graphics.setStroke(Plot.solid(1.5));
                      graphics.draw(
                          new Line2D.Double(
                              across,
                              axes.y(within(shown.low(), y)),
                              across,
                              axes.y(within(shown.high(), y))));
                    }
                    IntervalMarks.paint(
                        graphics, marker.at(across, axes.y(shown.estimate())), color, shown);
                  });
            }
          });
    }
  }

  private static String says(Curve curve, Dose dose, View view) {
    Interval shown = view.of().apply(dose);
    return curve.method()
        + " at "
        + dose.tick().text()
        + ": "
        + Format.interval(shown, Format.digits(Math.abs(shown.estimate())))
        + " "
        + view.axis();
  }

  /** Returns the doses that a line joins: neighbours that both have an estimate. */
  private static List<List<Dose>> joined(Curve curve, View view) {
    List<List<Dose>> joined = new ArrayList<>();
    boolean before = false;
    for (Dose dose : curve.doses()) {
      boolean here = view.of().apply(dose).exists();
      if (here && !before) {
        joined.add(new ArrayList<>());
      }
      if (here) {
        joined.get(joined.size() - 1).add(dose);
      }
      before = here;
    }
    return joined;
  }

  /** Grays the values at which the whole gains nothing that could be shared. */
  private static Plot withNothing(Plot plot, DoseResponse response, Curve any) {
    List<Double> places = response.ablation().ticks().stream().map(Tick::place).toList();
    List<Integer> nothing = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      if (!any.doses().get(i).shared()) {
        nothing.add(i);
      }
    }
    if (nothing.isEmpty()) {
      return plot;
    }
    double[] limits = AblationChart.horizontal(response.ablation());
    plot.swatch(response.whole().orElse("") + " not shown to gain: no share", NOTHING);
    return plot.under(
        (graphics, axes) -> {
          graphics.setColor(NOTHING);
          for (int i : nothing) {
            double left = i == 0 ? limits[0] : (places.get(i - 1) + places.get(i)) / 2;
            double right =
                i == places.size() - 1 ? limits[1] : (places.get(i) + places.get(i + 1)) / 2;
            graphics.fill(
                new Rectangle2D.Double(
                    axes.x(left),
                    axes.area().getY(),
                    axes.x(right) - axes.x(left),
                    axes.area().getHeight()));
          }
        });
  }

  private static double within(double value, double[] limits) {
    return Math.max(limits[0], Math.min(limits[1], value));
  }

  /** All estimates and the guides, and intervals as far as they are shown. */
  private static double[] vertical(List<Curve> curves, View view) {
    List<Interval> shown =
        curves.stream().flatMap(curve -> curve.doses().stream()).map(view.of()).toList();
    double low = DoubleStream.of(view.guides()).min().orElse(0);
    double high = DoubleStream.of(view.guides()).max().orElse(0);
    for (Interval each : shown) {
      if (each.exists()) {
        low = Math.min(low, each.estimate());
        high = Math.max(high, each.estimate());
      }
    }
    double lowest = low - view.beyond();
    double highest = high + view.beyond();
    for (Interval each : shown) {
      if (each.bounded()) {
        low = Math.min(low, Math.max(lowest, each.low()));
        high = Math.max(high, Math.min(highest, each.high()));
      }
    }
    double room = high > low ? 0.06 * (high - low) : 1;
    return new double[] {low - room, high + room};
  }

  private static double[] column(List<Dose> doses, Function<Dose, Double> value) {
    return doses.stream().mapToDouble(value::apply).toArray();
  }
}
