package org.prefbench.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.prefbench.core.Checks;
import org.prefbench.core.Seed;
import org.prefbench.policy.MeanReturn;
import org.prefbench.policy.Policy;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures the mean return of a policy; the reference scores of the environments come from it. */
@Command(
    name = "rollout",
    description = "Runs a policy for whole episodes and prints its mean return.",
    footer = {
      "",
      "Examples:",
      "  prefbench env rollout pendulum-v1 --policy expert --episodes 1000",
      "  prefbench env rollout pendulum-v1 --policy my.policy --deterministic --json"
    })
final class RolloutCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ENVIRONMENT", description = "The environment's id.")
  private String environment;

  @Option(
      names = "--policy",
      paramLabel = "TIER|ID|FILE",
      required = true,
      description =
          "A behaviour tier of the environment, such as random, a policy's id, see 'policy list', "
              + "or a policy file.")
  private String policy;

  @Option(
      names = "--episodes",
      paramLabel = "N",
      description = "Number of episodes, at least 2 (default: ${DEFAULT-VALUE}).")
  private int episodes = 100;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Root of the random streams (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--deterministic", description = "Act by the mean or mode.")
  private boolean deterministic;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    CommandLine command = spec.commandLine();
    Arguments.checkTyped(command, () -> Checks.atLeast("--episodes", episodes, 2));
    NamedPolicy named = NamedPolicy.resolve(command, Optional.of(environment), policy);
    Policy actor = named.policy();
    MeanReturn result =
        MeanReturn.measure(
            named.environment(),
            deterministic ? actor.deterministic() : actor,
            episodes,
            new Seed(seed));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("environment", environment);
    values.put("policy", policy);
    values.put("actions", deterministic ? "deterministic" : "sampled");
    values.put("episodes", result.episodes());
    values.put("seed", seed);
    values.put("return-mean", result.mean());
    values.put("return-standard-error", result.standardError());
    values.put("return-std", result.standardDeviation());
    values.put("return-min", result.minimum());
    values.put("return-max", result.maximum());
    values.put("length-mean", result.meanLength());
    named
        .environment()
        .spec()
        .scores()
        .ifPresent(scores -> values.put("normalized-score", scores.normalize(result.mean())));
    Listing.printRecord(spec.commandLine().getOut(), json, values);
    return ExitCode.OK;
  }
}
