package org.prefbench.comparison;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.prefbench.core.Seed;
import org.prefbench.statistics.Interval;
import org.prefbench.statistics.RunBootstrap;
import org.prefbench.statistics.SignChange;
import org.prefbench.statistics.Statistics;
import org.prefbench.study.Ablation;
import org.prefbench.study.Ablation.Line;
import org.prefbench.study.Ablation.Point;
import org.prefbench.study.Ablation.Tick;
import org.prefbench.study.Protocol.Mode;

/**
 * What methods gain over the reference at every value of a number that a study varies over its
 * tasks, such as the noise of the reference: over all datasets and over those of a tier, with
 * policies acting in either mode.
 *
 * <p>A gain is the mean over datasets of the mean over runs of the difference within a run (same
 * data, reference policy and pairs), with Student's interval. Considered are datasets that have a
 * task at every value, so that a curve is of the same datasets throughout. A share is the ratio of
 * the mean gains of a method and of the one that is the whole, with the interval of {@link
 * RunBootstrap}; where the whole is not shown to gain, there is no share.
 *
 * @param ablation what is varied
 * @param reference what gains are over
 * @param whole the row whose gain is the whole of shares, if the study has it
 * @param leftOut datasets without a task at every value
 * @param curves the curves: mode by mode, group by group, method by method
 */
