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
          actions.set(i, j, (float) (0.5 * (space.low()[j] + space.high()[j])));
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
