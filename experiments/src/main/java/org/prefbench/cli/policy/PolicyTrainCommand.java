package org.prefbench.cli.policy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.Candidates;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.cli.shared.Messages;
import org.prefbench.cli.shared.Overwriting;
import org.prefbench.cli.shared.ProgressBar;
import org.prefbench.core.Parameters;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.store.LearningCurve;
import org.prefbench.training.PolicyTraining;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a behaviour policy on the true reward, or goes on with a training. */
@Command(
    name = "train",
    description = {
      "Trains a behaviour policy on the true reward by soft actor-critic.",
      "A training that was stopped goes on from its last evaluation when the command is given "
          + "again; a larger number of steps prolongs it."
    },
    footer = {"", "Example:", "  prefbench policy train hopper-v2 --output results/local/hopper"})
final class PolicyTrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @CommandLine.Parameters(
      paramLabel = "ENVIRONMENT",
      completionCandidates = Candidates.EnvironmentIds.class,
      description = "The environment's id.")
  private String environment;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description = "The folder for curve, snapshots and checkpoint.")
  private Path output;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Root of the random streams (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting of the learner, see --settings; may be repeated.")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--settings",
      help = true,
      description = "List the learner's settings, their defaults and meanings, and exit.")
  private boolean listSettings;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private Overwriting overwriting;

  @Override
  public Integer call() {
    CommandLine command = spec.commandLine();
    if (listSettings) {
      Listing listing = new Listing("setting", "default", "type", "meaning");
      for (Parameters.Description known : PolicyTraining.settings()) {
        listing.row(known.key(), known.value(), known.type(), known.help());
      }
      listing.print(command.getOut(), json);
      return ExitCode.OK;
    }
    EnvironmentFactory factory =
        Arguments.typed(command, () -> Environments.registered().get(environment));
    Map<String, String> chosen = Arguments.settings(command, settings);
    Arguments.checkTyped(command, () -> PolicyTraining.checked(chosen));
    Arguments.checkWritableFolder(output);
    boolean training = Files.exists(output.resolve(PolicyTraining.RECORD));
    for (String name : PolicyTraining.NAMES) {
      overwriting.check(output.resolve(name), file -> training);
    }
    PolicyTraining learning =
        new PolicyTraining(factory, chosen, seed, Arguments.words(command), output);
    if (learning.steps() > 0) {
      Messages.print(command, output + ": going on after step " + learning.steps());
    }
    Listing listing =
        new Listing("steps", "updates", "return", "return-error", "by-mean", "by-mean-error");
    try (ProgressBar bar = new ProgressBar(command.getErr(), "steps")) {
      learning.run(point -> row(listing, point), bar);
    }
    listing.print(command.getOut(), json);
    return ExitCode.OK;
  }

  private static void row(Listing listing, LearningCurve.Point point) {
    listing.row(
        point.steps(),
        point.updates(),
        point.sampledReturn(),
        point.sampledStandardError(),
        point.deterministicReturn(),
        point.deterministicStandardError());
  }
}
