package org.prefbench.policy;

import java.util.Arrays;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.Space;

/**
 * Uniformly random actions in a bounded action space; its deterministic form is the middle of the
 * space.
 */
public record UniformPolicy() implements Policy {
  @Override
  public Actor start(EnvironmentAccess environment, Seed[] seeds) {
    Space space = environment.spec().actions();
    Checks.require(
        space.bounded(), "%s has unbounded actions: no uniform policy", environment.spec().id());
    RandomStream[] streams = Arrays.stream(seeds).map(Seed::generator).toArray(RandomStream[]::new);
    double[] low = space.low();
    double[] high = space.high();
    FloatMatrix actions = new FloatMatrix(seeds.length, space.size());
    return observations -> {
      for (int i = 0; i < streams.length; i++) {
        for (int j = 0; j < low.length; j++) {
          actions.set(i, j, (float) streams[i].uniform(low[j], high[j]));
        }
      }
      return actions;
    };
  }

  @Override
  public Policy deterministic() {
    return new Middle();
  }

  /** Returns the same policy for one action space, which makes its density known. */
  public DensityPolicy in(Space actions) {
    Checks.require(actions.bounded(), "%s is unbounded: no uniform policy", actions);
    return new Within(actions);
  }

  /** Uniform over one box: log-probability -log(volume) inside, minus infinity outside. */
  record Within(Space space) implements DensityPolicy {
    @Override
    public Actor start(EnvironmentAccess environment, Seed[] seeds) {
      Checks.require(
          environment.spec().actions().equals(space),
          "%s has other actions than %s",
          environment.spec().id(),
          space);
      return new UniformPolicy().start(environment, seeds);
    }

    @Override
    public Policy deterministic() {
      return new Middle();
    }

    @Override
    public double[] logProbabilities(FloatMatrix observations, FloatMatrix actions) {
      double[] low = space.low();
      double[] high = space.high();
      double logVolume = 0;
      for (int j = 0; j < low.length; j++) {
        logVolume += StrictMath.log(high[j] - low[j]);
      }
      double[] result = new double[actions.rows()];
      for (int i = 0; i < result.length; i++) {
        boolean inside = true;
        for (int j = 0; j < low.length; j++) {
          // Rounding to float may carry a sample onto a bound's float, so compare in float.
          inside &= actions.get(i, j) >= (float) low[j] && actions.get(i, j) <= (float) high[j];
        }
        result[i] = inside ? -logVolume : Double.NEGATIVE_INFINITY;
      }
      return result;
    }
  }

  /** Always the middle of the action space. */
  private record Middle() implements Policy {
    @Override
    public Actor start(EnvironmentAccess environment, Seed[] seeds) {
      Space space = environment.spec().actions();
      Checks.require(
          space.bounded(), "%s has unbounded actions: no middle", environment.spec().id());
      FloatMatrix actions = new FloatMatrix(seeds.length, space.size());
      for (int i = 0; i < seeds.length; i++) {
        for (int j = 0; j < space.size(); j++) {
          actions.set(i, j, (float) space.middle(j));
        }
      }
      return observations -> actions;
    }

    @Override
    public Policy deterministic() {
      return this;
    }
  }
}
