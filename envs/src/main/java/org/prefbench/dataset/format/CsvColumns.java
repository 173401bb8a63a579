package org.prefbench.dataset.format;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.dataset.DatasetHeader;
import org.prefbench.env.StateField;

/**
 * Where the columns of a CSV file are.
 *
 * @param observations positions of {@code observation_0}, {@code observation_1}, ...
 * @param actions positions of {@code action_0}, ...
 * @param stateFields the fields of the columns {@code state_(field)_(index)}, in order of
 *     appearance
 * @param states positions of the state columns, field after field
 * @param logProbability position of {@code action_log_probability}, or -1
 */
record CsvColumns(
    int episode,
    int step,
    int[] observations,
    int[] actions,
    int reward,
    int terminated,
    int truncated,
    int logProbability,
    List<StateField> stateFields,
    int[] states) {
  static final String LOG_PROBABILITY = "action_log_probability";

  /** Returns the names of the columns that the writer gives. */
  static List<String> names(DatasetHeader header) {
    List<String> names = new ArrayList<>(List.of("episode", "step"));
    for (int i = 0; i < header.observationSize(); i++) {
      names.add("observation_" + i);
    }
    for (int i = 0; i < header.actionSize(); i++) {
      names.add("action_" + i);
    }
    names.addAll(List.of("reward", "terminated", "truncated"));
    if (header.actionLogProbabilities()) {
      names.add(LOG_PROBABILITY);
    }
    for (StateField field : header.stateFields()) {
      for (int i = 0; i < field.size(); i++) {
        names.add("state_" + field.name() + "_" + i);
      }
    }
    return names;
  }

  /**
   * Finds the columns by their names.
   *
   * @param file for error messages
   */
  static CsvColumns of(String file, List<String> names) {
    Set<String> unread = new HashSet<>(names);
    Checks.require(unread.size() == names.size(), "%s: two columns have the same name", file);
    if (names.get(0).isEmpty()) {
      unread.remove(""); // the numbers of the rows of a data frame
    }
    int episode = take(file, names, unread, "episode");
    int step = take(file, names, unread, "step");
    int[] observations = takeAll(file, names, unread, "observation_");
    int[] actions = takeAll(file, names, unread, "action_");
    int reward = take(file, names, unread, "reward");
    int terminated = take(file, names, unread, "terminated");
    int truncated = take(file, names, unread, "truncated");
    int logProbability = unread.remove(LOG_PROBABILITY) ? names.indexOf(LOG_PROBABILITY) : -1;
    List<StateField> fields = new ArrayList<>();
    List<Integer> states = new ArrayList<>();
    for (Map.Entry<String, Integer> field : stateSizes(names).entrySet()) {
      String prefix = "state_" + field.getKey() + "_";
      for (int position : takeAll(file, names, unread, prefix)) {
        states.add(position);
      }
      fields.add(new StateField(field.getKey(), field.getValue()));
    }
    for (String name : names) {
      if (unread.contains(name)) {
        List<String> known =
            List.of(
                "episode",
                "step",
                "observation_0",
                "action_0",
                "reward",
                "terminated",
                "truncated",
                LOG_PROBABILITY,
                "state_(field)_0");
        throw new InvalidInputException(
            file + ": " + Checks.unknown("column", name, known).getMessage());
      }
    }
    return new CsvColumns(
        episode,
        step,
        observations,
        actions,
        reward,
        terminated,
        truncated,
        logProbability,
        fields,
        states.stream().mapToInt(Integer::intValue).toArray());
  }

  private static Map<String, Integer> stateSizes(List<String> names) {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    for (String name : names) {
      if (name.matches("state_[a-z][a-z0-9_]*_[0-9]+")) {
        sizes.merge(name.substring("state_".length(), name.lastIndexOf('_')), 1, Integer::sum);
      }
    }
    return sizes;
  }

  private static int take(String file, List<String> names, Set<String> unread, String name) {
    String hint = Checks.nearest(name, unread).map(near -> ", is '" + near + "' meant?").orElse("");
    Checks.require(unread.remove(name), "%s: has no column '%s'%s", file, name, hint);
    return names.indexOf(name);
  }

  /** Takes {@code prefix0}, {@code prefix1}, ... as far as they go. */
  private static int[] takeAll(String file, List<String> names, Set<String> unread, String prefix) {
    List<Integer> positions = new ArrayList<>();
    positions.add(take(file, names, unread, prefix + 0));
    while (unread.contains(prefix + positions.size())) {
      positions.add(take(file, names, unread, prefix + positions.size()));
    }
    return positions.stream().mapToInt(Integer::intValue).toArray();
  }
}
