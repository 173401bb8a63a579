package org.prefbench.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.store.TrialResult.Returns;
import org.prefbench.study.Study;
import org.prefbench.study.Trial;

/**
 * Looks whether the files in a folder of results are those that a run wrote, and whether they agree
 * with each other: every hash that is written anywhere holds, the rows are those in the files of
 * their trials, and the means in these are those of their episodes. Results that were made before
 * files carried hashes are compared as far as they go.
 */
public final class ResultCheck {
  private static final double ROUNDING = 1e-9; // relative, of a mean that is worked out again

  private final ResultStore store;
  private final List<String> differences = new ArrayList<>();
  private final SortedMap<String, TrialResult> trials = new TreeMap<>(); // those that can be read
  private final Set<String> unread = new TreeSet<>();
  private final Map<List<Object>, StageResult> stages = new LinkedHashMap<>();
  private Optional<Provenance> provenance = Optional.empty();
  private Optional<Study> study = Optional.empty();
  private int withoutHash;

  private ResultCheck(ResultStore store) {
    this.store = store;
  }

  /**
   * What was found.
   *
   * @param differences one line each, beginning with the file within the folder
   * @param withoutHash how many files there are whose hash is written nowhere, because they were
   *     made before there were any
   */
  public record Finding(List<String> differences, int withoutHash) {
    /** Copies the list. */
    public Finding {
      differences = List.copyOf(differences);
    }
  }

  /**
   * Looks at everything; a run that has not ended is a difference too.
   *
   * @throws InvalidInputException if the folder holds no results
   */
  public static Finding of(ResultStore store) {
    requireResults(store);
    ResultCheck check = new ResultCheck(store);
    check.readProvenance();
    if (check.provenance.filter(Provenance::ended).isEmpty()) {
      check.differences.add(
          store.name(store.provenanceFile())
              + (check.provenance.isEmpty() ? " is missing or damaged" : " has no end")
              + ": the run has not ended; go on with 'prefbench resume "
              + store.folder()
              + "'");
    }
    check.readTrials();
    check.readStudy();
    check.compareRows();
    check.compareProvenance();
    check.differences.addAll(new PolicyStore(store).differences());
    boolean listed = check.provenance.map(known -> !known.files().isEmpty()).orElse(false);
    return new Finding(check.differences, listed ? 0 : check.withoutHash);
  }

  /**
   * Refuses a folder whose rows are not to be built upon.
   *
   * @throws InvalidInputException if the folder holds no results or anything in it was changed
   */
  public static void requireUnchanged(ResultStore store) {
    requireResults(store);
    ResultCheck check = new ResultCheck(store);
    check.readProvenance();
    check.readTrials();
    check.readStudy();
    check.compareRows();
    check.compareProvenance();
    check.refuse();
  }

  /**
   * Refuses a folder in which a run is not to go on. Where the last one was cut off, only the files
   * of its trials count: the others are about to be written anew, as are rows that are missing.
   *
   * @param same whether the study in the folder is what goes on, rather than one that replaces it
   * @throws InvalidInputException if anything in it was changed
   */
  public static void requireContinuable(ResultStore store, boolean same) {
    ResultCheck check = new ResultCheck(store);
    check.readProvenance();
    check.readTrials();
    if (check.provenance.filter(Provenance::ended).isPresent()) {
      if (same) {
        check.readStudy();
      }
      if (Files.exists(store.trialsFile())) {
        check.compareRows();
      }
      check.compareProvenance();
    }
    check.refuse();
  }

  private static void requireResults(ResultStore store) {
    Checks.require(
        Files.exists(store.studyFile()),
        "%s holds no results: there is no study.yaml in it",
        store.folder());
    Checks.require(
        Files.exists(store.trialsFile()),
        "%s holds no results yet: there is no trials.csv in it",
        store.folder());
  }

  private void refuse() {
    if (!differences.isEmpty()) {
      int more = differences.size() - 1;
      throw new InvalidInputException(
          store.folder()
              + "/"
              + differences.get(0)
              + (more == 0 ? "" : " (and " + more + " more, see 'prefbench verify')")
              + "; results that were changed are not built upon");
    }
  }

  /** Runs something that reads files; what is wrong with them is a difference. */
  private void read(Runnable reader) {
    try {
      reader.run();
    } catch (InvalidInputException e) {
      String folder = store.folder() + "/";
      String message = e.getMessage();
      differences.add(message.startsWith(folder) ? message.substring(folder.length()) : message);
    }
  }

  private void count(Path file) {
    withoutHash += Files.exists(file) && !JsonFile.hasHash(file) ? 1 : 0;
  }

  // ---- what a file says of itself

  private void readProvenance() {
    read(() -> provenance = store.provenance());
    count(store.provenanceFile());
    read(() -> JsonFile.read(store.timesFile(), StageTimes.class, "table of times"));
    count(store.timesFile());
    read(this::readCode);
  }