public record DoseResponse(
    Ablation ablation,
    String reference,
    Optional<String> whole,
    List<String> leftOut,
    List<Curve> curves) {
  private static final int REPLICATES = 10_000;

  /** Copies the lists. */
  public DoseResponse {
    leftOut = List.copyOf(leftOut);
    curves = List.copyOf(curves);
  }

  /**
   * Datasets that a curve is the mean of.
   *
   * @param name what they are, in words
   * @param datasets the datasets
   */
  public record Group(String name, List<String> datasets) {
    /** Copies the list. */
    public Group {
      datasets = List.copyOf(datasets);
    }
  }

  /**
   * A method at one value.
   *
   * @param tick the value
   * @param gain the gain over the reference; {@link Interval#NONE} if a dataset has no run of both
   * @param share its share of the whole's gain; {@link Interval#NONE} where there is none
   * @param shared whether the whole is shown to gain at this value
   */
  public record Dose(Tick tick, Interval gain, Interval share, boolean shared) {}

  /**
   * A method over all values.
   *
   * @param mode how the policies act
   * @param group which datasets
   * @param method the method
   * @param doses one for each value, in order
   * @param change where its gain changes sign, by the runs that have one at every value; nothing if
   *     a dataset has no such run
   */
  public record Curve(
      Mode mode, Group group, String method, List<Dose> doses, Optional<SignChange> change) {
    /** Copies the list. */
    public Curve {
      doses = List.copyOf(doses);
    }
  }

  /** Returns what a study shows, nothing if it varies no number over its tasks. */
  public static Optional<DoseResponse> of(ReportData data) {
    ReportOptions options = data.table().options();
    return options
        .extras()
        .ablation()
        .filter(ablation -> ablation.ofTasks() && ablation.ordered() && ablation.ticks().size() > 1)
        .filter(ablation -> !options.against().isEmpty())
        .map(ablation -> new Computation(data.table(), ablation).result())
        .filter(result -> !result.curves().isEmpty());
  }

  /** Returns the modes that there are curves of, the headline first. */
  public List<Mode> modes() {
    return curves.stream().map(Curve::mode).distinct().toList();
  }

  /** Returns the groups, all datasets first. */
  public List<Group> groups() {
    return curves.stream().map(Curve::group).distinct().toList();
  }

  /** Returns the curves of one mode and group. */
  public List<Curve> of(Mode mode, Group group) {
    return curves.stream()
        .filter(curve -> curve.mode() == mode && curve.group().equals(group))
        .toList();
  }

  /** Returns whether policies of a mode have shares: the whole is shown to gain somewhere. */
  public boolean shares(Mode mode) {
    return curves.stream()
        .filter(curve -> curve.mode() == mode)
        .flatMap(curve -> curve.doses().stream())
        .anyMatch(Dose::shared);
  }

  /** The curves in the making. */
  private static final class Computation {
    private final ScoreTable table;
    private final Ablation ablation;
    private final String reference;
    private final Optional<String> whole;
    private final Map<String, Map<Tick, String>> tasks = new LinkedHashMap<>();
    private final List<String> leftOut = new ArrayList<>();

    Computation(ScoreTable table, Ablation ablation) {
      this.table = table;
      this.ablation = ablation;
      this.reference = table.options().against().get(0);
      this.whole =
          Optional.of(ablation.whole())
              .filter(label -> table.options().methods().contains(label))
              .filter(label -> !label.equals(reference));
      for (Line line : ablation.lines()) {
        for (Point point : line.points()) {
          tasks
              .computeIfAbsent(line.panel(), any -> new LinkedHashMap<>())
              .put(point.tick(), point.task());
        }
      }
      tasks.forEach(
          (dataset, own) -> {
            if (own.size() < ablation.ticks().size()) {
              leftOut.add(dataset);
            }
          });
      tasks.keySet().removeAll(leftOut);
    }

    DoseResponse result() {
      List<Curve> curves = new ArrayList<>();
      Mode headline = table.options().headline();
      Mode other = headline == Mode.SAMPLED ? Mode.DETERMINISTIC : Mode.SAMPLED;
      for (Mode mode : List.of(headline, other)) {
        Optional<ScoreSection> section = table.last(mode);
        for (Group group : section.map(this::groups).orElse(List.of())) {
          for (String method : table.options().methods()) {
            if (!method.equals(reference)) {
              Curve curve = curve(section.get(), group, method);
              if (curve.doses().stream().anyMatch(dose -> dose.gain().exists())) {
                curves.add(curve);
              }
            }
          }
        }
      }
      return new DoseResponse(ablation, reference, whole, leftOut, curves);
    }

    /** All datasets that are scored on the common scale and, of several tiers, each. */
    private List<Group> groups(ScoreSection section) {
      List<String> normalized = Gains.normalizedTasks(section);
      List<String> datasets =
          tasks.entrySet().stream()
              .filter(entry -> normalized.containsAll(entry.getValue().values()))
              .map(Map.Entry::getKey)
              .toList();
      if (datasets.isEmpty()) {
        return List.of();
      }
      List<Group> groups = new ArrayList<>();
      groups.add(
          new Group(
              datasets.size() == 1 ? datasets.get(0) : "all " + datasets.size() + " sets",
              datasets));
      Map<String, List<String>> tiers = Tiers.of(datasets);
      if (tiers.size() > 1) {
        tiers.forEach(
            (tier, own) ->
                groups.add(
                    new Group(
                        tier + " (" + own.size() + (own.size() == 1 ? " set)" : " sets)"), own)));
      }
      return groups;
    }

    private Curve curve(ScoreSection section, Group group, String method) {
      RunBootstrap bootstrap =
          new RunBootstrap(
              REPLICATES,
              ScoreTable.LEVEL,
              new Seed(0)
                  .child("dose-response")
                  .child(section.mode().name())
                  .child(group.name())
                  .child(method));
      List<Dose> doses = new ArrayList<>();
      for (Tick tick : ablation.ticks()) {
        List<Map<Integer, Double>> own = gains(section, group, tick, method);
        List<Map<Integer, Double>> best =
            whole.map(label -> gains(section, group, tick, label)).orElse(List.of());
        boolean shared = mean(best).low() > 0;
        boolean share = shared && !method.equals(whole.orElse("")) && exists(own);
        doses.add(
            new Dose(
                tick,
                mean(own),
                share
                    ? bootstrap.child(tick.text()).ratio(together(List.of(own, best)))
                    : Interval.NONE,
                shared));
      }
      return new Curve(
          section.mode(), group, method, doses, change(section, group, method, bootstrap));
    }

    private Optional<SignChange> change(
        ScoreSection section, Group group, String method, RunBootstrap bootstrap) {
      List<List<Map<Integer, Double>>> gains =
          ablation.ticks().stream().map(tick -> gains(section, group, tick, method)).toList();
      double[][][] values = together(gains);
      double[] places = ablation.ticks().stream().mapToDouble(Tick::place).toArray();
      return Stream.of(values).anyMatch(runs -> runs.length == 0)
          ? Optional.empty()
          : Optional.of(bootstrap.child("sign").signChange(places, values));
    }

    /** Returns the gains by run, for each dataset. */
    private List<Map<Integer, Double>> gains(
        ScoreSection section, Group group, Tick tick, String method) {
      return group.datasets().stream()
          .map(dataset -> tasks.get(dataset).get(tick))
          .map(task -> Gains.byRun(section, task, method, reference))
          .toList();
    }

    private static boolean exists(List<Map<Integer, Double>> gains) {
      return !gains.isEmpty() && gains.stream().noneMatch(Map::isEmpty);
    }

    private static Interval mean(List<Map<Integer, Double>> gains) {
      return exists(gains)
          ? Statistics.studentMean(
              gains.stream()
                  .map(runs -> runs.values().stream().mapToDouble(Double::doubleValue).toArray())
                  .toArray(double[][]::new),
              ScoreTable.LEVEL)
          : Interval.NONE;
    }

    /**
     * Returns several gains of the runs that have all of them, {@code [dataset][run][gain]}.
     *
     * @param gains {@code [gain][dataset]}, by run
     */
    private static double[][][] together(List<List<Map<Integer, Double>>> gains) {
      double[][][] values = new double[gains.get(0).size()][][];
      for (int dataset = 0; dataset < values.length; dataset++) {
        int index = dataset;
        List<Map<Integer, Double>> own = gains.stream().map(gain -> gain.get(index)).toList();
        Set<Integer> common = new TreeSet<>(own.get(0).keySet());
        own.forEach(runs -> common.retainAll(runs.keySet()));
        values[dataset] =
            common.stream()
                .map(run -> own.stream().mapToDouble(runs -> runs.get(run)).toArray())
                .toArray(double[][]::new);
      }
      return values;
    }
  }
}
