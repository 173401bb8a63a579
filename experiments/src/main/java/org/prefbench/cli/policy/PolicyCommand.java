package org.prefbench.cli.policy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.Candidates;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.cli.shared.ListingOptions;
import org.prefbench.cli.shared.policy.NamedPolicy;
import org.prefbench.policy.Behavior;
import org.prefbench.policy.Behaviors;
import org.prefbench.shelf.PolicyCard;
import org.prefbench.shelf.PolicyEvaluation;
import org.prefbench.shelf.PolicyShelf;
import org.prefbench.shelf.ReplayRecipe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Behaviour policies: which there are, what is known of them, how well they do. */
@Command(
    name = "policy",
    description = "The behaviour policies: which there are, and how well they do.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      PolicyEvaluateCommand.class,
      PolicyRenderCommand.class,
      PolicyFilmCommand.class,
      PolicyTrainCommand.class,
      PolicyShelveCommand.class,
      PolicyCurvesCommand.class,
      PolicyExportCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  prefbench policy list",
      "  prefbench policy show hopper-expert",
      "  prefbench policy evaluate hopper-expert --episodes 100",
      "  prefbench policy render hopper-expert --out hopper.gif",
      "  prefbench policy export hopper-expert --output hopper.onnx"
    })
public final class PolicyCommand {
  @Spec private CommandSpec spec;

  @Command(
      name = "list",
      description = "Lists the behaviour policies; those that were trained have a score.",
      footer = {"", "Example: prefbench policy list --json"})
  int list(
      @Mixin ListingOptions shown,
      @Option(names = "--trained", description = "Only those that were trained.") boolean trained) {
    Map<String, PolicyCard> cards = new LinkedHashMap<>();
    PolicyShelf.standard().cards().forEach(card -> cards.put(card.id(), card));
    Listing listing = new Listing("policy", "environment", "tier", "score", "description");
    for (Behavior behavior : Behaviors.all()) {
      Optional<PolicyCard> card = Optional.ofNullable(cards.get(behavior.id()));
      if (behavior.parts().size() == 1 && (card.isPresent() || !trained)) {
        Optional<Object> score = card.map(known -> known.sampled().normalizedScore());
        listing.row(
            behavior.id(),
            behavior.environment(),
            behavior.tier(),
            score.orElse(shown.json() ? Double.NaN : "-"),
            behavior.description());
      }
    }
    shown.print(spec.commandLine(), listing);
    return ExitCode.OK;
  }

  @Command(
      name = "show",
      description = {
        "Shows what is known of a behaviour.",
        "Of a trained policy that is its card: how it was trained and how well it does."
      },
      footer = {"", "Example: prefbench policy show hopper-expert"})
  int show(
      @Parameters(
              paramLabel = "ID",
              completionCandidates = Candidates.Policies.class,
              description =
                  "Its id, see 'policy list' and 'dataset list'; without version if clear.")
          String name,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    Behavior behavior = Arguments.typed(spec.commandLine(), () -> Behaviors.named(name));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("policy", behavior.id());
    values.put("environment", behavior.environment());
    values.put("tier", behavior.tier());
    values.put("description", behavior.description());
    values.put("dataset-steps", behavior.usualSteps());
    NamedPolicy.card(behavior.id()).ifPresent(card -> describe(card, values));
    PolicyShelf.standard().recipes().stream()
        .filter(recipe -> recipe.id().equals(behavior.id()))
        .forEach(recipe -> describe(recipe, values));
    Listing.printRecord(spec.commandLine().getOut(), json, values);
    return ExitCode.OK;
  }

  private static void describe(PolicyCard card, Map<String, Object> values) {
    values.put("algorithm", card.algorithm());
    values.put("training-steps", card.trainingSteps());
    values.put("seed", card.seed());
    values.put("commit", card.commit());
    values.put("command", card.command());
    values.put("cpu-hours", card.cpuHours());
    values.put("sampled", numbers(card.sampled()));
    values.put("deterministic", numbers(card.deterministic()));
    values.put("sha256", card.sha256());
  }

  private static Map<String, Object> numbers(PolicyEvaluation evaluation) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("episodes", evaluation.episodes());
    values.put("seed", evaluation.seed());
    values.put("return-mean", evaluation.returnMean());
    values.put("return-std", evaluation.returnStandardDeviation());
    values.put("return-standard-error", evaluation.standardError());
    values.put("normalized-score", evaluation.normalizedScore());
    values.put("length-mean", evaluation.meanLength());
    return values;
  }

  private static void describe(ReplayRecipe recipe, Map<String, Object> values) {
    values.put("algorithm", recipe.algorithm());
    values.put("seed", recipe.seed());
    values.put("commit", recipe.commit());
    values.put("command", recipe.command());
    values.put("cpu-hours", recipe.cpuHours());
    Map<String, Object> snapshots = new LinkedHashMap<>();
    for (ReplayRecipe.Snapshot snapshot : recipe.snapshots()) {
      snapshots.put(
          String.valueOf(snapshot.trainingSteps()), snapshot.steps() + " " + snapshot.sha256());
    }
    values.put("snapshot-after", snapshots);
  }
}
