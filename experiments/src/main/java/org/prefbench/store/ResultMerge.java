package org.prefbench.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.study.Study;
import org.prefbench.study.StudyFile;
import org.prefbench.study.Trial;

/**
 * Makes one folder of results of several that hold parts of one study, made by shards, machines or
 * people. What more than one of them has must be the same to the last bit, but for times and
 * memory; one that failed counts only where no folder has another.
 */
public final class ResultMerge {
  private final List<ResultStore> parts;
  private final Study study;
  private final List<String> conflicts = new ArrayList<>();
  private final Map<Trial, Chosen<TrialResult>> trials = new LinkedHashMap<>();
  private final Map<String, Chosen<StageResult>> stages = new LinkedHashMap<>();
  private final Map<String, Path> shared = new TreeMap<>(); // probes of stages, by name

  /** A result and the folder that it is taken from. */
  private record Chosen<R>(ResultStore from, R result) {}

  private ResultMerge(List<ResultStore> parts) {
    this.parts = parts;
    study = parts.get(0).study();
  }

  /**
   * What came of it.
   *
   * @param conflicts one line each, with both files; where there are any, nothing was written
   * @param taken the number of trials that were taken from each folder, in their order
   * @param missing the number of the study's trials that no folder has
   */
  public record Outcome(List<String> conflicts, Map<Path, Long> taken, int missing) {
    /** Copies the list and the map. */
    public Outcome {
      conflicts = List.copyOf(conflicts);
      taken = Collections.unmodifiableMap(new LinkedHashMap<>(taken));
    }
  }

  /**
   * Merges folders into a new one, which appears whole or not at all.
   *
   * @param command what was typed, for the provenance
   * @throws InvalidInputException if a folder holds no results, holds some that were changed or
   *     whose run has not ended, or holds another study, or {@code output} exists
   */
  public static Outcome of(List<Path> folders, Path output, List<String> command) {
    Checks.require(!Files.exists(output), "%s: exists already; remove it first", output);
    ResultMerge merge = new ResultMerge(folders.stream().map(ResultStore::new).toList());
    merge.parts.forEach(merge::require);
    merge.choose();
    if (merge.conflicts.isEmpty()) {
      AtomicFiles.writeFolder(output, folder -> merge.write(new ResultStore(folder), command));
    }
    Map<Path, Long> taken = new LinkedHashMap<>();
    for (ResultStore part : merge.parts) {
      taken.put(
          part.folder(), merge.trials.values().stream().filter(one -> one.from == part).count());
    }
    return new Outcome(merge.conflicts, taken, merge.study.trials().size() - merge.trials.size());
  }

  private void require(ResultStore part) {
    List<String> differences = ResultCheck.of(part).differences();
    if (!differences.isEmpty()) {
      throw new InvalidInputException(part.folder() + ": " + differences.get(0));
    }
    Study other = part.study();
    if (!other.hash().equals(study.hash())) {
      throw new InvalidInputException(
          part.folder()
              + " holds another study than "
              + parts.get(0).folder()
              + ": "
              + difference(study, other));
    }
  }

  /** Returns the first lines in which two studies differ. */
  private static String difference(Study study, Study other) {
    List<String> lines = StudyFile.toYaml(study.withPaths(path -> Study.FILE)).lines().toList();
    List<String> others = StudyFile.toYaml(other.withPaths(path -> Study.FILE)).lines().toList();
    int at = 0;
    while (at < Math.min(lines.size(), others.size()) && lines.get(at).equals(others.get(at))) {
      at++;
    }
    return "'" + line(others, at) + "' in place of '" + line(lines, at) + "'";
  }

  private static String line(List<String> lines, int at) {
    return at < lines.size() ? lines.get(at).strip() : "";
  }

  // ---- what is taken

  private void choose() {
    for (ResultStore part : parts) {
      for (Study.Task task : study.tasks()) {
        for (int run : study.runNumbers()) {
          part.stage(task.label(), run).ifPresent(found -> take(part, found));
        }
      }
      for (Trial trial : study.trials()) {
        part.trial(trial).ifPresent(found -> take(part, trial, found));
      }
      part.sharedProbeFiles().forEach(this::take);
    }
    requireSameCode();
  }

  private void take(ResultStore part, StageResult found) {
    String name = found.task() + "/" + found.run();
    Optional<Chosen<StageResult>> known = Optional.ofNullable(stages.get(name));
    if (known.isEmpty() || !known.get().result().failure().isEmpty()) {
      stages.put(name, new Chosen<>(part, found));
    } else if (found.failure().isEmpty()) {
      StageResult before = known.get().result();
      Path file = part.file(found.task(), found.run());
      Path other = known.get().from().file(found.task(), found.run());
      compare(
          file, other, "hashes of dataset, reference and pairs", found.hashes(), before.hashes());
      compare(file, other, "inputs", found.inputs(), before.inputs());
    }
  }

  private void take(ResultStore part, Trial trial, TrialResult found) {
    Optional<Chosen<TrialResult>> known = Optional.ofNullable(trials.get(trial));
    boolean failed = found.status() == TrialRow.Status.FAILED;
    if (known.isEmpty() || known.get().result().status() == TrialRow.Status.FAILED && !failed) {
      trials.put(trial, new Chosen<>(part, found));
    } else if (!failed) {
      compare(part, trial, found, known.get());
    }
  }

