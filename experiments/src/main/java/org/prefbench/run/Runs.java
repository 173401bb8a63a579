package org.prefbench.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.prefbench.code.Closure;
import org.prefbench.core.Checks;
import org.prefbench.core.FileErrors;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Parameters;
import org.prefbench.numeric.Machine;
import org.prefbench.run.policy.PolicyKeeping;
import org.prefbench.run.worker.Delivery;
import org.prefbench.run.worker.Job;
import org.prefbench.run.worker.JobQueue;
import org.prefbench.run.worker.LocalSlots;
import org.prefbench.run.worker.RunListener;
import org.prefbench.run.worker.SlotFactory;
import org.prefbench.run.worker.WorkerPool;
import org.prefbench.run.worker.WorkerProcess;
import org.prefbench.store.Home;
import org.prefbench.store.PolicyStore;
import org.prefbench.store.Provenance;
import org.prefbench.store.ResultCheck;
import org.prefbench.store.ResultStore;
import org.prefbench.store.StageResult;
import org.prefbench.store.StageTimes;
import org.prefbench.store.TrialResult;
import org.prefbench.store.TrialRow;
import org.prefbench.study.Protocol.Evaluation;
import org.prefbench.study.Study;
import org.prefbench.study.StudyFile;
import org.prefbench.study.Trial;

/** Runs studies, resumes them, and tells how far they are. */
public final class Runs {
  private Runs() {}

  /**
   * How to run; nothing here changes a result.
   *
   * @param place where jobs are carried out
   * @param jobs how many of them at once
   * @param selection what to run
   * @param cache folder for what trials share, see {@link Cache#standardFolder}
   * @param keeping what becomes of trained policies
   * @param workerMain class whose main method calls {@link Worker#serve} with its arguments
   * @param command what was typed, for the provenance
   * @param listener hears how far the run is
   */
  public record Options(
      Place place,
      int jobs,
      Selection selection,
      Path cache,
      PolicyKeeping keeping,
      Class<?> workerMain,
      List<String> command,
      RunListener listener) {
    /** Validates the number of jobs. */
    public Options {
      Checks.atLeast("jobs", jobs, 1);
      command = List.copyOf(command);
    }

    /** Runs all trials, or those that a pattern matches, on this machine, and keeps no policy. */
    public Options(
        int jobs,
        Optional<String> only,
        Path cache,
        Class<?> workerMain,
        List<String> command,
        RunListener listener) {
      this(
          Place.HERE,
          jobs,
          new Selection(only, Optional.empty(), false),
          cache,
          PolicyKeeping.NOTHING,
          workerMain,
          command,
          listener);
    }
  }

  /**
   * A kind of slots with what was typed for it.
   *
   * @param options settings by name, of which {@link LocalSlots} has none
   */
  public record Place(SlotFactory slots, Map<String, String> options) {
    /** Worker processes on this machine. */
    public static final Place HERE = new Place(new LocalSlots(), Map.of());

    /** Copies the map. */
    public Place {
      options = Map.copyOf(options);
    }
  }

  /**
   * What a run did.
   *
   * @param output the folder of the results
   * @param asked the trials that were asked for, or whose inputs were, in the order of the study
   * @param ran trials that were run now
   * @param reused trials whose results were there
   * @param missing trials without a result, because they were not asked for
   * @param rows all rows of the study, those of {@code trials.csv}
   * @param problems one line for every trial that failed or diverged
   * @param warnings one line for every reason to doubt the shared inputs
   * @param seconds wall time
   */
  public record Summary(
      Path output,
      List<Trial> asked,
      int ran,
      int reused,
      int missing,
      List<TrialRow> rows,
      List<String> problems,
      List<String> warnings,
      double seconds) {
    /** Copies the lists. */
    public Summary {
      asked = List.copyOf(asked);
      rows = List.copyOf(rows);
      problems = List.copyOf(problems);
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Returns the folder of a study's results where nothing else is said: {@code results/local/ID}
   * where the program lives.
   */
  public static Path standardOutput(Study study) {
    return Home.local().resolve(study.id());
  }

  /** Returns every value of a study with its origin, the defaults of methods included. */
  public static List<StudyFile.Value> explain(StudyFile.Resolved resolved) {
    return StudyCheck.explain(resolved);
  }

  /**
   * Runs the trials of a study whose results are not in {@code output} yet. Killed at any moment
   * and run again, it gives the same results.
   *
   * @throws InvalidInputException before any work if the study does not fit what is on the class
   *     path, or {@code output} cannot be written to, belongs to another study, holds results that
   *     were changed, or is in use
   */
  public static Summary run(StudyFile.Resolved resolved, Path output, Options options) {
    return run(resolved, output, options, false);
  }

  private static Summary run(
      StudyFile.Resolved resolved, Path output, Options options, boolean resumed) {
    StudyCheck.checkRunnable(resolved);
    ResultStore store = new ResultStore(output);
    store.open();
    try (FileChannel channel =
            FileChannel.open(
                output.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = lock(channel, output)) {
      Checks.require(lock.isValid(), "cannot lock %s", output);
      store.requireFreeFor(resolved.study());
      ResultCheck.requireContinuable(store, resumed);
      return locked(resolved.study(), store, options);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use " + output + ": " + FileErrors.reason(e), e);
    }
  }

  /**
   * Runs what is missing in the folder of an earlier run.
   *
   * @throws InvalidInputException as {@link #run}
   */
  public static Summary resume(Path output, Options options) {
    ResultStore store = new ResultStore(output);
    store.study(); // says so if there is none
    return run(StudyFile.read(store.studyFile(), Map.of()), output, options, true);
  }

  private static FileLock lock(FileChannel channel, Path output) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return lock;
      }
    } catch (OverlappingFileLockException e) {
      throw new InvalidInputException("output folder " + output + " is in use by this process", e);
    }
    throw new InvalidInputException("output folder " + output + " is in use by another run");
  }

