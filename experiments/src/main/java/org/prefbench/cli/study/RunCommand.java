package org.prefbench.cli.study;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.Candidates;
import org.prefbench.cli.shared.Overwriting;
import org.prefbench.cli.shared.RunProgress;
import org.prefbench.run.Runs;
import org.prefbench.run.Selection;
import org.prefbench.store.ResultStore;
import org.prefbench.study.StudyFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a study and writes its report. */
@Command(
    name = "run",
    description = {
      "Runs a study and reports.",
      "Trials whose results are there are not run again: killed at any moment and run "
          + "again, a study gives the same results. Exit code 4 if trials failed or diverged, 5 "
          + "if a bound that the study checks does not hold."
    },
    footer = {
      "",
      "Examples:",
      "  prefbench run quickstart",
      "  prefbench run my-study.yaml --output results/local/mine --jobs 4",
      "  prefbench run quickstart --only dpo --set dpo.beta=0.5 --set runs=1",
      "  prefbench --plugins my/jars run quickstart --add-method my-method",
      "  prefbench run table3 --only hopper-medium --seed 0    # all of one task",
      "  prefbench run table3 --only 'hopper-medium/*/0'          # of its first run",
      "  prefbench run table3 --shard 2/4 --output shards/2    # see 'merge'"
    })
public final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "STUDY",
      completionCandidates = Candidates.Studies.class,
      description = "The id of a shipped study, see 'study list', or a YAML file.")
  private String name;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "The folder of the results (default: results/local/ID where PrefBench is).")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Root of the random streams, in place of the study's.")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description =
          "A preset of the study, such as quick: its values replace the study's, and its name "
              + "follows the study's id.")
  private Optional<String> preset = Optional.empty();

  @Option(
      names = "--add-method",
      paramLabel = "ID",
      completionCandidates = Candidates.Methods.class,
      description =
          "A method that is compared beyond those of the study, with its defaults, which --set may "
              + "replace; may be repeated.")
  private List<String> added = List.of();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Replaces a value of the study, such as protocol.episodes=50, or a method's, such as "
              + "dpo.beta=0.5; may be repeated. 'study explain' takes the same option.")
  private List<String> set = List.of();

  @Option(
      names = "--inputs",
      description =
          "Make what trials share, datasets, references and pairs, and run no trials; with --shard "
              + "a part of them.")
  private boolean inputs;

  @Option(
      names = "--plan",
      description =
          "Print what it will take and how long on how many cores, learnt from the committed "
              + "results, and run nothing.")
  private boolean plan;

  @Mixin private Overwriting overwriting;

  @Mixin private RunOptions options;

  @Override
  public Integer call() {
    return ResumeHint.during(spec.commandLine(), output, this::run);
  }

  private int run(ResumeHint hint) {
    options.check(spec.commandLine());
    StudyFile.Resolved resolved =
        StudyArguments.load(spec.commandLine(), name, added, preset, set, seed);
    Selection selection = options.selection(spec.commandLine(), resolved.study(), inputs);
    if (plan) {
      return options.plan(spec.commandLine(), resolved.study(), selection);
    }
    Path folder = output.orElse(Runs.standardOutput(resolved.study()));
    hint.folder(folder);
    Arguments.checkWritableFolder(folder);
    ResultFolder.check(new ResultStore(folder), overwriting);
    Runs.Summary summary;
    try (RunProgress progress = new RunProgress(spec.commandLine().getErr(), Optional.of(folder))) {
      Runs.Options how = options.runs(spec.commandLine(), selection, progress);
      summary = Runs.run(resolved, folder, how);
    }
    return inputs
        ? Results.inputs(spec.commandLine(), summary, options.json())
        : Results.report(spec.commandLine(), summary, options);
  }
}
