package org.prefbench.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What is in a folder of results but for times and memory, which no two runs share. */
final class Timeless {
  /** Components of a trial file that say what was learned and how it fared. */
  private static final Set<String> LEARNED =
      Set.of("key", "inputs", "returns", "metrics", "hyperparameters", "costs", "probes", "code");

  private Timeless() {}

  /** Returns the rows of {@code trials.csv}, the header among them. */
  static List<String> rows(Path results) throws IOException {
    List<String> lines = Files.readAllLines(results.resolve("trials.csv"));
    List<String> columns = List.of(lines.get(0).split(",", -1));
    List<String> rows = new ArrayList<>();
    for (String line : lines) {
      String[] all = line.split(",", -1);
      List<String> values = new ArrayList<>();
      for (int j = 0; j < all.length; j++) {
        boolean time =
            j < columns.size()
                && (columns.get(j).endsWith("_seconds") || columns.get(j).endsWith("_bytes"));
        if (!time) {
          values.add(all[j]);
        }
      }
      rows.add(String.join(",", values));
    }
    return rows;
  }

  /** Returns rows, trial files and probes of a folder of results, by their names. */
  static Map<String, String> all(Path results) throws IOException {
    Map<String, String> all = new TreeMap<>();
    all.put("trials.csv", String.join("\n", rows(results)));
    all.put("study.yaml", Files.readString(results.resolve("study.yaml")));
    List<Path> files;
    try (Stream<Path> walk = Files.walk(results.resolve("trials"))) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String name = results.relativize(file).toString();
      all.put(name, name.endsWith(".json") ? learned(file) : Files.readString(file));
    }
    return all;
  }

  private static String learned(Path file) throws IOException {
    JsonNode trial = new ObjectMapper().readTree(file.toFile());
    Map<String, String> parts = new TreeMap<>();
    for (String name : LEARNED) {
      parts.put(name, String.valueOf(trial.get(name)));
    }
    return parts.toString();
  }
}
