package org.prefbench.study;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.prefbench.core.Checks;

/**
 * Trials as they are named by people: {@code TASK}, {@code METHOD}, {@code TASK/METHOD} or {@code
 * TASK/METHOD/RUN}. A task is named by its label or its dataset, with or without the version; a
 * part with a wildcard is a pattern as in {@link Trial#matches}.
 */
public final class TrialPattern {
  private static final String ANY = "*";

  private TrialPattern() {}

  /**
   * Returns the pattern, for {@link Trial#matches}, of the trials of a study that {@code text}
   * names: {@code hopper-medium-v2/**} for {@code hopper-medium}. A text with wildcards that
   * matches a trial as it stands is returned as it is, as is one that no rule applies to.
   *
   * @throws org.prefbench.core.InvalidInputException if a part without wildcards is the name of
   *     nothing in the study
   * @throws java.util.regex.PatternSyntaxException if the text is no pattern
   */
  public static String resolve(Study study, String text) {
    List<Trial> trials = study.trials();
    List<String> parts = List.of(text.split("/", -1));
    if (trials.stream().anyMatch(trial -> trial.matches(text))
        || parts.size() > 3
        || text.contains("**")) {
      return text;
    }
    List<String> methods = study.methods().stream().map(Study.Method::label).toList();
    if (parts.size() == 1) {
      List<String> known =
          Stream.of(taskNames(study), methods).flatMap(Collection::stream).distinct().toList();
      return methods.contains(text) && !taskNames(study).contains(text)
          ? ANY + "/" + text + "/" + ANY
          : tasks(study, text, "task or method", known) + "/" + ANY + "/" + ANY;
    }
    List<String> runs = study.runNumbers().stream().map(String::valueOf).toList();
    String task = tasks(study, parts.get(0), "task", taskNames(study));
    String method = known(study, parts.get(1), "method", methods);
    String run = parts.size() == 2 ? ANY : known(study, parts.get(2), "run", runs);
    return task + "/" + method + "/" + run;
  }

  /** Returns a pattern of the labels of the tasks called {@code name}. */
  private static String tasks(Study study, String name, String kind, Collection<String> known) {
    List<String> labels =
        study.tasks().stream()
            .filter(task -> names(task).contains(name))
            .map(Study.Task::label)
            .toList();
    if (labels.isEmpty()) {
      return known(study, name, kind, known);
    }
    return labels.size() == 1 ? labels.get(0) : "{" + String.join(",", labels) + "}";
  }

  private static String known(Study study, String name, String kind, Collection<String> known) {
    boolean wildcards = name.chars().anyMatch(c -> "*?[]{}\\".indexOf(c) >= 0);
    if (!wildcards && !known.contains(name)) {
      throw Checks.unknown(kind + " of " + study.id(), name, known);
    }
    return name;
  }

  private static Set<String> taskNames(Study study) {
    Set<String> names = new LinkedHashSet<>();
    study.tasks().forEach(task -> names.addAll(names(task)));
    return names;
  }

  private static List<String> names(Study.Task task) {
    List<String> names = new ArrayList<>();
    for (String name : List.of(task.label(), task.dataset())) {
      names.add(name);
      names.add(name.replaceFirst("-v\\d+$", ""));
    }
    return names;
  }
}
