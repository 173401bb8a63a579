package org.prefbench.cli.environment;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.Candidates;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.cli.shared.ListingOptions;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Environments;
import org.prefbench.policy.Behavior;
import org.prefbench.policy.Behaviors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Environments: which there are and how policies fare in them. */
@Command(
    name = "env",
    description = "The environments: which there are and how policies fare in them.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ClassifierCommand.class,
      RenderCommand.class,
      ReplayCommand.class,
      RolloutCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  prefbench env list",
      "  prefbench env show pendulum-v1 --json",
      "  prefbench env rollout pendulum-v1 --policy medium",
      "  prefbench env render pendulum-v1 --policy expert --out pendulum.gif"
    })
public final class EnvironmentCommand {
  @Spec private CommandSpec spec;

  @Command(
      name = "list",
      description = "Lists the environments.",
      footer = {"", "Example: prefbench env list --json"})
  int list(@Mixin ListingOptions shown) {
    Listing listing =
        new Listing("environment", "observations", "actions", "max-steps", "control-step", "title");
    for (EnvironmentFactory factory : Environments.registered().all()) {
      EnvironmentSpec environment = factory.spec();
      listing.row(
          environment.id(),
          environment.observations().size(),
          environment.actions().size(),
          environment.maxSteps(),
          environment.controlStep(),
          environment.title());
    }
    shown.print(spec.commandLine(), listing);
    return ExitCode.OK;
  }

  @Command(
      name = "show",
      description = "Shows an environment's spaces, state, behaviour tiers and reference scores.",
      footer = {"", "Example: prefbench env show pendulum-v1"})
  int show(
      @CommandLine.Parameters(
              paramLabel = "ENVIRONMENT",
              completionCandidates = Candidates.EnvironmentIds.class,
              description = "The environment's id.")
          String id,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    EnvironmentSpec environment =
        Arguments.typed(spec.commandLine(), () -> Environments.registered().get(id)).spec();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("environment", environment.id());
    values.put("title", environment.title());
    values.put("observation-low", Arrays.toString(environment.observations().low()));
    values.put("observation-high", Arrays.toString(environment.observations().high()));
    values.put("action-low", Arrays.toString(environment.actions().low()));
    values.put("action-high", Arrays.toString(environment.actions().high()));
    values.put(
        "state",
        environment.state().stream()
            .map(field -> field.name() + "[" + field.size() + "]")
            .collect(Collectors.joining(", ")));
    values.put("control-step-seconds", environment.controlStep());
    values.put("max-steps", environment.maxSteps());
    for (Behavior behavior : Behaviors.of(environment.id())) {
      values.put("tier-" + behavior.tier(), behavior.description());
    }
    environment
        .scores()
        .ifPresent(
            scores -> {
              values.put("random-score", scores.random());
              values.put("expert-score", scores.expert());
              values.put("scores-source", scores.source());
            });
    Listing.printRecord(spec.commandLine().getOut(), json, values);
    return ExitCode.OK;
  }
}