  private void readCode() {
    store
        .code()
        .closures()
        .forEach(
            (id, closure) ->
                Checks.require(
                    closure.id().equals(id),
                    "%s: what is listed for %s has the hash %s",
                    store.codeFile(),
                    id,
                    closure.id()));
  }

  private void readTrials() {
    store
        .trialFiles()
        .forEach(
            (key, file) -> {
              int before = differences.size();
              read(
                  () -> {
                    TrialResult result = ResultStore.readTrial(file).orElseThrow();
                    requireOwn(key, file, result);
                    trials.put(key, result);
                  });
              count(file);
              if (differences.size() > before) {
                unread.add(key);
              }
            });
    for (Path file : store.stageFiles()) {
      read(
          () -> {
            StageResult stage = ResultStore.readStage(file).orElseThrow();
            stages.put(List.of(stage.task(), stage.run()), stage);
          });
      count(file);
    }
  }

  private void requireOwn(String key, Path file, TrialResult result) {
    Checks.require(result.key().equals(key), "%s: is the result of %s", file, result.key());
    for (TrialRow row : result.rows()) {
      Checks.require(row.trial().equals(key), "%s: has a row of %s", file, row.trial());
    }
    for (String probe : result.probes()) {
      Path beside =
          file.resolveSibling(file.getFileName().toString().replace(".json", "." + probe + ".csv"));
      Checks.require(Files.exists(beside), "%s is missing", beside);
    }
    for (Returns returns : result.returns()) {
      result.rows().stream()
          .filter(row -> row.status() == TrialRow.Status.OK)
          .filter(row -> row.evaluation() == returns.evaluation() && row.mode() == returns.mode())
          .filter(row -> row.step() == returns.step())
          .forEach(row -> requireMeans(file, row, returns));
    }
  }

  private static void requireMeans(Path file, TrialRow row, Returns returns) {
    double[] values = returns.returns().stream().mapToDouble(Double::doubleValue).toArray();
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double deviation = values.length == 1 ? 0 : Math.sqrt(squares / (values.length - 1));
    double length =
        returns.lengths().stream().mapToInt(Integer::intValue).average().orElse(Double.NaN);
    TrialRow.Outcome outcome = row.outcome();
    Checks.require(
        outcome.episodes() == values.length
            && near(outcome.returnMean(), mean, Math.abs(mean))
            && near(outcome.returnStd(), deviation, Math.abs(mean))
            && near(outcome.lengthMean(), length, length),
        "%s: %s: the row is not that of its %d episodes",
        file,
        TrialTable.name(row),
        values.length);
  }

  private static boolean near(double said, double found, double size) {
    return Double.compare(said, found) == 0 || Math.abs(said - found) <= ROUNDING * (1 + size);
  }

  // ---- what one file says of another

  private void readStudy() {
    read(() -> study = Optional.of(store.study()));
  }

  /** The study's own hash does not count: it changes with the keys that studies have. */
  private void compareProvenance() {
    if (provenance.filter(Provenance::ended).isEmpty()) {
      return;
    }
    Provenance known = provenance.get();
    String protocol = study.map(asked -> asked.protocol().hash()).orElse(known.protocol());
    if (!known.files().isEmpty()) {
      read(() -> compareHashes(known.files(), store.hashes()));
    } else if (!protocol.equals(known.protocol())) {
      differences.add("study.yaml: the protocol's hash is not that in provenance.json");
    }
    compareShared(known.shared());
  }

  private void compareHashes(Map<String, String> recorded, Map<String, String> found) {
    SortedSet<String> names = new TreeSet<>(recorded.keySet());
    names.addAll(found.keySet());
    names.removeIf(name -> Objects.equals(recorded.get(name), found.get(name)) || told(name));
    for (String name : names) {
      differences.add(
          name
              + (!found.containsKey(name)
                  ? " is missing"
                  : !recorded.containsKey(name)
                      ? " is none of the files that the run wrote"
                      : " was changed after it was written: its hash does not hold"));
    }
  }

  /**
   * Returns whether more is known of a file than that its hash does not hold, or it is no matter.
   */
  private boolean told(String name) {
    boolean replaced =
        name.equals(store.name(store.studyFile())) && study.isEmpty()
            || name.equals(store.name(store.trialsFile())) && !Files.exists(store.trialsFile());
    return replaced
        || differences.stream().anyMatch(line -> line.matches(Pattern.quote(name) + "[: ].*"));
  }

  private void compareShared(Map<String, Map<String, String>> recorded) {
    Map<String, Map<String, String>> found = new TreeMap<>();
    for (StageResult stage : stages.values()) {
      found.put(stage.task() + "/" + stage.run(), stage.hashes());
    }
    recorded.forEach(
        (name, hashes) -> {
          String file = "stages/" + name.replaceFirst("/(\\d+)$", "/run-$1.json");
          if (!Files.exists(store.folder().resolve(file))) {
            differences.add(file + " is missing");
          } else if (!hashes.equals(found.getOrDefault(name, hashes))) {
            differences.add(
                file
                    + ": the hashes of dataset, reference and pairs are not those in "
                    + store.name(store.provenanceFile()));
          }
        });
  }

