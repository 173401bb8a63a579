package org.prefbench.cli.study;

import java.util.Optional;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.EngineOptions;
import org.prefbench.cli.shared.Messages;
import org.prefbench.cli.shared.PlanListing;
import org.prefbench.cli.shared.TerminalOptions;
import org.prefbench.core.Checks;
import org.prefbench.numeric.Machine;
import org.prefbench.run.Cache;
import org.prefbench.run.Runs;
import org.prefbench.run.Selection;
import org.prefbench.run.policy.PolicyKeeping;
import org.prefbench.run.worker.RunListener;
import org.prefbench.study.Study;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that {@code run} and {@code resume} share. */
public final class RunOptions {
  @Option(
      names = "--jobs",
      paramLabel = "N",
      description =
          "Jobs at once, each in a worker process (default: one per processor of this machine); no "
              + "result depends on it.")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--only",
      paramLabel = "KEY",
      description =
          "Run only these trials: a task (hopper-medium), a method (pfm), TASK/METHOD or "
              + "TASK/METHOD/RUN; * stands for any part of a name, ** for any part of the key "
              + "DATASET/LABEL/RUN. Only they are printed, beside the committed ones.")
  private Optional<String> only = Optional.empty();

  @Option(
      names = "--keep-policies",
      paramLabel = "none|last|all",
      description =
          "Which trained policies stay in the folder policies of the results, for 'policy evaluate' "
              + "and 'policy render': those at the end of training, or also the best checkpoints "
              + "where the study selects these (default: last, of the trials that are run now). Where "
              + "this is typed, trials that are there without theirs are run again. A network of two "
              + "layers of 256 takes 0.3 MB, a flow of N rounds N of these and its reference.")
  private Optional<PolicyKeeping.Extent> keep = Optional.empty();

  @Option(
      names = "--shard",
      paramLabel = "K/N",
      description =
          "Run only the K-th of N equal parts, such as 1/3; each is given a folder of its own, and "
              + "'merge' makes one of them. The parts follow from the study alone.")
  private Optional<String> shard = Optional.empty();

  @Mixin private EngineOptions engine;

  @Mixin private TerminalOptions terminal;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  /**
   * Returns what to run of {@code study}.
   *
   * @param inputsAlone whether no trials are to be run
   */
  Selection selection(CommandLine command, Study study, boolean inputsAlone) {
    Optional<String> pattern = StudyArguments.only(command, study, only);
    return Arguments.typed(
        command,
        () -> {
          Selection selection =
              new Selection(pattern, shard.map(Selection.Shard::parse), inputsAlone);
          selection.trials(study); // says so if there are none
          return selection;
        });
  }

  /** Prints what the selected trials will take; returns the exit code. */
  int plan(CommandLine command, Study study, Selection selection) {
    return PlanListing.print(command, study, selection.trials(study), jobs, json);
  }

  /** Returns whether only a part of the study is run, and shown. */
  boolean isPart() {
    return only.isPresent() || shard.isPresent();
  }

  /** Returns how the tables look that are printed. */
  TerminalOptions terminal() {
    return terminal;
  }

  boolean json() {
    return json;
  }

  /**
   * Fails early if the options are wrong or the cache, {@code PREFBENCH_CACHE}, cannot be written,
   * and says so if the work will take longer here than it needs.
   */
  void check(CommandLine command) {
    Arguments.checkTyped(command, () -> Checks.atLeast("--jobs", jobs, 1));
    Arguments.checkWritableCache(Cache.standardFolder());
    Machine.handicap().ifPresent(text -> Messages.print(command, text));
  }

  Runs.Options runs(CommandLine command, Selection selection, RunListener listener) {
    return new Runs.Options(
        engine.place(command),
        jobs,
        selection,
        Cache.standardFolder(),
        new PolicyKeeping(keep.orElse(PolicyKeeping.Extent.LAST), keep.isPresent()),
        WorkerMain.class,
        Arguments.words(command),
        listener);
  }

  /** Returns whether it was typed which policies stay, so that one that cannot is worth a line. */
  boolean asksForPolicies() {
    return keep.isPresent();
  }
}
