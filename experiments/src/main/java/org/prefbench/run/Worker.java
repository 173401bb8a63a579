package org.prefbench.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.prefbench.core.Checks;
import org.prefbench.core.ProgressListener;
import org.prefbench.run.policy.PolicyKeeping;
import org.prefbench.run.worker.Job;
import org.prefbench.store.ResultStore;
import org.prefbench.store.TrialResult;
import org.prefbench.store.TrialRow;
import org.prefbench.study.Study;
import org.prefbench.study.Trial;

/**
 * The inside of a worker process: takes jobs as lines of text, one at a time, and answers each with
 * {@code @done} or {@code @failed MESSAGE}, on the way with {@code @progress SHARE}, what the user
 * should know, {@code @note TEXT}, and where in the cache that which trials share is, {@code @entry
 * KIND/KEY}. Whoever started the process ends it by closing its input, deliberately or by dying, so
 * no worker outlives its run.
 */
public final class Worker {
  private static final double PROGRESS_SECONDS = 0.2;

  private final Study study;
  private final ResultStore store;
  private final Cache cache;
  private final PolicyKeeping.Extent keep;
  private final StageCode code = new StageCode();
  private final PrintStream answers;
  private final PrintWriter log;
  private Optional<Prepared> prepared =
      Optional.empty(); // of the last trial: the next often wants it
  private long lastProgress;

  private Worker(
      Path output, Path cache, PolicyKeeping.Extent keep, PrintStream answers, PrintWriter log) {
    this.keep = keep;
    store = new ResultStore(output);
    study = store.study();
    this.cache = new Cache(cache, text -> answer("note " + text));
    this.answers = answers;
    this.log = log;
  }

  /**
   * Does jobs until it is asked to end.
   *
   * @param arguments the arguments of the process: the folder with the resolved study, for the
   *     results; the folder for what trials share; which policies stay
   * @param jobs lines of text
   * @param answers lines of text
   * @param log hears stack traces
   * @param abandoned ends the process at once; called when {@code jobs} ends without warning
   */
  public static void serve(
      String[] arguments,
      InputStream jobs,
      PrintStream answers,
      PrintWriter log,
      Runnable abandoned) {
    PolicyKeeping.Extent keep = Checks.constant("extent", PolicyKeeping.Extent.class, arguments[2]);
    Worker worker = new Worker(Path.of(arguments[0]), Path.of(arguments[1]), keep, answers, log);
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> read(jobs, lines, abandoned), "prefbench-jobs");
    reader.setDaemon(true);
    reader.start();
    try {
      for (String line = lines.take(); !line.equals(Job.END); line = lines.take()) {
        worker.work(Job.parse(line));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // asked to stop from inside
    }
  }

  /** Reads ahead while a job runs, so that the end of the input is noticed at once. */
  private static void read(InputStream jobs, BlockingQueue<String> lines, Runnable abandoned) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(jobs, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
        if (line.equals(Job.END)) {
          return;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (!lines.contains(Job.END)) {
        abandoned.run();
      }
    }
  }

  private void work(Job job) {
    try {
      if (job instanceof Job.Stage stage) {
        Study.Task task = study.tasks().get(stage.task());
        Prepared inputs = load(task, stage.run(), this::progress);
        SharedProbes.write(study, task, stage.run(), inputs.shared(), store);
        store.put(inputs.result());
        tellEntries(inputs.result().inputs());
        keep(Optional.of(inputs));
      } else if (job instanceof Job.OneTrial one) {
        run(study.trials().get(one.index()));
      }
      answer("done");
    } catch (VirtualMachineError e) {
      throw e; // the process ends, and the run starts another
    } catch (Throwable e) { // the run turns it into rows, or into its own failure
      e.printStackTrace(log);
      log.flush();
      String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      answer("failed " + message.lines().findFirst().orElse("").strip());
    }
  }

  /** Tells what of the cache another machine lacks for the trials of a stage, beside the data. */
  private void tellEntries(Map<String, String> keys) {
    keys.forEach(
        (name, key) -> {
          if (!name.equals(StageCode.DATASET)) {
            String kind = name.equals(StageCode.REFERENCE) ? name : StageCode.PAIRS;
            answer("entry " + kind + "/" + key);
          }
        });
  }

  private void run(Trial trial) {
    Prepared inputs =
        prepared
            .filter(known -> known.result().task().equals(trial.task().label()))
            .filter(known -> known.result().run() == trial.run())
            .orElseGet(() -> load(trial.task(), trial.run(), ProgressListener.SILENT));
    keep(Optional.of(inputs));
    TrialFile file = TrialFile.of(study, trial, code, inputs.result());
    TrialResult result = TrialRunner.run(file, inputs.shared(), store, keep, this::progress, log);
    store.put(trial, result);
    if (result.status() == TrialRow.Status.FAILED) {
      keep(Optional.empty()); // a reference or an environment that is a process may be what failed
    }
  }

  /** Keeps what the next trial may want; a process that nobody wants any more ends. */
  private void keep(Optional<Prepared> wanted) {
    prepared.filter(before -> !wanted.equals(Optional.of(before))).ifPresent(Prepared::close);
    prepared = wanted;
  }

  private Prepared load(Study.Task task, int run, ProgressListener progress) {
    return SharedInputs.load(study, task, run, cache, code, progress);
  }

  private void progress(long done, long total) {
    long now = System.nanoTime();
    if ((now - lastProgress) * 1e-9 > PROGRESS_SECONDS) {
      lastProgress = now;
      answer("progress " + done / (double) Math.max(total, 1));
    }
  }

  private void answer(String text) {
    answers.println(Job.MARK + text);
    answers.flush();
  }
}
