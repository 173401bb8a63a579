package org.prefbench.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.PatternSyntaxException;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.run.Runs;
import org.prefbench.study.Study;
import org.prefbench.study.StudyFile;
import org.prefbench.study.Trial;
import picocli.CommandLine;

/** Studies as they are named and changed on the command line. */
final class StudyArguments {
  private static final String ORIGIN = "command line";

  private StudyArguments() {}

  /**
   * Returns the study called {@code name} with what {@code --set} and {@code --seed} change. A key
   * of {@code --set} is a key path of the study file, such as {@code protocol.episodes}, or the
   * label of a method with a hyperparameter, such as {@code dpo.beta}.
   *
   * @throws CommandLine.ParameterException if something typed is wrong
   * @throws InvalidInputException if something in the file is wrong
   */
  static StudyFile.Resolved load(
      CommandLine command, String name, List<String> set, Optional<Long> seed) {
    StudyFile.Resolved original = load(command, name);
    Runs.explain(original); // whatever is wrong up to here is in the file
    Map<String, String> typed = Arguments.settings(command, set);
    seed.ifPresent(value -> typed.put("seed", Long.toString(value)));
    if (typed.isEmpty()) {
      return original;
    }
    return Arguments.typed(
        command,
        () -> {
          Map<String, String> keys = new TreeMap<>();
          Map<Integer, Map<String, String>> methods = new TreeMap<>();
          typed.forEach(
              (path, value) -> {
                int method = method(original.study(), path);
                if (method < 0) {
                  keys.put(path, value);
                } else {
                  String label = original.study().methods().get(method).label();
                  methods
                      .computeIfAbsent(method, any -> new TreeMap<>())
                      .put(path.substring(label.length() + 1), value);
                }
              });
          StudyFile.Resolved changed = change(StudyFile.load(name, keys), methods);
          Runs.explain(changed);
          return changed;
        });
  }

  /** Returns the study called {@code name} as it is. */
  static StudyFile.Resolved load(CommandLine command, String name) {
    if (isFile(name)) {
      return StudyFile.load(name, Map.of());
    }
    return Arguments.typed(command, () -> StudyFile.load(name, Map.of()));
  }

  private static boolean isFile(String name) {
    return !StudyFile.shipped().contains(name)
        && (name.endsWith(".yaml") || name.endsWith(".yml") || name.contains("/"));
  }

  /** Returns the method whose label a path begins with, the longest such; -1 if there is none. */
  private static int method(Study study, String path) {
    List<String> labels = study.methods().stream().map(Study.Method::label).toList();
    return labels.stream()
        .filter(label -> path.startsWith(label + "."))
        .max(Comparator.comparingInt(String::length))
        .map(labels::indexOf)
        .orElse(-1);
  }

  private static StudyFile.Resolved change(
      StudyFile.Resolved resolved, Map<Integer, Map<String, String>> changes) {
    Study study = resolved.study();
    List<Study.Method> methods = new ArrayList<>(study.methods());
    Map<String, StudyFile.Value> values = new LinkedHashMap<>();
    resolved.values().forEach(value -> values.put(value.path(), value));
    changes.forEach(
        (index, set) -> {
          Study.Method method = methods.get(index);
          Map<String, String> all = new TreeMap<>(method.set());
          all.putAll(set);
          methods.set(index, new Study.Method(method.method(), method.label(), all));
          set.forEach(
              (key, text) -> {
                String path = "methods[" + index + "].set." + key;
                values.put(path, new StudyFile.Value(path, text, ORIGIN));
              });
        });
    return new StudyFile.Resolved(
        new Study(
            study.id(),
            study.title(),
            study.seed(),
            study.runs(),
            study.tasks(),
            study.reference(),
            study.preferences(),
            study.protocol(),
            methods,
            study.probes(),
            study.report()),
        List.copyOf(values.values()));
  }

  /**
   * Checks the pattern of {@code --only} before any work.
   *
   * @throws CommandLine.ParameterException if no trial matches
   */
  static void checkOnly(CommandLine command, Study study, Optional<String> only) {
    only.ifPresent(
        pattern ->
            Arguments.checkTyped(
                command,
                () ->
                    Checks.require(
                        study.trials().stream().anyMatch(trial -> matches(trial, pattern)),
                        "--only '%s' matches no trial of %s; a key is like '%s', and * and ** stand"
                            + " for parts of it",
                        pattern,
                        study.id(),
                        study.trials().get(0).key())));
  }

  private static boolean matches(Trial trial, String pattern) {
    try {
      return trial.matches(pattern);
    } catch (PatternSyntaxException e) {
      throw new InvalidInputException(
          "--only '" + pattern + "' is no pattern: " + e.getDescription(), e);
    }
  }
}
