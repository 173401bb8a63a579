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
 * A control law with independent Gaussian noise of one standard deviation on every coordinate of
 * its action; its density is that of the action before the environment clips it.
 */
final class NoisyController implements DensityPolicy, ScriptedPolicy {
  private final String environment;
  private final String tier;
  private final ControlLaw law;
  private final int actionSize;
  private final double deviation;

  private NoisyController(
      String environment, String tier, ControlLaw law, int actionSize, double deviation) {
    this.environment = environment;
    this.tier = tier;
    this.law = law;
    this.actionSize = Checks.atLeast("actionSize", actionSize, 1);
    this.deviation = Checks.positive("deviation", deviation);
  }

  /**
   * Returns the tier that acts by {@code law} with noise.
   *
   * @param actionSize the number of coordinates of an action
   * @param deviation the noise's standard deviation, in the unit of the action, {@code > 0}
   */
  static Behavior behavior(
      String environment,
      String tier,
      String description,
      ControlLaw law,
      int actionSize,
      double deviation) {
    return new Behavior(
        environment,
        tier,
        description,
        () -> new NoisyController(environment, tier, law, actionSize, deviation));
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
    Actor exact = exactActor(environment);
    return observations -> {
      FloatMatrix actions = exact.act(observations);
      for (int i = 0; i < streams.length; i++) {
        for (int j = 0; j < actionSize; j++) {
          actions.set(i, j, (float) (actions.get(i, j) + deviation * streams[i].nextGaussian()));
        }
      }
      return actions;
    };
  }

  @Override
  public Policy deterministic() {
    return new Exact(this);
  }

  @Override
  public double[] logProbabilities(FloatMatrix observations, FloatMatrix actions) {
    double[] observation = new double[observations.columns()];
    double[] wanted = new double[actionSize];
    double constant = -actionSize * (StrictMath.log(deviation) + 0.5 * StrictMath.log(2 * Math.PI));
    double[] result = new double[actions.rows()];
    for (int i = 0; i < result.length; i++) {
      observations.copyRow(i, observation);
      law.control(observation, wanted);
      double squares = 0;
      for (int j = 0; j < actionSize; j++) {
        // The law's action was rounded to float before the noise was added.
        double z = (actions.get(i, j) - (float) wanted[j]) / deviation;
        squares += z * z;
      }
      result[i] = constant - 0.5 * squares;
    }
    return result;
  }

  private Actor exactActor(EnvironmentAccess environment) {
    Checks.require(
        environment.spec().actions().size() == actionSize,
        "%s takes actions of %d, the controller gives %d",
        environment.spec().id(),
        environment.spec().actions().size(),
        actionSize);
    FloatMatrix actions = new FloatMatrix(environment.copies(), actionSize);
    double[] observation = new double[environment.spec().observations().size()];
    double[] wanted = new double[actionSize];
    return observations -> {
      for (int i = 0; i < actions.rows(); i++) {
        observations.copyRow(i, observation);
        law.control(observation, wanted);
        actions.setRow(i, wanted);
      }
      return actions;
    };
  }

  /** The law without noise. */
  private record Exact(NoisyController controller) implements Policy {
    @Override
    public Actor start(EnvironmentAccess environment, Seed[] seeds) {
      return controller.exactActor(environment);
    }

    @Override
    public Policy deterministic() {
      return this;
    }
  }
}
