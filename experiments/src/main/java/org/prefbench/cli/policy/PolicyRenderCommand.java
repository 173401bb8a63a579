package org.prefbench.cli.policy;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.prefbench.cli.shared.Candidates;
import org.prefbench.cli.shared.policy.NamedPolicy;
import org.prefbench.cli.shared.policy.NetworkOptions;
import org.prefbench.cli.shared.policy.RenderOptions;
import org.prefbench.render.Rendering;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws an episode of a policy that is named first. */
@Command(
    name = "render",
    description = "Draws one episode of a policy as an animated GIF or as a sheet of frames (PNG).",
    footer = {
      "",
      "Examples:",
      "  prefbench policy render hopper-expert --out hopper.gif",
      "  prefbench policy render quickstart/point-mass-medium-v0/pfm/0 --out pfm.gif",
      "  prefbench policy render my.policy --env ant-v4 --out ant.png --frames 9"
    })
final class PolicyRenderCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "ID|TRIAL|FILE",
      completionCandidates = Candidates.Policies.class,
      description = NamedPolicy.HELP)
  private String policy;

  @Option(
      names = "--env",
      paramLabel = "ENVIRONMENT",
      completionCandidates = Candidates.EnvironmentIds.class,
      description = "The environment's id; needed for a policy file.")
  private Optional<String> environment = Optional.empty();

  @Mixin private NetworkOptions outputs;

  @Mixin private RenderOptions options;

  @Override
  public Integer call() throws IOException {
    CommandLine command = spec.commandLine();
    Rendering rendering = options.check(command);
    try (NamedPolicy named = NamedPolicy.resolve(command, environment, policy, outputs)) {
      return options.draw(command, rendering, named);
    }
  }
}