  private void compare(
      ResultStore part, Trial trial, TrialResult found, Chosen<TrialResult> known) {
    TrialResult before = known.result();
    Path file = part.file(trial);
    Path other = known.from().file(trial);
    int size = conflicts.size();
    compare(file, other, "inputs", found.inputs(), before.inputs());
    compare(file, other, "number of rows", found.rows().size(), before.rows().size());
    for (int i = 0; i < found.rows().size() && conflicts.size() == size; i++) {
      TrialRow row = found.rows().get(i);
      for (String column : TrialTable.differingResults(row, before.rows().get(i))) {
        compare(
            file,
            other,
            column + " of " + TrialTable.name(row),
            TrialTable.values(row).get(column),
            TrialTable.values(before.rows().get(i)).get(column));
      }
    }
    if (conflicts.size() == size) { // what rows are made of tells nothing more where they differ
      same(file, other, "returns of episodes", found.returns(), before.returns());
      same(file, other, "learning curves", found.metrics(), before.metrics());
      same(file, other, "hyperparameters", found.hyperparameters(), before.hyperparameters());
      same(file, other, "costs", found.costs(), before.costs());
      same(file, other, "names of probes", found.probes(), before.probes());
      found.probes().stream()
          .filter(before.probes()::contains)
          .forEach(
              probe ->
                  sameBytes(part.probeFile(trial, probe), known.from().probeFile(trial, probe)));
    }
  }

  private void take(String name, Path file) {
    Path known = shared.putIfAbsent(name, file);
    if (known != null) {
      sameBytes(file, known);
    }
  }

  private void compare(Path file, Path other, String what, Object found, Object before) {
    if (!found.equals(before)) {
      conflicts.add(file + ": " + what + " is " + found + ", " + other + " says " + before);
    }
  }

  /** Doubles are the same if all their bits are: so says {@link Double#equals}. */
  private void same(Path file, Path other, String what, Object found, Object before) {
    if (!found.equals(before)) {
      conflicts.add(file + ": the " + what + " are not those in " + other);
    }
  }

  private void sameBytes(Path file, Path other) {
    try {
      if (!Arrays.equals(Files.readAllBytes(file), Files.readAllBytes(other))) {
        conflicts.add(file + " is not the same as " + other);
      }
    } catch (IOException e) {
      throw new InvalidInputException(file + " or " + other + " cannot be read: " + e, e);
    }
  }

  /** One method on one task is compared over runs, which therefore have to be of one make. */
  private void requireSameCode() {
    Map<List<String>, Trial> first = new LinkedHashMap<>();
    trials.forEach(
        (trial, chosen) -> {
          List<String> group = List.of(trial.task().label(), trial.method().label());
          Trial known = first.putIfAbsent(group, trial);
          if (known != null) {
            Chosen<TrialResult> other = trials.get(known);
            Path file = chosen.from().file(trial);
            same(
                file,
                other.from().file(known),
                "classes that it was made of",
                chosen.result().code(),
                other.result().code());
          }
        });
  }

  // ---- what is written

  private void write(ResultStore output, List<String> command) {
    output.begin(study);
    trials.forEach((trial, chosen) -> output.take(chosen.from(), trial, chosen.result()));
    stages.values().forEach(chosen -> output.take(chosen.from(), chosen.result()));
    CodeTable code = new CodeTable(List.of());
    for (ResultStore part : parts) {
      code = code.with(part.code().closures().values());
    }
    output.writeCode(code.only(used()));
    List<TrialResult> results = output.results(study);
    output.assemble(results);
    Set<String> done =
        results.stream()
            .filter(result -> result.status() != TrialRow.Status.FAILED)
            .map(TrialResult::key)
            .collect(Collectors.toSet());
    List<StageResult> made = stages.values().stream().map(Chosen::result).toList();
    output.writeTimes(StageTimes.of(study, made, results, done::contains));
    output.writeProvenance(provenance(command).with(output.hashes()));
    ResultCheck.requireUnchanged(output); // trials of one folder hold to the stages of another
  }

  private Set<String> used() {
    Set<String> used = new HashSet<>();
    trials.values().forEach(one -> used.addAll(one.result().code().values()));
    stages.values().forEach(one -> used.addAll(one.result().code().values()));
    return used;
  }

  /** Seconds and jobs are sums; what differs between machines is listed. */
  private Provenance provenance(List<String> command) {
    List<Provenance> known = parts.stream().flatMap(part -> part.provenance().stream()).toList();
    Map<String, SortedSet<String>> machines = new TreeMap<>();
    SortedSet<String> libraries = new TreeSet<>();
    Map<String, Map<String, String>> hashes = new TreeMap<>();
    for (Provenance one : known) {
      one.machine()
          .forEach(
              (key, value) -> machines.computeIfAbsent(key, any -> new TreeSet<>()).add(value));
      libraries.addAll(one.libraries());
    }
    stages.forEach((name, one) -> hashes.put(name, one.result().hashes()));
    Map<String, String> machine = new TreeMap<>();
    machines.forEach((key, values) -> machine.put(key, String.join("; ", values)));
    return new Provenance(
        study.hash(),
        study.protocol().hash(),
        command,
        known.stream().map(Provenance::started).sorted().findFirst().orElse(""),
        known.stream().mapToDouble(Provenance::wallSeconds).sum(),
        known.stream().mapToInt(Provenance::jobs).sum(),
        machine,
        List.copyOf(libraries),
        hashes,
        Map.of());
  }
}
