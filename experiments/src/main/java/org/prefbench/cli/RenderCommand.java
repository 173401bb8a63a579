package org.prefbench.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.policy.Policy;
import org.prefbench.render.Rendering;
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

  @Parameters(paramLabel = "ENVIRONMENT", description = "The environment's id.")
  private String environment;

  @Option(
      names = "--policy",
      paramLabel = "TIER|FILE",
      description =
          "A behaviour tier of the environment, or a policy file (default: ${DEFAULT-VALUE}).")
  private String policy = "random";

  @Mixin private RenderOptions options;

  @Override
  public Integer call() throws IOException {
    EnvironmentFactory factory =
        Arguments.typed(spec.commandLine(), () -> Environments.registered().get(environment));
    Rendering rendering = options.check(spec.commandLine());
    Policy actor = Arguments.policy(spec.commandLine(), environment, policy);
    return options.draw(spec.commandLine(), rendering, factory, policy, actor);
  }
}
