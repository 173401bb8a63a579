package org.prefbench.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The outcomes of a campaign, one a line in a file that is appended to: what it goes on from. */
final class Journal {
  private final Path file;
  private final List<Outcome> outcomes = new ArrayList<>();

  /** Opens the journal in {@code folder}, which need not exist yet. */
  Journal(Path folder) throws IOException {
    Files.createDirectories(folder);
    file = folder.resolve("outcomes.tsv");
    if (Files.exists(file)) {
      // a line that a kill has cut short is none
      String text = Files.readString(file);
      String whole = text.substring(0, text.lastIndexOf('\n') + 1);
      Files.writeString(file, whole);
      whole.lines().map(Outcome::parse).forEach(outcomes::add);
    }
  }

  /** Returns the number of the next case. */
  int next() {
    return outcomes.isEmpty() ? 0 : outcomes.get(outcomes.size() - 1).number() + 1;
  }

  /** Appends an outcome. */
  void add(Outcome outcome) throws IOException {
    outcomes.add(outcome);
    Files.writeString(
        file, outcome.line() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Returns whether nothing is wrong. */
  boolean isClean() {
    return outcomes.stream().allMatch(outcome -> outcome.faults().isEmpty());
  }

  /** Returns cases by kind and exit code, and what is wrong with how many. */
  String table() {
    Map<String, Map<Integer, Integer>> counts = new TreeMap<>();
    Map<String, Integer> wrong = new TreeMap<>();
    Map<String, Integer> faults = new TreeMap<>();
    for (Outcome outcome : outcomes) {
      for (String kind : List.of(outcome.kind(), "~ all")) {
        counts.computeIfAbsent(kind, any -> new TreeMap<>()).merge(outcome.code(), 1, Integer::sum);
        wrong.merge(kind, outcome.faults().isEmpty() ? 0 : 1, Integer::sum);
      }
      outcome.faults().forEach(fault -> faults.merge(fault, 1, Integer::sum));
    }
    StringBuilder table =
        new StringBuilder(
            String.format(Locale.ROOT, "%-14s %7s %7s  exit codes%n", "kind", "cases", "wrong"));
    counts.forEach(
        (kind, codes) ->
            table.append(
                String.format(
                    Locale.ROOT,
                    "%-14s %7d %7d  %s%n",
                    kind.replace("~ ", ""),
                    codes.values().stream().mapToInt(Integer::intValue).sum(),
                    wrong.get(kind),
                    String.join(
                        ", ",
                        codes.entrySet().stream()
                            .map(code -> code.getKey() + ": " + code.getValue())
                            .toList()))));
    faults.forEach(
        (fault, count) -> table.append(String.format(Locale.ROOT, "%7d  %s%n", count, fault)));
    return table.toString();
  }
}
