package org.prefbench.cli.shared.policy;

import java.util.Optional;
import org.prefbench.core.Checks;
import org.prefbench.policy.outside.ActionHead;
import picocli.CommandLine.Option;

/** What the outputs of a network from outside mean. */
public final class NetworkOptions {
  @Option(
      names = "--outputs",
      paramLabel = "mean|mean-and-log-std",
      description = "What a network computes (default: mean).")
  private Optional<ActionHead.Outputs> outputs = Optional.empty();

  @Option(
      names = "--squash",
      paramLabel = "none|tanh",
      description =
          "How the means of a network become actions: none, or tanh and then scaled to the range "
              + "of actions (default: none).")
  private Optional<Squash> squash = Optional.empty();

  @Option(
      names = "--noise",
      paramLabel = "X",
      description =
          "Standard deviation of the noise on the actions of a network, in units of half their "
              + "range (default: 0).")
  private Optional<Double> noise = Optional.empty();

  /** What happens to the means of a network. */
  enum Squash {
    NONE,
    TANH
  }

  /**
   * Returns what was typed.
   *
   * @throws org.prefbench.core.InvalidInputException if it does not go together
   */
  ActionHead head() {
    return new ActionHead(
        outputs.orElse(ActionHead.Outputs.MEAN),
        squash.filter(Squash.TANH::equals).isPresent(),
        noise.orElse(0.0));
  }

  /** Refuses to be typed beside what is no network from outside. */
  public void checkNone(String policy) {
    Checks.require(
        outputs.isEmpty() && squash.isEmpty() && noise.isEmpty(),
        "--outputs, --squash and --noise are for networks (.onnx, .pt), and %s is none",
        policy);
  }
}
