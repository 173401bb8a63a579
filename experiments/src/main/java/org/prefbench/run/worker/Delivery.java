package org.prefbench.run.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.prefbench.core.Checks;
import org.prefbench.core.FileErrors;
import org.prefbench.core.InvalidInputException;
import org.prefbench.run.worker.Slot.Outcome;
import org.prefbench.store.ResultStore;
import org.prefbench.store.StageResult;
import org.prefbench.store.TrialResult;
import org.prefbench.store.TrialRow;
import org.prefbench.study.Study;
import org.prefbench.study.Trial;

/**
 * Takes what other machines made into the folder of the results: whole files, whose hashes hold, of
 * the job that they were asked for. They have to be made by the classes of this machine, and a
 * trial from the data, the reference and the pairs of its stage; what is not is refused, with the
 * name of the machine.
 */
public final class Delivery implements SlotFactory.Receiver {
  private final Study study;
  private final ResultStore store;
  private final Function<Job.Stage, Map<String, String>> stageCode;
  private final Function<Trial, String> trialInputs;

  /**
   * Prepares for the results of a study.
   *
   * @param stageCode ids of what a stage is made of on this machine
   * @param trialInputs the hash of everything that a trial depends on, as this machine has it
   */
  public Delivery(
      Study study,
      ResultStore store,
      Function<Job.Stage, Map<String, String>> stageCode,
      Function<Trial, String> trialInputs) {
    this.study = study;
    this.store = store;
    this.stageCode = stageCode;
    this.trialInputs = trialInputs;
  }

  @Override
  public synchronized Outcome receive(Job job, Map<String, byte[]> files, String host) {
    try {
      Files.createDirectories(store.logs());
      Path folder = Files.createTempDirectory(store.logs(), "received-");
      try {
        unpack(files, folder);
        take(job, new ResultStore(folder));
        return new Outcome.Done();
      } catch (InvalidInputException e) {
        return new Outcome.Failed(
            "what " + host + " sent is refused: " + e.getMessage().replace(folder + "/", ""));
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write to " + store.folder() + ": " + FileErrors.reason(e), e);
    }
  }

  private static void unpack(Map<String, byte[]> files, Path folder) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path target = folder.resolve(file.getKey()).normalize();
      Checks.require(target.startsWith(folder), "'%s' is no path within a folder", file.getKey());
      Files.createDirectories(target.getParent());
      Files.write(target, file.getValue());
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> inside;
    try (Stream<Path> walk = Files.walk(folder)) {
      inside = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : inside) {
      Files.delete(path);
    }
  }

  private void take(Job job, ResultStore made) {
    if (job instanceof Job.Stage stage) {
      String task = study.tasks().get(stage.task()).label();
      String name = "stage " + task + "/" + stage.run();
      StageResult result = found(made.stage(task, stage.run()), name);
      requireOurs(result.code().equals(stageCode.apply(stage)), name);
      store.take(made, result);
    } else {
      Trial trial = study.trials().get(((Job.OneTrial) job).index());
      TrialResult result = found(made.trial(trial), "trial " + trial.key());
      requireOurs(
          result.key().equals(trial.key()) && result.inputs().equals(trialInputs.apply(trial)),
          "trial " + trial.key());
      Map<String, String> shared =
          store.stage(trial.task().label(), trial.run()).orElseThrow().hashes();
      for (TrialRow row : result.rows()) {
        row.inputs()
            .shared()
            .forEach(
                (name, hash) ->
                    Checks.require(
                        hash.equals(shared.get(name)),
                        "trial %s has %s %s, its stage has %s",
                        trial.key(),
                        name,
                        hash,
                        shared.get(name)));
      }
      store.take(made, trial, result);
    }
  }

  private static <R> R found(Optional<R> result, String name) {
    return result.orElseThrow(() -> new InvalidInputException("there is no " + name));
  }

  private static void requireOurs(boolean ours, String name) {
    Checks.require(ours, "%s was made by other classes, or from other files, than are here", name);
  }
}
