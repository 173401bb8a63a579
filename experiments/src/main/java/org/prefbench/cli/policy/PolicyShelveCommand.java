package org.prefbench.cli.policy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.core.Checks;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.shelf.PolicyCard;
import org.prefbench.shelf.PolicyShelf;
import org.prefbench.shelf.ReplayRecipe;
import org.prefbench.store.Home;
import org.prefbench.store.LearningCurve;
import org.prefbench.store.TrainingRecord;
import org.prefbench.training.PolicyTraining;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts a policy of a training on the shelf, with its card, or the recipe of its replay buffer. */
@Command(
    name = "shelve",
    description = {
      "Puts a policy of a training on the shelf, evaluated, with a card and a checksum.",
      "The tier medium-replay takes several: snapshots from the start of the training to --step, "
          + "which together make data like those of the replay buffer."
    },
    footer = {
      "",
      "Examples:",
      "  prefbench policy shelve results/local/hopper --tier expert --step 2000000",
      "  prefbench policy shelve results/local/hopper --tier medium --step 400000"
    })
final class PolicyShelveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The folder of a training, see 'policy train'.")
  private Path training;

  @Option(
      names = "--tier",
      paramLabel = "TIER",
      required = true,
      description = "The quality: expert, medium or medium-replay.")
  private String tier;

  @Option(
      names = "--step",
      paramLabel = "N",
      required = true,
      description = "The environment step of the evaluation whose policy it is.")
  private long step;

  @Option(
      names = "--average",
      paramLabel = "N",
      description =
          "Average the weights of the last N snapshots up to --step (default: ${DEFAULT-VALUE}).")
  private int average = 1;

  @Option(
      names = "--episodes",
      paramLabel = "N",
      description = "Episodes of the evaluation (default: ${DEFAULT-VALUE}).")
  private int episodes = 100;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Size of the medium-replay dataset (default: ${DEFAULT-VALUE}).")
  private long steps = 300_000;

  @Option(
      names = "--snapshots",
      paramLabel = "N",
      description = "Snapshots of a medium-replay recipe, at most (default: ${DEFAULT-VALUE}).")
  private int snapshots = 10;

  @Option(
      names = "--shelf",
      paramLabel = "DIR",
      description = "The shelf (default: the one in the sources).")
  private Path shelf =
      Home.folder().resolve(Path.of("algorithms", "src", "main", "resources", "policies"));

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Arguments.checkTyped(
        spec.commandLine(),
        () -> {
          Checks.atLeast("--average", average, 1);
          Checks.require(
              average == 1 || !tier.equals(ReplayRecipe.TIER),
              "--average does not go with the tier %s, which is of snapshots as they were",
              ReplayRecipe.TIER);
          Checks.atLeast("--episodes", episodes, 2);
          Checks.atLeast("--snapshots", snapshots, 1);
          Checks.atLeast("--steps", steps, snapshots);
        });
    Arguments.checkWritableFolder(shelf);
    TrainingRecord record = PolicyTraining.record(training);
    LearningCurve.Point point = LearningCurve.point(PolicyTraining.curve(training), step);
    String command = "prefbench " + String.join(" ", record.command());
    String commit = record.machine().getOrDefault("commit", "unknown");
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("shelf", shelf.toString());
    values.put("environment", record.environment());
    values.put("tier", tier);
    if (tier.equals(ReplayRecipe.TIER)) {
      List<Policy> policies = new ArrayList<>();
      ReplayRecipe recipe = recipe(record, point, commit, command, policies);
      PolicyShelf.put(shelf, recipe, policies);
      values.put("snapshots", recipe.snapshots().size());
      values.put("steps", recipe.steps());
    } else {
      Policy policy = PolicyTraining.policy(training, step, average);
      PolicyCard card =
          PolicyCard.measure(
              policy,
              record.environment(),
              tier,
              PolicyTraining.describe(record, point)
                  + (average == 1
                      ? ""
                      : ", weights averaged over the last " + average + " snapshots"),
              step,
              record.seed(),
              commit,
              command,
              point.cpuSeconds() / 3600,
              episodes,
              0);
      PolicyShelf.put(shelf, card, policy);
      values.put("sampled-score", card.sampled().normalizedScore());
      values.put("deterministic-score", card.deterministic().normalizedScore());
    }
    Listing.printRecord(spec.commandLine().getOut(), json, values);
    return ExitCode.OK;
  }

  /** Takes snapshots evenly from the evaluations up to the point and shares the steps out. */
  private ReplayRecipe recipe(
      TrainingRecord record,
      LearningCurve.Point last,
      String commit,
      String command,
      List<Policy> policies)
      throws IOException {
    List<Long> known =
        LearningCurve.read(PolicyTraining.curve(training)).points().stream()
            .map(LearningCurve.Point::steps)
            .filter(at -> at <= last.steps())
            .toList();
    int count = Math.min(snapshots, known.size());
    List<ReplayRecipe.Snapshot> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long at = known.get((int) ((i + 1L) * known.size() / count) - 1);
      Policy policy = PolicyFiles.read(PolicyTraining.snapshot(training, at));
      long share = steps * (i + 1) / count - steps * i / count;
      taken.add(new ReplayRecipe.Snapshot(at, share, PolicyFiles.checksum(policy)));
      policies.add(policy);
    }
    return new ReplayRecipe(
        record.environment(),
        PolicyTraining.describe(record, last),
        record.seed(),
        commit,
        command,
        last.cpuSeconds() / 3600,
        taken);
  }
}
