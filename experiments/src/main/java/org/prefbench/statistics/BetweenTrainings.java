package org.prefbench.statistics;

import java.util.Arrays;
import java.util.OptionalLong;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.prefbench.core.Checks;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;

/**
 * The variance of a method's scores between trainings, apart from that of their evaluation. A run's
 * score is the mean over its episodes, so the variance of scores over runs is that between
 * trainings and, on top, the squared standard error of an evaluation; what a one-way analysis of
 * variance calls the component between groups is the difference of the two. Both are means over
 * tasks.
 *
 * <p>Two methods are compared by the ratio of their components. Where evaluation has no noise this
 * is the F test of two variances. Where it has, the interval is the generalised one of Weerahandi
 * 1993 ("Generalized Confidence Intervals", Journal of the American Statistical Association 88):
 * the distribution of {@code s nu / chi2(nu) - e mu / chi2(mu)} for the variance s over runs with
 * nu degrees of freedom and the squared error e with mu of them, simulated for either method. Means
 * over tasks have the degrees of freedom of Satterthwaite 1946. A bootstrap of five runs would
 * resample variances of three different values or so, and the F test alone would count the noise of
 * evaluation as that of trainings. The methods are taken as independent; scores that go together
 * from run to run make the interval too wide, not too narrow. Episodes of a run are independent of
 * those of other runs.
 *
 * @param spread mean over tasks of the variance of scores over runs
 * @param spreadFreedom its degrees of freedom
 * @param noise mean over tasks of the mean squared standard error of a run's score
 * @param noiseFreedom its degrees of freedom; of no matter where the noise is 0
 * @param tasks how many tasks there are
 * @param scores how many scores there are
 */
public record BetweenTrainings(
    double spread, double spreadFreedom, double noise, double noiseFreedom, int tasks, int scores) {
  private static final int REPLICATES = 20_000;

  /**
   * A run's score.
   *
   * @param mean mean over its episodes
   * @param deviation sample standard deviation of its episodes
   * @param episodes how many episodes
   */
  public record Score(double mean, double deviation, int episodes) {
    double squaredError() {
      return deviation * deviation / episodes;
    }
  }

  /**
   * The ratio of two methods' standard deviations between trainings.
   *
   * @param ratio the ratio with its interval. It is NaN where neither component exceeds the noise
   *     of its evaluation, and a bound is infinite, or 0, where one may not
   * @param p the two-sided p-value of the ratio being 1: the interval of level 1 - a excludes 1 if
   *     and only if a is larger, but for the rounding of the simulation
   */
  public record Ratio(Interval ratio, double p) {}

  /**
   * Returns what the scores of a method tell.
   *
   * @param scores {@code [task][run]}; at least two runs of a task, and two episodes of a run
   */
  public static BetweenTrainings of(Score[][] scores) {
    Checks.atLeast("number of tasks", scores.length, 1);
    double spread = 0;
    double spreadSquares = 0;
    double noise = 0;
    double noiseSquares = 0;
    for (Score[] task : scores) {
      Checks.atLeast("number of runs", task.length, 2);
      double[] means = Arrays.stream(task).mapToDouble(Score::mean).toArray();
      double part = Statistics.variance(means) / scores.length;
      spread += part;
      spreadSquares += part * part / (task.length - 1);
      for (Score run : task) {
        Checks.atLeast("number of episodes", run.episodes(), 2);
        double own = run.squaredError() / task.length / scores.length;
        noise += own;
        noiseSquares += own * own / (run.episodes() - 1);
      }
    }
    return new BetweenTrainings(
        spread,
        spread * spread / spreadSquares,
        noise,
        noise * noise / noiseSquares,
        scores.length,
        Arrays.stream(scores).mapToInt(task -> task.length).sum());
  }

  /** Returns the component between trainings; below 0 where the noise exceeds all that is seen. */
  public double component() {
    return spread - noise;
  }

  /** Returns the ratio of this method's standard deviation between trainings to another's. */
  public Ratio over(BetweenTrainings other, double level, Seed seed) {
    return over(other, level, seed, REPLICATES);
  }

  Ratio over(BetweenTrainings other, double level, Seed seed, int replicates) {
    RandomStream random = seed.generator();
    double[] lowest = new double[replicates]; // where 0 / 0 is taken as 0
    double[] highest = new double[replicates]; // where it is taken as infinite
    int notAbove = 0;
    int notBelow = 0;
    for (int i = 0; i < replicates; i++) {
      double above = Math.max(0, draw(random));
      double below = Math.max(0, other.draw(random));
      boolean nothing = above == 0 && below == 0;
      lowest[i] = nothing ? 0 : above / below;
      highest[i] = nothing ? Double.POSITIVE_INFINITY : above / below;
      notAbove += lowest[i] <= 1 ? 1 : 0;
      notBelow += highest[i] >= 1 ? 1 : 0;
    }
    Arrays.sort(lowest);
    Arrays.sort(highest);
    int cut = (int) Math.floor((1 - level) / 2 * replicates);
    return new Ratio(
        new Interval(
            Math.sqrt(Math.max(0, component()) / Math.max(0, other.component())),
            Math.sqrt(lowest[cut]),
            Math.sqrt(highest[replicates - 1 - cut]),
            scores + other.scores),
        Math.min(1, 2.0 * Math.min(notAbove, notBelow) / replicates));
  }

  /**
   * Returns the smallest number of runs per task at which the interval of {@link #over} would
   * exclude 1, if both components and the noise stayed as they are: to first order the logarithm of
   * a component c has the variance {@code 2 (s^2 / nu + e^2 / mu) / c^2}, and degrees of freedom
   * grow with the runs.
   *
   * @return no number if a component does not exceed the noise, or the ratio is 1
   */
  public OptionalLong runsToDecide(BetweenTrainings other, double level) {
    if (component() <= 0 || other.component() <= 0) {
      return OptionalLong.empty();
    }
    double quantile = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - level) / 2);
    return Statistics.smallestCount(
        runs -> quantile * Math.sqrt(logarithmVariance(runs) + other.logarithmVariance(runs)),
        StrictMath.log(component() / other.component()));
  }

  private double logarithmVariance(long runs) {
    double now = (double) scores / tasks;
    double own = spread * spread / spreadFreedom * (now - 1) / (runs - 1);
    double error = noise == 0 ? 0 : noise * noise / noiseFreedom * now / runs;
    return 2 * (own + error) / (component() * component());
  }

  /** Returns a draw of the component: both variances by their chi-squared distributions. */
  private double draw(RandomStream random) {
    return scaled(spread, spreadFreedom, random) - scaled(noise, noiseFreedom, random);
  }

  private static double scaled(double variance, double freedom, RandomStream random) {
    return variance == 0 ? 0 : variance * freedom / chiSquared(freedom, random);
  }

  /**
   * Returns a draw of the chi-squared distribution, twice one of the gamma distribution (Marsaglia
   * and Tsang 2000, "A Simple Method for Generating Gamma Variables", ACM Transactions on
   * Mathematical Software 26; section 6 for shapes below 1).
   */
  static double chiSquared(double freedom, RandomStream random) {
    double shape = freedom / 2;
    double small = shape < 1 ? StrictMath.pow(1 - random.nextDouble(), 1 / shape) : 1;
    double d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double normal = random.nextGaussian();
      double root = 1 + c * normal;
      double cube = root * root * root;
      if (root > 0
          && StrictMath.log(1 - random.nextDouble())
              < normal * normal / 2 + d - d * cube + d * StrictMath.log(cube)) {
        return 2 * d * cube * small;
      }
    }
  }
}
