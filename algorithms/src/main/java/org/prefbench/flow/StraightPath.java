package org.prefbench.flow;

import org.prefbench.core.Checks;

/**
 * The straight line from source to target at constant speed, with a constant spread around it:
 * alpha = t, beta = 1 - t (Tong et al. 2023, arXiv 2302.00482, equations 14 and 15; without spread,
 * Liu et al. 2023, "Rectified flow", arXiv 2209.03003).
 *
 * @param spread the standard deviation around the line, in the unit of y
 */
public record StraightPath(double spread) implements ProbabilityPath {
  /** Validates the spread. */
  public StraightPath {
    Checks.notNegative("sigma", spread);
  }

  @Override
  public double target(double time) {
    return time;
  }

  @Override
  public double source(double time) {
    return 1 - time;
  }

  @Override
  public double targetRate(double time) {
    return 1;
  }

  @Override
  public double sourceRate(double time) {
    return -1;
  }
}
