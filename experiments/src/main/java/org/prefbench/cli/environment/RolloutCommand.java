package org.prefbench.cli.environment;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.prefbench.cli.shared.Candidates;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.cli.shared.policy.EpisodeOptions;
import org.prefbench.cli.shared.policy.NamedPolicy;
import org.prefbench.cli.shared.policy.NetworkOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Parameters(
      paramLabel = "ENVIRONMENT",
      completionCandidates = Candidates.EnvironmentIds.class,
      description = "The environment's id.")
  private String environment;

  @Option(
      names = "--policy",
      paramLabel = "TIER|ID|FILE",
      completionCandidates = Candidates.Tiers.class,
      required = true,
      description =
          "A behaviour tier of the environment, such as random, a policy's id, see 'policy list', "
              + "or a policy file.")
  private String policy;

  @Mixin private NetworkOptions outputs;

  @Mixin private EpisodeOptions episodes;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    CommandLine command = spec.commandLine();
    episodes.check(command);
    NamedPolicy named = NamedPolicy.resolve(command, Optional.of(environment), policy, outputs);
    Listing.printRecord(command.getOut(), json, episodes.values(named, episodes.measure(named)));
    return ExitCode.OK;
  }
}
