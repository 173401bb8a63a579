package org.prefbench.policy.outside;

import java.util.Arrays;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.Parameters;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Space;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;
import org.prefbench.policy.TemperedPolicy;

/**
 * A policy that acts by a network from outside, see {@link ActionHead}. Nothing but its actions is
 * known of it: it has no density and no weights that a method could train. Immutable and shareable.
 *
 * @param network the network
 * @param head what its outputs mean
 * @param actions the action space
 * @param temperature factor on all standard deviations; 0 for the policy that acts by the mean
 */
public record NetworkPolicy(
    PolicyNetwork network, ActionHead head, Space actions, double temperature)
    implements TemperedPolicy {
  private static final int TRIED = 2; // rows, so that a network for one row alone shows itself

  /** Validates the temperature. */
  public NetworkPolicy {
    Checks.notNegative("temperature", temperature);
  }

  /**
   * Returns the policy that acts by a network in an environment.
   *
   * @throws InvalidInputException if the network's outputs on a first batch do not fit
   */
  public static NetworkPolicy of(
      PolicyNetwork network, ActionHead head, EnvironmentSpec environment) {
    head.check(network.name(), environment);
    NetworkPolicy policy = new NetworkPolicy(network, head, environment.actions(), 1);
    try (PolicyNetwork.Evaluator evaluator = network.evaluator(head.wanted(network))) {
      policy.outputs(evaluator, new FloatMatrix(TRIED, environment.observations().size()));
    }
    return policy;
  }

  /** Returns whether two of its actions in one state differ. */
  public boolean samples() {
    return head.samples() && temperature > 0;
  }

  /**
   * {@inheritDoc}
   *
   * @throws InvalidInputException if it has no noise
   */
  @Override
  public Policy atTemperature(double factor) {
    Checks.require(
        samples(), "%s acts without noise, which has no temperature %s", network.name(), factor);
    return new NetworkPolicy(
        network, head, actions, temperature * Checks.positive("temperature", factor));
  }

  @Override
  public Policy deterministic() {
    return samples() ? new NetworkPolicy(network, head, actions, 0) : this;
  }

  @Override
  public Actor start(EnvironmentAccess environment, Seed[] seeds) {
    return new NetworkActor(environment, seeds);
  }

  /** Returns the network's outputs, {@code [n, columns]}, all of them finite. */
  private FloatMatrix outputs(PolicyNetwork.Evaluator evaluator, FloatMatrix observations) {
    FloatMatrix outputs = evaluator.evaluate(observations);
    int columns = head.columns(actions.size());
    Checks.require(
        outputs.rows() == observations.rows() && outputs.columns() == columns,
        "%s gives [%d, %d] for %d observations, and outputs %s for %d actions is [%d, %d]",
        network.name(),
        outputs.rows(),
        outputs.columns(),
        observations.rows(),
        Parameters.word(head.outputs()),
        actions.size(),
        observations.rows(),
        columns);
    float[] values = outputs.values();
    for (int k = 0; k < values.length; k++) {
      if (!Float.isFinite(values[k])) {
        throw new InvalidInputException(
            network.name()
                + ": output "
                + k % columns
                + " of row "
                + k / columns
                + " must be finite, got "
                + values[k]);
      }
    }
    return outputs;
  }

  /** Acts in a batch of episodes, by the mean if nothing is drawn; finished ones cost nothing. */
  private final class NetworkActor implements Actor {
    private final EnvironmentAccess environment;
    private final RandomStream[] streams;
    private final PolicyNetwork.Evaluator evaluator = network.evaluator(head.wanted(network));
    private final FloatMatrix result;

    NetworkActor(EnvironmentAccess environment, Seed[] seeds) {
      Checks.require(
          environment.spec().actions().size() == actions.size(),
          "%s has %d actions, and %s takes %d",
          network.name(),
          actions.size(),
          environment.spec().id(),
          environment.spec().actions().size());
      this.environment = environment;
      streams = Arrays.stream(seeds).map(Seed::generator).toArray(RandomStream[]::new);
      result = new FloatMatrix(seeds.length, actions.size());
    }

    @Override
    public FloatMatrix act(FloatMatrix observations) {
      int[] acting = environment.acting();
      if (acting.length == 0) {
        return result;
      }
      FloatMatrix outputs =
          outputs(
              evaluator,
              acting.length == result.rows() ? observations : observations.select(acting));
      for (int k = 0; k < acting.length; k++) {
        for (int j = 0; j < actions.size(); j++) {
          result.set(acting[k], j, (float) action(outputs, k, acting[k], j));
        }
      }
      environment.ledger().add(Ledger.Entry.NETWORK_EVALUATIONS, acting.length);
      return result;
    }

    private double action(FloatMatrix outputs, int row, int copy, int j) {
      double latent = outputs.get(row, j);
      double z = samples() ? temperature * streams[copy].nextGaussian() : 0;
      if (head.outputs() == ActionHead.Outputs.MEAN_AND_LOG_STD && samples()) {
        latent += StrictMath.exp(outputs.get(row, actions.size() + j)) * z;
      }
      double action =
          head.tanh() ? actions.middle(j) + actions.halfRange(j) * StrictMath.tanh(latent) : latent;
      return head.noise() > 0 ? action + head.noise() * actions.halfRange(j) * z : action;
    }

    @Override
    public void close() {
      evaluator.close();
    }
  }
}
