package org.prefbench.method.online;

/** The mean of what was added since it was last taken; NaN entries do not count. */
final class RunningMean {
  private double sum;
  private long count;

  void add(double number) {
    if (!Double.isNaN(number)) {
      sum += number;
      count++;
    }
  }

  double take() {
    double mean = sum / count;
    sum = 0;
    count = 0;
    return mean;
  }
}