  private static Summary locked(Study study, ResultStore store, Options options) {
    long start = System.nanoTime();
    StageCode code = new StageCode();
    List<Trial> asked = options.selection().trials(study);
    boolean inputsAlone = options.selection().inputsAlone();
    Set<Evaluation> wanted = options.keeping().wantedAgain();
    PolicyStore policies = new PolicyStore(store);
    List<Trial> pending =
        asked.stream()
            .filter(trial -> !inputsAlone)
            .filter(
                trial ->
                    current(store, study, trial, code)
                        .filter(result -> result.status() != TrialRow.Status.FAILED)
                        .filter(result -> policies.isComplete(trial, result, wanted))
                        .isEmpty())
            .toList();
    List<TrialResult> results = results(store, study, code);
    boolean work = inputsAlone || !pending.isEmpty();
    if (work || !store.isDone(study, results)) {
      Optional<Provenance> before = ended(store);
      Provenance begun = begun(study, options);
      store.writeProvenance(begun);
      store.begin(study);
      if (work) {
        // before any of it is made, so that a result that is there is never without its classes
        store.writeCode(store.code().with(code(study, asked, code)));
        JobQueue queue =
            inputsAlone
                ? new JobQueue(options.selection().stages(study))
                : new JobQueue(study, pending);
        work(study, store, options, queue, code);
        store.writeCode(store.code().only(used(study, store)));
        results = results(store, study, code);
      }
      store.assemble(results);
      store.writeTimes(StageTimes.of(study, stages(study, store), results, done(results)));
      Provenance made =
          !work && before.isPresent()
              ? before.get()
              : begun.ended(seconds(start), shared(study, store));
      store.writeProvenance(made.of(study).with(store.hashes())); // at last: the run has ended
    }
    List<TrialRow> rows = results.stream().flatMap(result -> result.rows().stream()).toList();
    return new Summary(
        store.folder(),
        asked,
        pending.size(),
        inputsAlone ? 0 : asked.size() - pending.size(),
        study.trials().size() - results.size(),
        rows,
        problems(results),
        warnings(study, store),
        seconds(start));
  }

  private static Set<Closure> code(Study study, List<Trial> trials, StageCode code) {
    return trials.stream()
        .flatMap(trial -> code.of(study, trial).values().stream())
        .collect(Collectors.toSet());
  }

  /** Returns the ids of the code behind all results of the folder. */
  private static Set<String> used(Study study, ResultStore store) {
    Stream<String> trials =
        store.results(study).stream().flatMap(result -> result.code().values().stream());
    Stream<String> stages =
        stages(study, store).stream().flatMap(stage -> stage.code().values().stream());
    return Stream.concat(trials, stages).collect(Collectors.toSet());
  }

  private static void work(
      Study study, ResultStore store, Options options, JobQueue queue, StageCode code) {
    SlotFactory.Request request =
        new SlotFactory.Request(
            study,
            Math.min(options.jobs(), queue.widest()),
            WorkerProcess.command(options.workerMain(), options.jobs(), List.of()),
            new SlotFactory.Folders(store.folder(), options.cache(), store.logs()),
            options.keeping().extent().name(),
            new Delivery(
                study,
                store,
                stage -> stageCode(study, stage, code),
                trial -> TrialFile.inputs(study, trial, code)),
            options.listener()::noted,
            options.place().options());
    new WorkerPool(
            queue,
            options.place().slots().open(request),
            job -> name(study, job),
            (job, reason) -> failed(study, store, job, reason, code),
            options.listener())
        .run();
  }

