package org.prefbench.flow;

/**
 * The path that keeps the variance where source and target are independent with the same one: alpha
 * = sin(pi t / 2), beta = cos(pi t / 2), so that alpha^2 + beta^2 = 1 (the trigonometric
 * interpolant of Albergo and Vanden-Eijnden 2023, arXiv 2209.15571; from noise it is the cosine
 * schedule of diffusion, Nichol and Dhariwal 2021, arXiv 2102.09672, without its offset).
 */
public record VariancePreservingPath() implements ProbabilityPath {
  private static final double QUARTER_TURN = StrictMath.PI / 2;

  @Override
  public double target(double time) {
    return StrictMath.sin(QUARTER_TURN * time);
  }

  @Override
  public double source(double time) {
    return StrictMath.cos(QUARTER_TURN * time);
  }

  @Override
  public double targetRate(double time) {
    return QUARTER_TURN * source(time);
  }

  @Override
  public double sourceRate(double time) {
    return -QUARTER_TURN * target(time);
  }

  @Override
  public double spread() {
    return 0;
  }
}