  private void compareRows() {
    String name = store.name(store.trialsFile());
    int before = differences.size();
    List<TrialRow> rows = new ArrayList<>();
    read(() -> rows.addAll(TrialTable.read(store.trialsFile())));
    if (differences.size() > before) {
      return;
    }
    Map<String, List<Integer>> places = new LinkedHashMap<>(); // of the rows of each trial
    for (int i = 0; i < rows.size(); i++) {
      places.computeIfAbsent(rows.get(i).trial(), any -> new ArrayList<>()).add(i);
    }
    places.forEach((key, at) -> compareRows(key, at, rows));
    study.ifPresent(asked -> compareWithStudy(asked, places.keySet()));
    if (differences.size() == before) {
      compareText(rows);
    }
  }

  /** Nothing but the way in which the rows are written is left to differ. */
  private void compareText(List<TrialRow> rows) {
    try {
      List<String> found = Files.readString(store.trialsFile()).lines().toList();
      List<String> expected = TrialTable.text(rows).lines().toList();
      for (int i = 0; i < expected.size(); i++) {
        if (i >= found.size() || !found.get(i).equals(expected.get(i))) {
          differences.add("trials.csv:" + (i + 1) + ": is not written as a run writes it");
          return;
        }
      }
    } catch (IOException e) {
      differences.add("trials.csv cannot be read: " + e);
    }
  }

  private void compareRows(String key, List<Integer> places, List<TrialRow> rows) {
    String name = store.name(store.trialsFile());
    if (unread.contains(key)) {
      return; // that is told already
    }
    if (!trials.containsKey(key)) {
      differences.add(
          name + ":" + line(places.get(0)) + ": " + key + ": there is no file of this trial");
      return;
    }
    List<TrialRow> own = trials.get(key).rows();
    if (own.size() != places.size()) {
      differences.add(
          String.format(
              Locale.ROOT,
              "%s:%d: %s: %d rows, the trial's file has %d",
              name,
              line(places.get(0)),
              key,
              places.size(),
              own.size()));
      return;
    }
    for (int i = 0; i < own.size(); i++) {
      TrialRow row = rows.get(places.get(i));
      List<String> columns = TrialTable.differences(row, own.get(i));
      if (!columns.isEmpty()) {
        String column = columns.get(0);
        differences.add(
            String.format(
                Locale.ROOT,
                "%s:%d: %s: %s is %s, the trial's file says %s%s",
                name,
                line(places.get(i)),
                TrialTable.name(own.get(i)),
                column,
                TrialTable.values(row).get(column),
                TrialTable.values(own.get(i)).get(column),
                columns.size() == 1 ? "" : " (and " + (columns.size() - 1) + " columns more)"));
        return;
      }
    }
    compareInputs(key, own);
  }

  private static int line(int index) {
    return index + 2; // below the names of the columns; no value of a row has two lines
  }

  private void compareInputs(String key, List<TrialRow> rows) {
    TrialRow first = rows.get(0);
    StageResult stage = stages.get(List.of(first.task(), first.run()));
    for (TrialRow row : rows) {
      TrialRow.Inputs inputs = row.inputs();
      boolean made = stage != null && stage.failure().isEmpty();
      if (made && !inputs.shared().equals(stage.hashes())) {
        differences.add(
            "trials.csv: "
                + key
                + ": the hashes of dataset, reference and pairs are not those of its stage");
        return;
      }
      Optional<String> protocol = study.map(asked -> asked.protocol().hash());
      if (!inputs.protocolHash().equals(protocol.orElse(inputs.protocolHash()))) {
        differences.add("trials.csv: " + key + ": the protocol's hash is not that of study.yaml");
        return;
      }
    }
  }

  /** Where hashes are recorded, they tell which trials have rows: some may be outdated. */
  private void compareWithStudy(Study asked, Set<String> present) {
    Set<String> order = new LinkedHashSet<>();
    ResultStore.order(asked).stream().map(Trial::key).forEach(order::add);
    List<String> strangers = present.stream().filter(key -> !order.contains(key)).toList();
    strangers.forEach(
        key -> differences.add("trials.csv: " + key + ": the study has no such trial"));
    boolean hashed = provenance.map(known -> !known.files().isEmpty()).orElse(false);
    if (!hashed) {
      for (String key : order) {
        if (trials.containsKey(key) && !present.contains(key)) {
          differences.add("trials.csv: " + key + ": there are no rows of this trial's file");
        }
      }
    }
    order.retainAll(present);
    if (strangers.isEmpty() && !List.copyOf(order).equals(List.copyOf(present))) {
      differences.add("trials.csv: the rows are not in the order of the study");
    }
  }
}
