package org.prefbench.preference;

import java.util.List;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.core.RandomStream;
import org.prefbench.dataset.Segment;

/**
 * The six simulated teachers of B-Pref (Lee et al. 2021, arXiv 2111.03026): one rule with six
 * settings. For segments with rewards r_0 .. r_{H-1} and undiscounted sums R_1, R_2 the answer is
 * found in this order:
 *
 * <ol>
 *   <li>skip: {@code SKIP} if max(R_1, R_2) &lt;= d_skip;
 *   <li>equal: {@code TIE} if |R_1 - R_2| &lt; d_equal;
 *   <li>myopic return G_i = sum over t of gamma^(H-1-t) r_t, so that late steps weigh most;
 *   <li>preference: without noise the larger G, and {@code TIE} if they are equal; with noise the
 *       first with probability 1 / (1 + exp(-(G_1 - G_2) / (temperature s))), where s is the
 *       standard deviation of G over the calibration segments;
 *   <li>mistake: the answer is exchanged with probability epsilon.
 * </ol>
 *
 * <p>Differs from B-Pref: (a) G is divided by its spread before the temperature applies, because on
 * raw returns of control tasks the noisy teacher is all but deterministic; (b) exactly equal
 * returns are a tie instead of a win of the first; (c) thresholds are d = epsilon (mean - floor) +
 * floor for skips and epsilon (mean - floor) for ties, with mean the mean return of the calibration
 * segments and floor their smallest return if that is negative, else 0. With rewards that are never
 * negative, as in B-Pref, this is B-Pref's epsilon times the mean.
 */
final class ScriptedTeacher implements Labeler {
  private final String id;
  private final double gamma;
  private final double inverseTemperature; // of G in reward units; infinite without noise
  private final double mistake;
  private final double skipThreshold; // -infinity: never skips
  private final double tieThreshold; // 0: only equal returns tie

