package org.prefbench.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Seed;
import org.prefbench.numeric.Machine;
import org.prefbench.store.Provenance;
import org.prefbench.store.ResultStore;
import org.prefbench.store.TrialResult;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialTable;
import org.prefbench.study.StudyFile;
import org.prefbench.study.Trial;

/**
 * Some trials of a folder of results made again, from nothing, by this program on this machine: no
 * cache is used, and every column of their rows is compared but times and memory.
 *
 * @param trials which, in the order of the study
 * @param of how many trials there are to choose from: those that did not fail
 * @param rows how many rows were compared
 * @param differences one line for each row that is not the same
 * @param madeOn the processors that the rows were made on, see {@link Provenance#processor}
 * @param here the processor of this machine
 * @param others the trials among them that were made by other classes than this program's
 */
public record Recreation(
    List<String> trials,
    int of,
    int rows,
    List<String> differences,
    Set<String> madeOn,
    String here,
    List<String> others) {
  private static final String PREFIX = "prefbench-recreate-"; // of the folder that is removed again
  private static final int ATTEMPTS = 50;
  private static final long PAUSE = 100; // milliseconds

  /** Copies the collections. */
  public Recreation {
    trials = List.copyOf(trials);
    differences = List.copyOf(differences);
    madeOn = Set.copyOf(madeOn);
    others = List.copyOf(others);
  }

  /**
   * Makes trials again; the folder of results is only read.
   *
   * @param count how many; all, if there are fewer
   * @param seed chooses them
   * @param how the number of worker processes, their class and who hears how far they are; pattern
   *     and cache do not count
   * @throws InvalidInputException if the folder holds no results, or the study does not fit what is
   *     on the class path
   */
  public static Recreation of(ResultStore store, int count, long seed, Runs.Options how) {
    StudyFile.Resolved resolved = StudyFile.read(store.studyFile(), Map.of());
    List<Trial> known =
        resolved.study().trials().stream()
            .filter(
                trial ->
                    store
                        .trial(trial)
                        .filter(result -> result.status() != TrialRow.Status.FAILED)
                        .isPresent())
            .toList();
    Checks.require(!known.isEmpty(), "%s holds no trial that did not fail", store.folder());
    List<Trial> chosen =
        Arrays.stream(new Seed(seed).child("recreate").generator().permutation(known.size()))
            .limit(count)
            .sorted()
            .mapToObj(known::get)
            .toList();
    Path scratch = scratch();
    List<TrialResult> made =
        withoutTrace(
            scratch,
            () -> {
              Runs.Options options =
                  new Runs.Options(
                      how.jobs(),
                      Optional.of(pattern(chosen)),
                      scratch.resolve("cache"),
                      how.workerMain(),
                      how.command(),
                      how.listener());
              Path output = scratch.resolve("results");
              Runs.run(resolved, output, options);
              ResultStore again = new ResultStore(output);
              return chosen.stream().map(trial -> again.trial(trial).orElseThrow()).toList();
            });
    return compared(store, chosen, known.size(), made);
  }

  private static String pattern(List<Trial> trials) {
    return "{" + String.join(",", trials.stream().map(Trial::key).toList()) + "}";
  }

  private static Recreation compared(
      ResultStore store, List<Trial> chosen, int of, List<TrialResult> made) {
    List<TrialRow> all = TrialTable.read(store.trialsFile());
    List<String> differences = new ArrayList<>();
    Set<String> madeOn = new TreeSet<>();
    List<String> others = new ArrayList<>();
    int rows = 0;
    for (int i = 0; i < chosen.size(); i++) {
      String key = chosen.get(i).key();
      TrialResult recorded = store.trial(chosen.get(i)).orElseThrow();
      madeOn.add(Provenance.processor(recorded.provenance()));
      if (!recorded.inputs().equals(made.get(i).inputs())) {
        others.add(key);
      }
      List<TrialRow> before = all.stream().filter(row -> row.trial().equals(key)).toList();
      rows += before.size();
      differences.addAll(differences(key, before, made.get(i).rows()));
    }
    return new Recreation(
        chosen.stream().map(Trial::key).toList(),
        of,
        rows,
        differences,
        madeOn,
        Provenance.processor(Provenance.thisMachine(Machine.kernel())),
        others);
  }

  /**
   * Returns a line for each row of a trial that is not the same in a column that is reproducible.
   *
   * @param before the rows as they are recorded
   * @param made the rows as they are now
   */
  public static List<String> differences(String key, List<TrialRow> before, List<TrialRow> made) {
    List<String> lines = new ArrayList<>();
    if (before.size() != made.size()) {
      lines.add(key + ": " + before.size() + " rows are recorded, " + made.size() + " were made");
    }
    for (int i = 0; i < Math.min(before.size(), made.size()); i++) {
      List<String> columns =
          TrialTable.differences(before.get(i), made.get(i)).stream()
              .filter(TrialTable::reproducible)
              .toList();
      if (!columns.isEmpty()) {
        String column = columns.get(0);
        lines.add(
            TrialTable.name(before.get(i))
                + ": "
                + column
                + " is recorded as "
                + TrialTable.values(before.get(i)).get(column)
                + ", made again it is "
                + TrialTable.values(made.get(i)).get(column)
                + (columns.size() == 1 ? "" : " (and " + (columns.size() - 1) + " columns more)"));
      }
    }
    return lines;
  }

  private static Path scratch() {
    try {
      return Files.createTempDirectory(PREFIX);
    } catch (IOException e) {
      throw new InvalidInputException(
          "no folder can be made in "
              + System.getProperty("java.io.tmpdir")
              + " (-Djava.io.tmpdir in PREFBENCH_JAVA_OPTS names another): "
              + e,
          e);
    }
  }

  /**
   * Returns what {@code work} returns; the folder is removed, even if the program is told to end.
   */
  static <T> T withoutTrace(Path folder, Supplier<T> work) {
    Thread hook = new Thread(() -> removeWhileWorkersEnd(folder), "prefbench-scratch");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.get();
    } finally {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
        Cache.delete(folder);
      } catch (IllegalStateException e) {
        // the end has begun, and the hook removes the folder
      } catch (IOException e) {
        throw new UncheckedIOException("cannot remove " + folder + ": " + e, e);
      }
    }
  }

  /** Workers that are being ended may still write. */
  private static void removeWhileWorkersEnd(Path folder) {
    try {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        try {
          Cache.delete(folder);
        } catch (IOException e) {
          // a file came or went meanwhile
        }
        Thread.sleep(PAUSE);
        if (!Files.exists(folder)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
