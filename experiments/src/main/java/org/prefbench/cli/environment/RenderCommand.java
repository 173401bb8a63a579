package org.prefbench.cli.environment;

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

/** Draws an episode, so that a person sees what a policy does. */
@Command(
    name = "render",
    description = "Draws one episode as an animated GIF or as a sheet of frames (PNG).",
    footer = {
      "",
      "Examples:",
      "  prefbench env render pendulum-v1 --policy expert --out pendulum.gif",
      "  prefbench env render ant-v4 --steps 200 --out ant.png --frames 9"
    })
final class RenderCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "ENVIRONMENT",
      completionCandidates = Candidates.EnvironmentIds.class,
      description = "The environment's id.")
  private String environment;

  @Option(
      names = "--policy",
      paramLabel = "TIER|FILE",
      completionCandidates = Candidates.Tiers.class,
      description =
          "A behaviour tier of the environment, a policy's id, see 'policy list', or a policy file "
              + "(default: ${DEFAULT-VALUE}).")
  private String policy = "random";

  @Mixin private NetworkOptions outputs;

  @Mixin private RenderOptions options;

  @Override
  public Integer call() throws IOException {
    CommandLine command = spec.commandLine();
    Rendering rendering = options.check(command);
    NamedPolicy named = NamedPolicy.resolve(command, Optional.of(environment), policy, outputs);
    return options.draw(command, rendering, named);
  }
}
