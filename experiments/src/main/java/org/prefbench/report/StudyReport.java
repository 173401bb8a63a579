package org.prefbench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.prefbench.core.Checks;
import org.prefbench.store.ResultStore;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialTable;
import org.prefbench.study.Study;

/**
 * The report of a folder of results, from {@code study.yaml}, {@code trials.csv} and the probes.
 *
 * <pre>
 * trials/DATASET/LABEL/run-N.KIND.csv    what was measured on a trial
 * probes/DATASET/NAME/run-N.KIND.csv     what belongs to a task: its reward (kind density), a closed
 *                                        form (kind closed-form), draws of NAME (kind samples) ...
 * </pre>
 */
public final class StudyReport {
  private static final Pattern FILE = Pattern.compile("run-(\\d+)\\.([a-z-]+)\\.csv");

  private StudyReport() {}

  /**
   * Returns the report of the results in a folder.
   *
   * @throws org.prefbench.core.InvalidInputException if the folder holds no results or a file in it
   *     is damaged
   */
  public static Report of(ResultStore store) {
    return Report.of(data(store));
  }

  /**
   * Returns what the report of the results in a folder is made from.
   *
   * @throws org.prefbench.core.InvalidInputException as {@link #of}
   */
  public static ReportData data(ResultStore store) {
    Study study = store.study();
    Checks.require(
        Files.exists(store.trialsFile()),
        "%s holds no results yet: there is no trials.csv in it",
        store.folder());
    List<TrialRow> rows = TrialTable.read(store.trialsFile());
    return new ReportData(
        ScoreTable.of(rows, ReportOptions.of(study)), rows, probes(study, store.folder()));
  }

  /** Returns all probes: of each task those of the first method, of the task, of the others. */
  static List<Probe> probes(Study study, Path folder) {
    List<Probe> probes = new ArrayList<>();
    for (Study.Task task : study.tasks()) {
      String dataset = task.dataset();
      List<String> labels = study.methods().stream().map(Study.Method::label).toList();
      Path trials = folder.resolve("trials").resolve(dataset);
      Path shared = folder.resolve("probes").resolve(dataset);
      addProbes(probes, trials.resolve(labels.get(0)), dataset, labels.get(0));
      for (Path named : list(shared)) {
        addProbes(probes, named, dataset, named.getFileName().toString());
      }
      for (String label : labels.subList(1, labels.size())) {
        addProbes(probes, trials.resolve(label), dataset, label);
      }
    }
    return probes;
  }

  private static void addProbes(List<Probe> probes, Path folder, String task, String method) {
    for (Path file : list(folder)) {
      Matcher name = FILE.matcher(file.getFileName().toString());
      if (name.matches()) {
        int run = Integer.parseInt(name.group(1));
        probes.add(Probe.read(file, name.group(2), task, method, run));
      }
    }
  }

  private static List<Path> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder + ": " + e, e);
    }
  }
}