  private static Map<String, String> stageCode(Study study, Job.Stage stage, StageCode code) {
    return SharedInputs.ids(code.shared(study, study.tasks().get(stage.task())));
  }

  private static String name(Study study, Job job) {
    return job instanceof Job.Stage stage
        ? "preparing " + study.tasks().get(stage.task()).label() + " run " + stage.run()
        : study.trials().get(((Job.OneTrial) job).index()).key();
  }

  private static void failed(
      Study study, ResultStore store, Job job, String reason, StageCode code) {
    if (job instanceof Job.Stage stage) {
      String task = study.tasks().get(stage.task()).label();
      store.put(
          new StageResult(
              task,
              stage.run(),
              "",
              "",
              "",
              reason,
              Map.of(),
              List.of(),
              Map.of(),
              List.of(),
              Map.of(),
              Map.of()));
    } else {
      Trial trial = study.trials().get(((Job.OneTrial) job).index());
      StageResult stage = store.stage(trial.task().label(), trial.run()).orElseThrow();
      store.put(trial, TrialFile.of(study, trial, code, stage).failed(reason));
    }
  }

  /** Returns the result of a trial if it was made by the same study and the same code. */
  private static Optional<TrialResult> current(
      ResultStore store, Study study, Trial trial, StageCode code) {
    return store
        .trial(trial)
        .filter(result -> result.inputs().equals(TrialFile.inputs(study, trial, code)));
  }

  /** Returns the results in the order of reports: task by task, method by method, run by run. */
  private static List<TrialResult> results(ResultStore store, Study study, StageCode code) {
    List<TrialResult> results = new ArrayList<>();
    for (Trial trial : ResultStore.order(study)) {
      current(store, study, trial, code).ifPresent(results::add);
    }
    return results;
  }

  private static List<String> problems(List<TrialResult> results) {
    return results.stream()
        .filter(result -> result.status() != TrialRow.Status.OK)
        .map(
            result ->
                result.key()
                    + " "
                    + Parameters.word(result.status())
                    + ": "
                    + result.rows().get(0).message())
        .toList();
  }

  private static List<String> warnings(Study study, ResultStore store) {
    List<String> warnings = new ArrayList<>();
    for (StageResult stage : stages(study, store)) {
      for (String warning : stage.warnings()) {
        warnings.add(stage.task() + " run " + stage.run() + ": " + warning);
      }
    }
    return warnings;
  }

  /** Returns what is known of the shared inputs, task by task and run by run. */
  static List<StageResult> stages(Study study, ResultStore store) {
    List<StageResult> stages = new ArrayList<>();
    for (Study.Task task : study.tasks()) {
      for (int run : study.runNumbers()) {
        store.stage(task.label(), run).ifPresent(stages::add);
      }
    }
    return stages;
  }

  /** Returns the provenance of the run before, if that ended and can be read. */
  private static Optional<Provenance> ended(ResultStore store) {
    return store.provenance().filter(Provenance::ended);
  }

  private static Provenance begun(Study study, Options options) {
    return new Provenance(
        study.hash(),
        study.protocol().hash(),
        options.command(),
        Instant.now().toString(),
        Double.NaN,
        options.jobs(),
        Provenance.thisMachine(Machine.kernel()),
        Provenance.classPathLibraries(),
        Map.of(),
        Map.of());
  }

  private static Map<String, Map<String, String>> shared(Study study, ResultStore store) {
    Map<String, Map<String, String>> shared = new TreeMap<>();
    for (StageResult stage : stages(study, store)) {
      shared.put(stage.task() + "/" + stage.run(), stage.hashes());
    }
    return shared;
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }

  /**
   * Returns how far the study in {@code output} is.
   *
   * @throws InvalidInputException if there is none, or a file in it is damaged
   */
  public static Status status(Path output) {
    return Status.of(new ResultStore(output), new StageCode());
  }

  /** Returns whether a trial has one of the results and will not be run again. */
  static Predicate<String> done(List<TrialResult> results) {
    return results.stream()
            .filter(result -> result.status() != TrialRow.Status.FAILED)
            .map(TrialResult::key)
            .collect(Collectors.toSet())
        ::contains;
  }
}
