package org.prefbench.comparison;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.prefbench.core.Parameters;
import org.prefbench.statistics.Interval;
import org.prefbench.statistics.Statistics;
import org.prefbench.store.TrialResult.Metric;

/**
 * Why a method helps or does not, as figures: what its training achieved by its own measure, and
 * what the trained policy gains on single segments, from where its score comes.
 *
 * <p>The segments start at states that no method was trained on, and their returns are true
 * returns, the sums of the rewards of their steps.
 *
 * @param table the comparison of the scores
 * @param rows one for each task and method that has a probe of the kind {@code segments}, in the
 *     order of the study
 */
public record Diagnosis(ScoreTable table, List<Row> rows) {
  /** The kind of the probes that a diagnosis is made from. */
  public static final String SEGMENTS = "segments";

  /** A number that each run of a method has or has not. */
  public enum Quantity {
    /** Training loss, or mean learned reward of a method without one, when first reported. */
    SIGNAL_FIRST,
    /** The same at the end. */
    SIGNAL_LAST,
    /** Loss of the state that was kept on pairs held out of the training. */
    HELD_OUT_LOSS,
    /** Divergence from the reference policy at the end. */
    DIVERGENCE,
    /** Loss of a learned model of the dynamics on transitions held out of its training. */
    DYNAMICS_VALIDATION_LOSS,
    /** Share of held-out pairs whose order the method predicts. */
    LABEL_ACCURACY,
    /** Number of start states. */
    STARTS,
    /** Mean return of a segment of the reference. */
    REFERENCE,
    /** What choosing the better of two segments of the reference gains. */
    PLANNER_GAIN,
    /** Its standard error over start states. */
    PLANNER_GAIN_ERROR,
    /** What the policy gains over the reference, acting closed loop. */
    POLICY_GAIN,
    /** Its standard error over start states. */
    POLICY_GAIN_ERROR,
    /** What moving a segment of the reference by the flow gains, executed open loop. */
    FLOW_GAIN,
    /** Its standard error over start states. */
    FLOW_GAIN_ERROR,
    /** The same from the worse of two segments. */
    FLOW_GAIN_REJECTED,
    /** Its standard error over start states. */
    FLOW_GAIN_REJECTED_ERROR,
    /** Return of the better of two segments less that of the worse. */
    PREFERRED_GAIN,
    /** Cosine between how the flow moves the worse segment and the way to the better. */
    ALIGNMENT_REJECTED,
    /** Cosine between how the flow moves the better segment and the way to the worse. */
    ALIGNMENT_PREFERRED,
    /** The difference of the two, which a pull to the mean leaves at zero. */
    ALIGNMENT;

    /** Returns the name of the column in files. */
    public String column() {
      return Parameters.word(this).replace('-', '_');
    }
  }

  /** A gain as a share of what can be had. */
  public enum Share {
    /** The policy's gain over the planner's. */
    POLICY(Quantity.POLICY_GAIN, Quantity.PLANNER_GAIN),
    /** The gain of a segment moved by the flow over the planner's. */
    FLOW(Quantity.FLOW_GAIN, Quantity.PLANNER_GAIN),
    /** The gain of a worse segment moved by the flow over that of the better over the worse. */
    REJECTED(Quantity.FLOW_GAIN_REJECTED, Quantity.PREFERRED_GAIN);

    private final Quantity gain;
    private final Quantity whole;

    Share(Quantity gain, Quantity whole) {
      this.gain = gain;
      this.whole = whole;
    }
  }

