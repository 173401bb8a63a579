package org.prefbench.policy.outside;

import java.util.List;
import org.prefbench.core.Checks;
import org.prefbench.core.Parameters;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Space;

/**
 * What the outputs of a network from outside mean, in the words of Haarnoja et al. 2018 (arXiv
 * 1801.01290, appendix C) where they are squashed:
 *
 * <pre>
 * mean               a = squash(mean) + noise * half range * z        z ~ N(0, 1) per coordinate
 * mean-and-log-std   a = squash(mean + exp(log-std) * z)
 * squash(u)          u, or middle + half range * tanh(u)
 * </pre>
 *
 * @param outputs what the network computes
 * @param tanh whether its mean has still to be squashed into the action space; a network that
 *     squashes and scales by itself gives actions
 * @param noise standard deviation of the noise on each coordinate of an action, in units of half
 *     its range; 0 where the network has deviations of its own
 */
public record ActionHead(Outputs outputs, boolean tanh, double noise) {
  /** The outputs of a network, side by side. */
  public enum Outputs {
    /** One per coordinate of an action. */
    MEAN,
    /** The means of all coordinates, then the logs of their standard deviations. */
    MEAN_AND_LOG_STD
  }

  private static final List<String> MEANS = List.of("mean", "action", "actions");
  private static final String LOG_STD = "log_std";

  /** Validates the noise. */
  public ActionHead {
    Checks.notNegative("noise", noise);
    Checks.require(
        outputs == Outputs.MEAN || noise == 0,
        "noise must be left out where outputs is mean-and-log-std, which has its own, got %s",
        noise);
  }

  /** Returns whether two actions in one state differ. */
  public boolean samples() {
    return outputs == Outputs.MEAN_AND_LOG_STD || noise > 0;
  }

  /** Returns how many columns there must be for {@code actions} coordinates. */
  int columns(int actions) {
    return outputs == Outputs.MEAN ? actions : 2 * actions;
  }

  /**
   * Refuses to squash into, or to scale noise by, a range that has no end.
   *
   * @param network what acts, for the error
   */
  public void check(String network, EnvironmentSpec environment) {
    Space actions = environment.actions();
    Checks.require(
        actions.bounded() || !tanh && noise == 0,
        "%s: %s has actions without bounds, so that there is no range to %s",
        network,
        environment.id(),
        tanh ? "squash a mean into" : "measure noise in");
  }

  /**
   * Returns which of a network's outputs are taken: those with the names that exports give them,
   * else all there are.
   */
  List<String> wanted(PolicyNetwork network) {
    List<String> names = network.outputs();
    List<String> means = MEANS.stream().filter(names::contains).limit(1).toList();
    boolean mean = outputs == Outputs.MEAN;
    if (mean && !means.isEmpty()) {
      return means;
    } else if (!mean && !means.isEmpty() && names.contains(LOG_STD)) {
      return List.of(means.get(0), LOG_STD);
    }
    Checks.require(
        names.size() <= (mean ? 1 : 2),
        "%s has the outputs %s, and outputs %s needs %s",
        network.name(),
        String.join(", ", names),
        Parameters.word(outputs),
        mean
            ? "one, or one called mean or action"
            : "one or two, or those called mean and log_std");
    return names;
  }
}
