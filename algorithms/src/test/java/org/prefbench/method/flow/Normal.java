package org.prefbench.method.flow;

import java.util.Arrays;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;

/** A reference for tests: independent actions N(0, deviation^2) whatever it sees. */
public record Normal(int size, double deviation) implements Policy {
  @Override
  public Actor start(EnvironmentAccess environment, Seed[] seeds) {
    RandomStream[] streams = Arrays.stream(seeds).map(Seed::generator).toArray(RandomStream[]::new);
    FloatMatrix actions = new FloatMatrix(seeds.length, size);
    return observations -> {
      for (int k = 0; k < actions.values().length; k++) {
        actions.values()[k] = (float) (deviation * streams[k / size].nextGaussian());
      }
      return actions;
    };
  }

  @Override
  public Policy deterministic() {
    return new Normal(size, 0);
  }
}