  /**
   * One method on one task.
   *
   * @param task the task
   * @param method the method's label
   * @param scoreGain gain in score over the reference in the headline section
   * @param signal what the method's own training signal is, in words; empty if it reports none
   * @param values finite values by run
   */
  public record Row(
      String task,
      String method,
      Interval scoreGain,
      String signal,
      Map<Quantity, Map<Integer, Double>> values) {
    /** Copies the maps. */
    public Row {
      Map<Quantity, Map<Integer, Double>> copy = new EnumMap<>(Quantity.class);
      values.forEach(
          (key, runs) -> copy.put(key, Collections.unmodifiableMap(new TreeMap<>(runs))));
      values = Collections.unmodifiableMap(copy);
    }

    /** Returns the values of the runs that have one. */
    public double[] values(Quantity quantity) {
      return of(quantity).values().stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Returns the mean over the runs that have a value, NaN if none has. */
    public double mean(Quantity quantity) {
      double[] values = values(quantity);
      return values.length == 0 ? Double.NaN : Statistics.mean(values);
    }

    /** Returns the sample standard deviation over the runs that have a value. */
    public double standardDeviation(Quantity quantity) {
      return Statistics.standardDeviation(values(quantity));
    }

    /** Returns the mean over runs with Student's interval. */
    public Interval interval(Quantity quantity) {
      return student(List.of(values(quantity)));
    }

    /**
     * Returns the gain pooled over runs as a share of the pooled whole, with Student's interval of
     * the linearised ratio.
     */
    public Interval share(Share share) {
      return student(List.of(linearized(share)));
    }

    /**
     * Returns for each run what it contributes to the ratio of the means, to first order: {@code r
     * + (a - r b) / mean(b)} with {@code r = mean(a) / mean(b)}. The mean of these is the ratio,
     * their spread its spread (Cochran 1977, "Sampling Techniques", section 2.11). The ratio of
     * each run alone would give most weight to runs where there is least to gain.
     *
     * @return empty if no run has both, or there is nothing to gain
     */
    double[] linearized(Share share) {
      Map<Integer, Double> wholes = of(share.whole);
      List<double[]> pairs = new ArrayList<>();
      of(share.gain)
          .forEach(
              (run, gain) -> {
                if (wholes.containsKey(run)) {
                  pairs.add(new double[] {gain, wholes.get(run)});
                }
              });
      double gain = pairs.stream().mapToDouble(pair -> pair[0]).sum();
      double whole = pairs.stream().mapToDouble(pair -> pair[1]).sum();
      if (!(whole > 0)) {
        return new double[0];
      }
      double ratio = gain / whole;
      double mean = whole / pairs.size();
      return pairs.stream().mapToDouble(p -> ratio + (p[0] - ratio * p[1]) / mean).toArray();
    }

    private Map<Integer, Double> of(Quantity quantity) {
      return values.getOrDefault(quantity, Map.of());
    }
  }

  /** Copies the list. */
  public Diagnosis {
    rows = List.copyOf(rows);
  }

  /** Returns the diagnosis, if there is a probe of the kind {@code segments}. */
  public static Optional<Diagnosis> of(ReportData data) {
    List<Row> rows = new ArrayList<>();
    for (String task : data.table().options().tasks()) {
      for (String method : data.table().options().methods()) {
        List<Probe> probes =
            data.probes(SEGMENTS).stream()
                .filter(probe -> probe.task().equals(task) && probe.method().equals(method))
                .filter(probe -> probe.values().length > 0)
                .toList();
        if (!probes.isEmpty()) {
          rows.add(row(data, task, method, probes));
        }
      }
    }
    return rows.isEmpty() ? Optional.empty() : Optional.of(new Diagnosis(data.table(), rows));
  }

  /** Returns the tasks, in order. */
  public List<String> tasks() {
    return rows.stream().map(Row::task).distinct().toList();
  }

  /** Returns the methods, in the order of the study. */
  public List<String> methods() {
    List<String> known = rows.stream().map(Row::method).distinct().toList();
    return table.options().methods().stream().filter(known::contains).toList();
  }

  /** Returns the lines of one task. */
  public List<Row> of(String task) {
    return rows.stream().filter(row -> row.task().equals(task)).toList();
  }

  /** Returns the mean over all tasks of the share on each, if the method has one on every task. */
  public Interval share(String method, Share share) {
    return overTasks(method, row -> row.linearized(share));
  }

  /** Returns the mean over all tasks, if the method has a value on every task. */
  public Interval mean(String method, Quantity quantity) {
    return overTasks(method, row -> row.values(quantity));
  }

  /** Returns the mean gain in score over all tasks, if all are scored on the common scale. */
  public Interval scoreGain(String method) {
    List<String> against = table.options().against();
    if (against.isEmpty() || table.sections().isEmpty()) {
      return Interval.NONE;
    }
    ScoreSection headline = table.sections().get(0);
    return Gains.normalizedTasks(headline).containsAll(tasks())
        ? Gains.over(headline, tasks(), method, against.get(0))
        : Interval.NONE;
  }

  private Interval overTasks(String method, Function<Row, double[]> values) {
    List<double[]> tasks =
        rows.stream().filter(row -> row.method().equals(method)).map(values).toList();
    return tasks.size() == tasks().size() ? student(tasks) : Interval.NONE;
  }

  private static Interval student(List<double[]> tasks) {
    return tasks.stream().anyMatch(task -> task.length == 0)
        ? Interval.NONE
        : Statistics.studentMean(tasks.toArray(double[][]::new), ScoreTable.LEVEL);
  }

  private static Row row(ReportData data, String task, String method, List<Probe> probes) {
    Map<Quantity, Map<Integer, Double>> values = new EnumMap<>(Quantity.class);
    Arrays.stream(Quantity.values()).forEach(quantity -> values.put(quantity, new TreeMap<>()));
    for (Probe probe : probes) {
      for (Quantity quantity : Quantity.values()) {
        if (probe.has(quantity.column())) {
          put(values, quantity, probe.run(), probe.column(quantity.column())[0]);
        }
      }
    }
    String signal = "";
    for (Training training : data.trainings()) {
      if (training.task().equals(task) && training.method().equals(method)) {
        signal = signal(training).isEmpty() ? signal : signal(training);
        addTraining(values, training);
      }
    }
    values
        .get(Quantity.ALIGNMENT_REJECTED)
        .forEach(
            (run, rejected) -> {
              double control =
                  values.get(Quantity.ALIGNMENT_PREFERRED).getOrDefault(run, Double.NaN);
              put(values, Quantity.ALIGNMENT, run, rejected - control);
            });
    return new Row(task, method, scoreGain(data.table(), task, method), signal, values);
  }

  private static Interval scoreGain(ScoreTable table, String task, String method) {
    List<String> against = table.options().against();
    return against.isEmpty() || table.sections().isEmpty()
        ? Interval.NONE
        : table
            .sections()
            .get(0)
            .of(task, method)
            .map(row -> row.comparedWith(against.get(0)).difference())
            .orElse(Interval.NONE);
  }

  /** A method that fits no policy to pairs climbs a learned reward: that is its own signal. */
  private static String signal(Training training) {
    return List.of("loss", "learned-reward").stream()
        .filter(name -> !training.curve(name).isEmpty())
        .findFirst()
        .orElse("");
  }

  private static void addTraining(Map<Quantity, Map<Integer, Double>> values, Training training) {
    int run = training.run();
    List<Metric> signal = training.curve(signal(training));
    if (!signal.isEmpty()) {
      put(values, Quantity.SIGNAL_FIRST, run, signal.get(0).value());
      put(values, Quantity.SIGNAL_LAST, run, signal.get(signal.size() - 1).value());
    }
    put(values, Quantity.HELD_OUT_LOSS, run, heldOut(training, "reward-"));
    put(values, Quantity.HELD_OUT_LOSS, run, heldOut(training, ""));
    put(values, Quantity.DIVERGENCE, run, last(training, "divergence"));
    put(values, Quantity.DYNAMICS_VALIDATION_LOSS, run, heldOut(training, "dynamics-"));
    put(values, Quantity.LABEL_ACCURACY, run, training.labelAccuracy());
  }

  /** Returns the held-out loss of the state that was kept, which need not be the last. */
  private static double heldOut(Training training, String part) {
    double kept = last(training, part + "kept-validation-loss");
    return Double.isNaN(kept) ? last(training, part + "validation-loss") : kept;
  }

  private static double last(Training training, String name) {
    List<Metric> curve = training.curve(name);
    return curve.isEmpty() ? Double.NaN : curve.get(curve.size() - 1).value();
  }

  private static void put(
      Map<Quantity, Map<Integer, Double>> values, Quantity quantity, int run, double value) {
    if (Double.isFinite(value)) {
      values.get(quantity).put(run, value);
    }
  }
}
