package org.prefbench.reward;

import java.util.ArrayList;
import java.util.List;
import org.prefbench.core.Checks;
import org.prefbench.core.RandomStream;

/**
 * What answers to comparisons say of a reward that is linear in features, as a normal law by
 * Laplace's approximation:
 *
 * <pre>
 * theta ~ N(0, prior^2 I)     P(first is better | theta) = sigmoid(rationality theta . (f_1 - f_2))
 * mode  = argmax log p(theta | answers)     covariance = minus the inverse Hessian there
 * </pre>
 *
 * <p>The rater's rationality is that of Bradley and Terry (in Agnihotri et al. 2025, arXiv
 * 2501.18873, his deliberateness). A tie is half an answer each way. Not thread-safe.
 */
public final class LinearPosterior {
  private static final int MOST_STEPS = 100;

  /** What a step may still gain, relative to the loss, where the search ends. */
  private static final double TOLERANCE = 1e-15;

  private final double precision;
  private final double rationality;
  private final List<double[]> differences = new ArrayList<>();
  private final List<Double> answers = new ArrayList<>();
  private final double[] mode;
  private double[][] factor; // L with Hessian = L L', lower triangular

  /**
   * Creates the prior.
   *
   * @param size number of features
   * @param prior its standard deviation, > 0
   * @param rationality log-odds per unit of reward, > 0
   */
  public LinearPosterior(int size, double prior, double rationality) {
    Checks.atLeast("features", size, 1);
    precision = 1 / (Checks.positive("prior", prior) * prior);
    this.rationality = Checks.positive("rationality", rationality);
    mode = new double[size];
    update();
  }

  /**
   * Takes an answer into account.
   *
   * @param difference f_1 - f_2, {@code [size]}
   * @param probabilityFirst the label as the probability that the first is better
   */
  public void observe(double[] difference, double probabilityFirst) {
    Checks.length("difference of features", difference, mode.length);
    differences.add(difference.clone());
    answers.add(probabilityFirst);
    update();
  }

  /** Returns the differences asked for so far. */
  public List<double[]> asked() {
    return List.copyOf(differences);
  }

  /** Returns the mode, {@code [size]}. */
  public double[] mode() {
    return mode.clone();
  }

  /** Returns a draw. */
  public double[] draw(RandomStream random) {
    double[] result = new double[mode.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = random.nextGaussian();
    }
    solveTransposed(result);
    for (int i = 0; i < result.length; i++) {
      result[i] += mode[i];
    }
    return result;
  }

  /** Returns the variance of theta . f. */
  public double variance(double... features) {
    double[] solved = features.clone();
    solve(solved);
    return dot(solved, solved);
  }

  /** Returns the probability that the first is better if {@code theta} is the reward. */
  public double probability(double[] theta, double[] difference) {
    return sigmoid(rationality * dot(theta, difference));
  }

  /** Newton's method from the last mode; the problem is convex, steps that overshoot are halved. */
  private void update() {
    double loss = loss(mode);
    for (int step = 0; step < MOST_STEPS; step++) {
      double[] gradient = new double[mode.length];
      double[][] hessian = new double[mode.length][mode.length];
      for (int i = 0; i < mode.length; i++) {
        gradient[i] = precision * mode[i];
        hessian[i][i] = precision;
      }
      for (int k = 0; k < answers.size(); k++) {
        double[] x = differences.get(k);
        double p = probability(mode, x);
        double weight = rationality * rationality * p * (1 - p);
        for (int i = 0; i < x.length; i++) {
          gradient[i] += rationality * (p - answers.get(k)) * x[i];
          for (int j = 0; j <= i; j++) {
            hessian[i][j] += weight * x[i] * x[j];
          }
        }
      }
      factor = cholesky(hessian);
      double[] direction = gradient.clone();
      solve(direction);
      solveTransposed(direction);
      double gain = dot(gradient, direction) / 2;
      if (gain <= TOLERANCE * (1 + loss)) {
        return;
      }
      double size = 1;
      double[] next = moved(direction, size);
      double smaller = loss(next);
      while (smaller > loss && size * gain > TOLERANCE * (1 + loss)) {
        size /= 2;
        next = moved(direction, size);
        smaller = loss(next);
      }
      if (smaller > loss) {
        return;
      }
      loss = smaller;
      System.arraycopy(next, 0, mode, 0, mode.length);
    }
  }

  private double[] moved(double[] direction, double size) {
    double[] next = mode.clone();
    for (int i = 0; i < next.length; i++) {
      next[i] -= size * direction[i];
    }
    return next;
  }

  private double loss(double[] theta) {
    double sum = precision * dot(theta, theta) / 2;
    for (int k = 0; k < answers.size(); k++) {
      double z = rationality * dot(theta, differences.get(k));
      double softplus = Math.max(z, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(z)));
      sum += softplus - answers.get(k) * z;
    }
    return sum;
  }

  /** The lower triangle of a positive definite matrix is turned into its factor. */
  private static double[][] cholesky(double[][] matrix) {
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[i][j];
        for (int k = 0; k < j; k++) {
          sum -= matrix[i][k] * matrix[j][k];
        }
        matrix[i][j] = i == j ? Math.sqrt(sum) : sum / matrix[j][j];
      }
    }
    return matrix;
  }

  /** x becomes L^-1 x. */
  private void solve(double[] x) {
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < i; j++) {
        x[i] -= factor[i][j] * x[j];
      }
      x[i] /= factor[i][i];
    }
  }

  /** x becomes L'^-1 x. */
  private void solveTransposed(double[] x) {
    for (int i = x.length - 1; i >= 0; i--) {
      for (int j = i + 1; j < x.length; j++) {
        x[i] -= factor[j][i] * x[j];
      }
      x[i] /= factor[i][i];
    }
  }

  /** Returns the product of two vectors. */
  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }
}
