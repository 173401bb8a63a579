package org.prefbench.generative;

import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.nn.Standardizer;

/**
 * Plans are Gaussian noise, standard normal in the units that the flow is learned in; neither the
 * reference nor a simulator is asked.
 *
 * @param scales of the flow's segments, {@code [length * act]}
 * @param sampled otherwise the plan is the noise's mean
 */
public record NoisePlans(Standardizer scales, boolean sampled) implements PlanSource {
  @Override
  public Planner start(EnvironmentAccess environment, int length) {
    int size = length * environment.spec().actions().size();
    Checks.require(
        scales.size() == size, "noise of %d values is no plan of %d", scales.size(), size);
    FloatMatrix plans = new FloatMatrix(environment.copies(), scales.size());
    float[] mean = scales.mean();
    float[] scale = scales.scale();
    return (FloatMatrix observations, Seed[] streams) -> {
      for (int i = 0; i < streams.length; i++) {
        RandomStream random = streams[i].generator();
        for (int j = 0; j < mean.length; j++) {
          double noise = sampled ? random.nextGaussian() : 0;
          plans.set(i, j, (float) (mean[j] + scale[j] * noise));
        }
      }
      return plans;
    };
  }

  @Override
  public PlanSource deterministic() {
    return new NoisePlans(scales, false);
  }
}