  private ScriptedTeacher(
      String id,
      double gamma,
      double inverseTemperature,
      double mistake,
      double skipThreshold,
      double tieThreshold) {
    this.id = id;
    this.gamma = gamma;
    this.inverseTemperature = inverseTemperature;
    this.mistake = mistake;
    this.skipThreshold = skipThreshold;
    this.tieThreshold = tieThreshold;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public List<Label> label(List<Query> queries) {
    return queries.stream().map(this::answer).toList();
  }

  private Label answer(Query query) {
    RandomStream random = query.stream().generator();
    double answer = random.nextDouble(); // both numbers are always drawn, so that settings
    double slip = random.nextDouble(); // of one query share their randomness
    double firstSum = trueReturn(query.first());
    double secondSum = trueReturn(query.second());
    if (Math.max(firstSum, secondSum) <= skipThreshold) {
      return Label.SKIP;
    }
    if (Math.abs(firstSum - secondSum) < tieThreshold) {
      return Label.TIE;
    }
    double margin = discounted(query.first(), gamma) - discounted(query.second(), gamma);
    Label label;
    if (Double.isInfinite(inverseTemperature)) {
      label = margin > 0 ? Label.FIRST : margin < 0 ? Label.SECOND : Label.TIE;
    } else {
      double probabilityFirst = 1 / (1 + StrictMath.exp(-inverseTemperature * margin));
      label = answer < probabilityFirst ? Label.FIRST : Label.SECOND;
    }
    return slip < mistake ? label.exchanged() : label;
  }

  /** Returns the sum of a segment's true rewards. */
  static double trueReturn(Segment segment) {
    double sum = segment.sumOfRewards();
    if (Double.isNaN(sum)) {
      throw new IllegalArgumentException("a scripted teacher needs segments with true rewards");
    }
    return sum;
  }

  /** Returns the sum of gamma^(H-1-t) r_t by Horner's rule. */
  private static double discounted(Segment segment, double gamma) {
    double sum = 0;
    for (float reward : segment.rewards().values()) {
      sum = gamma * sum + reward;
    }
    return sum;
  }

  private static double mean(List<Segment> calibration) {
    return calibration.stream().mapToDouble(ScriptedTeacher::trueReturn).average().orElseThrow();
  }

  private static double floor(List<Segment> calibration) {
    return Math.min(
        0, calibration.stream().mapToDouble(ScriptedTeacher::trueReturn).min().orElseThrow());
  }

  private static List<Segment> calibrated(String id, List<Segment> calibration) {
    Checks.require(
        calibration.size() >= 2,
        "teacher '%s' needs at least 2 calibration segments, got %d",
        id,
        calibration.size());
    return calibration;
  }

  /** No parameters. */
  public record NoParameters() {}

  /** The segment with the larger true return wins. */
  public static final class Oracle implements LabelerFactory<NoParameters> {
    @Override
    public String id() {
      return "oracle";
    }

    @Override
    public String title() {
      return "the larger true return wins; equal returns tie";
    }

    @Override
    public NoParameters defaults() {
      return new NoParameters();
    }

    @Override
    public Labeler create(NoParameters parameters, Calibration calibration) {
      return new ScriptedTeacher(id(), 1, Double.POSITIVE_INFINITY, 0, Double.NEGATIVE_INFINITY, 0);
    }
  }

  /** Bradley-Terry on standardised returns. */
  public static final class Noisy implements LabelerFactory<Noisy.Setting> {
    /** Parameters of the noisy teacher. */
    public record Setting(
        @Help(
                "temperature of the logistic choice in standard deviations of the segment return, > 0; B-Pref: 1 / beta")
            double temperature) {
      /** Validates. */
      public Setting {
        Checks.positive("temperature", temperature);
      }
    }

    @Override
    public String id() {
      return "noisy";
    }

    @Override
    public String title() {
      return "Bradley-Terry with a temperature on standardised returns";
    }

    @Override
    public Setting defaults() {
      return new Setting(1);
    }

    @Override
    public Labeler create(Setting parameters, Calibration calibration) {
      List<Segment> segments = calibrated(id(), calibration.segments());
      double mean = mean(segments);
      double squares = 0;
      for (Segment segment : segments) {
        double deviation = trueReturn(segment) - mean;
        squares += deviation * deviation;
      }
      double spread = Math.sqrt(squares / (segments.size() - 1));
      Checks.require(
          spread > 0,
          "teacher 'noisy' needs calibration segments whose returns differ, all are %s",
          mean);
      return new ScriptedTeacher(
          id(), 1, 1 / (parameters.temperature() * spread), 0, Double.NEGATIVE_INFINITY, 0);
    }
  }

  /** The larger discounted return wins; late steps weigh most. */
  public static final class Myopic implements LabelerFactory<Myopic.Setting> {
    /** Parameters of the myopic teacher. */
    public record Setting(
        @Help("weight of a step relative to the next, in (0, 1]; B-Pref: 0.9") double gamma) {
      /** Validates. */
      public Setting {
        Checks.between("gamma", gamma, Double.MIN_NORMAL, 1);
      }
    }

    @Override
    public String id() {
      return "myopic";
    }

    @Override
    public String title() {
      return "the larger return wins with late steps weighing most";
    }

    @Override
    public Setting defaults() {
      return new Setting(0.9);
    }

    @Override
    public Labeler create(Setting parameters, Calibration calibration) {
      return new ScriptedTeacher(
          id(), parameters.gamma(), Double.POSITIVE_INFINITY, 0, Double.NEGATIVE_INFINITY, 0);
    }
  }

  /** The oracle with a share of its answers exchanged. */
  public static final class Mistake implements LabelerFactory<Mistake.Setting> {
    /** Parameters of the mistaken teacher. */
    public record Setting(
        @Help("probability of the wrong answer, in [0, 1]; B-Pref: 0.1") double epsilon) {
      /** Validates. */
      public Setting {
        Checks.between("epsilon", epsilon, 0, 1);
      }
    }

    @Override
    public String id() {
      return "mistake";
    }

    @Override
    public String title() {
      return "the oracle with a share of its answers exchanged";
    }

    @Override
    public Setting defaults() {
      return new Setting(0.1);
    }

    @Override
    public Labeler create(Setting parameters, Calibration calibration) {
      return new ScriptedTeacher(
          id(), 1, Double.POSITIVE_INFINITY, parameters.epsilon(), Double.NEGATIVE_INFINITY, 0);
    }
  }

  /** Labels that say nothing: what a method gains from them it does not owe to a teacher. */
  public static final class Coin implements LabelerFactory<NoParameters> {
    @Override
    public String id() {
      return "coin";
    }

    @Override
    public String title() {
      return "the toss of a coin, as a control; equal returns tie";
    }

    @Override
    public NoParameters defaults() {
      return new NoParameters();
    }

    @Override
    public Labeler create(NoParameters parameters, Calibration calibration) {
      return new ScriptedTeacher(
          id(), 1, Double.POSITIVE_INFINITY, 0.5, Double.NEGATIVE_INFINITY, 0);
    }
  }

  /** The oracle that declines to compare two poor segments. */
  public static final class Skip implements LabelerFactory<Skip.Setting> {
    /** Parameters of the skipping teacher. */
    public record Setting(
        @Help("threshold as a share of the mean return above the floor, in [0, 1]; B-Pref: 0.1")
            double epsilon) {
      /** Validates. */
      public Setting {
        Checks.between("epsilon", epsilon, 0, 1);
      }
    }

    @Override
    public String id() {
      return "skip";
    }

    @Override
    public String title() {
      return "the oracle that declines to compare two poor segments";
    }

    @Override
    public Setting defaults() {
      return new Setting(0.1);
    }

    @Override
    public Labeler create(Setting parameters, Calibration calibration) {
      List<Segment> segments = calibrated(id(), calibration.segments());
      double floor = floor(segments);
      double threshold = floor + parameters.epsilon() * (mean(segments) - floor);
      return new ScriptedTeacher(id(), 1, Double.POSITIVE_INFINITY, 0, threshold, 0);
    }
  }

  /** The oracle that calls close returns equal. */
  public static final class Equal implements LabelerFactory<Equal.Setting> {
    /** Parameters of the teacher that sees ties. */
    public record Setting(
        @Help("threshold as a share of the mean return above the floor, in [0, 1]; B-Pref: 0.1")
            double epsilon) {
      /** Validates. */
      public Setting {
        Checks.between("epsilon", epsilon, 0, 1);
      }
    }

    @Override
    public String id() {
      return "equal";
    }

    @Override
    public String title() {
      return "the oracle that calls close returns equal";
    }

    @Override
    public Setting defaults() {
      return new Setting(0.1);
    }

    @Override
    public Labeler create(Setting parameters, Calibration calibration) {
      List<Segment> segments = calibrated(id(), calibration.segments());
      double threshold = parameters.epsilon() * (mean(segments) - floor(segments));
      return new ScriptedTeacher(
          id(), 1, Double.POSITIVE_INFINITY, 0, Double.NEGATIVE_INFINITY, threshold);
    }
  }
}
