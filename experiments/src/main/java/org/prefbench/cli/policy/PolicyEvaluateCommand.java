package org.prefbench.cli.policy;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.Candidates;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.cli.shared.Messages;
import org.prefbench.cli.shared.policy.EpisodeOptions;
import org.prefbench.cli.shared.policy.NamedPolicy;
import org.prefbench.cli.shared.policy.NetworkOptions;
import org.prefbench.core.Checks;
import org.prefbench.core.Parameters;
import org.prefbench.env.process.ProcessEnvironments;
import org.prefbench.policy.MeanReturn;
import org.prefbench.run.policy.KeptPolicy;
import org.prefbench.shelf.PolicyEvaluation;
import org.prefbench.store.TrialResult;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how well a policy does and, if it has a card, whether that agrees with the card. */
@Command(
    name = "evaluate",
    description = {
      "Runs a policy for whole episodes and prints its mean return.",
      "If the policy has a card, both means are compared; exit code 5 if they differ by more than "
          + "3 standard errors of the difference.",
      "A policy that a trial kept runs through the trial's own episodes again, unless there is a "
          + "--seed; exit code 5 if a return is not that of the trial to the last bit."
    },
    footer = {
      "",
      "Examples:",
      "  prefbench policy evaluate hopper-expert --episodes 100",
      "  prefbench policy evaluate quickstart/point-mass-medium-v0/pfm/0",
      "  prefbench policy evaluate my.policy --env hopper-v2 --deterministic",
      "  prefbench policy evaluate my.onnx --env hopper-v2 --squash tanh --noise 0.1"
    })
final class PolicyEvaluateCommand implements Callable<Integer> {
  /** Beyond this many standard errors two means of one policy differ in 3 of 1000 cases. */
  private static final double LIMIT = 3;

  private static final double SECONDS = 60; // that a process may take to answer

  @Spec private CommandSpec spec;

  @picocli.CommandLine.Parameters(
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

  @Option(
      names = "--env-command",
      paramLabel = "COMMAND",
      description =
          "In place of --env, for a policy file: program and arguments, between spaces, of a process "
              + "that is the environment.")
  private Optional<String> environmentCommand = Optional.empty();

  @Mixin private NetworkOptions outputs;

  @Mixin private EpisodeOptions episodes;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    CommandLine command = spec.commandLine();
    episodes.check(command);
    if (environmentCommand.isEmpty()) {
      try (NamedPolicy named = NamedPolicy.resolve(command, environment, policy, outputs)) {
        return named.kept().isPresent() ? evaluate(named, named.kept().get()) : evaluate(named);
      }
    }
    Arguments.checkTyped(
        command,
        () ->
            Checks.require(
                environment.isEmpty() && Arguments.looksLikeFile(policy),
                "--env-command stands in place of --env, beside a policy file"));
    List<String> words = List.of(environmentCommand.get().strip().split(" +"));
    try (ProcessEnvironments process =
        new ProcessEnvironments(new org.prefbench.process.Command(words, SECONDS))) {
      return evaluate(NamedPolicy.ofFile(command, process, policy, outputs));
    }
  }

  /** Runs a trial's policy and holds its episodes to those that the trial's result has. */
  private int evaluate(NamedPolicy named, KeptPolicy kept) {
    CommandLine command = spec.commandLine();
    KeptPolicy.Evaluated now = episodes.evaluate(kept);
    Map<String, Object> values = episodes.values(named, now.summary());
    values.put("trial", kept.trial().key());
    values.put("state", Parameters.word(kept.state()));
    values.put("step", kept.step());
    Optional<List<Double>> before =
        kept.returns().stream()
            .filter(one -> episodes.replays() && one.mode() == episodes.mode())
            .map(TrialResult.Returns::returns)
            .findFirst();
    int compared = before.map(known -> Math.min(known.size(), now.returns().size())).orElse(0);
    long different =
        IntStream.range(0, compared)
            .filter(i -> !before.get().get(i).equals(now.returns().get(i)))
            .count();
    values.put("episodes-of-the-trial", compared);
    values.put("episodes-that-differ", different);
    Listing.printRecord(command.getOut(), json, values);
    if (different == 0) {
      return ExitCode.OK;
    }
    Messages.print(
        command,
        named.name()
            + ": "
            + different
            + " of "
            + compared
            + " returns are not those of the trial");
    return ExitCode.CHECK_FAILED;
  }

  private int evaluate(NamedPolicy named) {
    CommandLine command = spec.commandLine();
    MeanReturn result = episodes.measure(named);
    Map<String, Object> values = episodes.values(named, result);
    Optional<PolicyEvaluation> card =
        named
            .card()
            .map(known -> episodes.deterministic() ? known.deterministic() : known.sampled());
    double gap = card.map(known -> compare(known, result, values)).orElse(0.0);
    Listing.printRecord(command.getOut(), json, values);
    if (gap <= LIMIT) {
      return ExitCode.OK;
    }
    Messages.print(command, named.name() + ": the mean return is not that of the card");
    return ExitCode.CHECK_FAILED;
  }

  /** Returns how many standard errors of their difference lie between the card and the result. */
  private static double compare(
      PolicyEvaluation card, MeanReturn result, Map<String, Object> values) {
    double difference = Math.abs(result.mean() - card.returnMean());
    double variance =
        card.standardError() * card.standardError()
            + result.standardError() * result.standardError();
    double gap = difference == 0 ? 0 : difference / Math.sqrt(variance);
    Map<String, Object> known = new LinkedHashMap<>();
    known.put("return-mean", card.returnMean());
    known.put("return-std", card.returnStandardDeviation());
    known.put("length-mean", card.meanLength());
    known.put("normalized-score", card.normalizedScore());
    known.put("episodes", card.episodes());
    known.put("seed", card.seed());
    known.put("standard-errors-apart", gap);
    values.put("card", known);
    return gap;
  }
}
