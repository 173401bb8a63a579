package org.prefbench.policy.classic;

import java.util.Arrays;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Behavior;
import org.prefbench.policy.DensityPolicy;
import org.prefbench.policy.Policy;
import org.prefbench.policy.ScriptedPolicy;

/**
 * An even mixture of round Gaussians in the plane, whatever is observed. Its deterministic form is
 * the first centre, one of its modes.
 */
final class GaussianRing implements DensityPolicy, ScriptedPolicy {
  private final String environment;
  private final String tier;
  private final double[] centers;
  private final double variance;

  private GaussianRing(String environment, String tier, double[] centers, double variance) {
    this.environment = environment;
    this.tier = tier;
    this.centers = centers.clone();
    this.variance = Checks.positive("variance", variance);
  }

  /**
   * Returns the tier that draws from the mixture.
   *
   * @param centers x, y, x, y, ...
   * @param variance along either axis, {@code > 0}
   */
  static Behavior behavior(
      String environment, String tier, String description, double[] centers, double variance) {
    return new Behavior(
        environment,
        tier,
        description,
        () -> new GaussianRing(environment, tier, centers, variance));
  }

  @Override
  public String environment() {
    return environment;
  }

  @Override
  public String tier() {
    return tier;
  }

  @Override
  public Actor start(EnvironmentAccess environment, Seed[] seeds) {
    RandomStream[] streams = Arrays.stream(seeds).map(Seed::generator).toArray(RandomStream[]::new);
    FloatMatrix actions = new FloatMatrix(seeds.length, 2);
    double deviation = Math.sqrt(variance);
    return observations -> {
      for (int i = 0; i < streams.length; i++) {
        int center = 2 * streams[i].nextInt(centers.length / 2);
        for (int j = 0; j < 2; j++) {
          actions.set(i, j, (float) (centers[center + j] + deviation * streams[i].nextGaussian()));
        }
      }
      return actions;
    };
  }

  @Override
  public Policy deterministic() {
    return new FirstCenter(centers[0], centers[1]);
  }

  @Override
  public double[] logProbabilities(FloatMatrix observations, FloatMatrix actions) {
    double constant = -StrictMath.log(Math.PI * variance * centers.length); // 2 pi v times count
    double[] exponents = new double[centers.length / 2];
    double[] result = new double[actions.rows()];
    for (int i = 0; i < result.length; i++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < exponents.length; k++) {
        double dx = actions.get(i, 0) - centers[2 * k];
        double dy = actions.get(i, 1) - centers[2 * k + 1];
        exponents[k] = -(dx * dx + dy * dy) / (2 * variance);
        largest = Math.max(largest, exponents[k]);
      }
      double sum = 0; // relative to the largest, so that far points do not underflow
      for (double exponent : exponents) {
        sum += StrictMath.exp(exponent - largest);
      }
      result[i] = constant + largest + StrictMath.log(sum);
    }
    return result;
  }

  /** Always the same point. */
  private record FirstCenter(double x, double y) implements Policy {
    @Override
    public Actor start(EnvironmentAccess environment, Seed[] seeds) {
      FloatMatrix actions = new FloatMatrix(seeds.length, 2);
      for (int i = 0; i < seeds.length; i++) {
        actions.set(i, 0, (float) x);
        actions.set(i, 1, (float) y);
      }
      return observations -> actions;
    }

    @Override
    public Policy deterministic() {
      return this;
    }
  }
}
