package org.prefbench.cli.study;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;
import org.prefbench.algorithm.Algorithms;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.report.StudyReport;
import org.prefbench.run.Runs;
import org.prefbench.study.Study;
import org.prefbench.study.StudyFile;
import org.prefbench.study.StudyKeys;
import org.prefbench.study.TrialPattern;
import picocli.CommandLine;

/** Studies as they are named and changed on the command line. */
final class StudyArguments {
  private static final String ORIGIN = "command line";

  private StudyArguments() {}

  /**
   * Returns the study called {@code name} with what {@code --add-method}, {@code --preset}, {@code
   * --set} and {@code --seed} change, the later over the earlier. A key of {@code --set} is a key
   * path of the study file, such as {@code protocol.episodes}, or the label of a method with a
   * hyperparameter, such as {@code dpo.beta}. With a preset the study has the preset's name behind
   * its id and title.
   *
   * @throws CommandLine.ParameterException if something typed is wrong
   * @throws InvalidInputException if something in the file is wrong
   */
  static StudyFile.Resolved load(
      CommandLine command,
      String name,
      List<String> added,
      Optional<String> preset,
      List<String> set,
      Optional<Long> seed) {
    StudyFile.Resolved found = load(command, name);
    try {
      checked(found);
    } catch (InvalidInputException e) { // what is wrong here is in the file
      throw e.getMessage().startsWith(name)
          ? e
          : new InvalidInputException(name + ": " + e.getMessage(), e);
    }
    StudyFile.Resolved original =
        added.isEmpty() ? found : Arguments.typed(command, () -> checked(adding(found, added)));
    Map<String, String> typed = Arguments.settings(command, set);
    seed.ifPresent(value -> typed.put("seed", Long.toString(value)));
    Map<String, String> named =
        preset.map(chosen -> preset(command, original.study(), chosen)).orElse(Map.of());
    Set<String> fromPreset = new TreeSet<>(named.keySet());
    fromPreset.removeAll(typed.keySet());
    named.forEach(typed::putIfAbsent);
    if (typed.isEmpty()) {
      return original;
    }
    return Arguments.typed(
        command,
        () -> {
          Map<String, String> keys = new TreeMap<>();
          Map<String, Map<String, String>> methods = new TreeMap<>();
          typed.forEach(
              (path, value) -> {
                Optional<String> method = method(original.study(), path);
                if (method.isEmpty()) {
                  keys.put(path, value);
                } else {
                  methods
                      .computeIfAbsent(method.get(), any -> new TreeMap<>())
                      .put(path.substring(method.get().length() + 1), value);
                }
              });
          StudyFile.Resolved changed =
              checked(change(adding(StudyFile.load(name, keys), added), methods));
          return preset
              .map(chosen -> originating(changed, fromPreset, "preset " + chosen))
              .orElse(changed);
        });
  }

  /** Returns a study that can be run and reported. */
  private static StudyFile.Resolved checked(StudyFile.Resolved resolved) {
    StudyReport.check(resolved.study());
    Runs.explain(resolved);
    return resolved;
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

  /** Returns the values of a preset, with the id and title of the study that it makes. */
  private static Map<String, String> preset(CommandLine command, Study study, String name) {
    return Arguments.typed(
        command,
        () -> {
          Study.Preset preset =
              study.presets().stream()
                  .filter(candidate -> candidate.name().equals(name))
                  .findFirst()
                  .orElseThrow(
                      () ->
                          Checks.unknown(
                              "preset of " + study.id(),
                              name,
                              study.presets().stream().map(Study.Preset::name).toList()));
          Map<String, String> values = new TreeMap<>(preset.set());
          values.put("id", study.id() + "-" + name);
          String title = study.title() + " (preset " + name + ")";
          values.put("title", "'" + title.replace("'", "''") + "'");
          values.put("presets", "[]");
          return values;
        });
  }

  /** Returns the study with another origin for the values below some keys of {@code --set}. */
  private static StudyFile.Resolved originating(
      StudyFile.Resolved resolved, Set<String> keys, String origin) {
    List<String> labels = resolved.study().methods().stream().map(Study.Method::label).toList();
    List<String> paths =
        keys.stream()
            .map(
                key ->
                    method(resolved.study(), key)
                        .map(
                            label ->
                                "methods["
                                    + labels.indexOf(label)
                                    + "].set"
                                    + key.substring(label.length()))
                        .orElse(key))
            .toList();
    return new StudyFile.Resolved(
        resolved.study(),
        resolved.values().stream()
            .map(
                value ->
                    paths.stream().anyMatch(path -> isBelow(value.path(), path))
                        ? new StudyFile.Value(value.path(), value.text(), origin)
                        : value)
            .toList());
  }

  private static boolean isBelow(String path, String key) {
    return path.equals(key) || path.startsWith(key + ".") || path.startsWith(key + "[");
  }

  /**
   * Returns the label of a method that a path begins with, the longest such. Keys of the study come
   * first: {@code reference.set} is the section's even where a method is called reference.
   */
  private static Optional<String> method(Study study, String path) {
    boolean key =
        StudyKeys.all().stream()
            .map(StudyKeys.Key::path)
            .filter(known -> known.contains("."))
            .anyMatch(known -> path.equals(known) || path.startsWith(known + "."));
    return key
        ? Optional.empty()
        : study.methods().stream()
            .map(Study.Method::label)
            .filter(label -> path.startsWith(label + "."))
            .max(Comparator.comparingInt(String::length));
  }

  /** Returns the study with further methods, which have their defaults. */
  private static StudyFile.Resolved adding(StudyFile.Resolved resolved, List<String> ids) {
    List<Study.Method> methods = new ArrayList<>(resolved.study().methods());
    List<StudyFile.Value> values = new ArrayList<>(resolved.values());
    for (String id : ids) {
      Algorithms.registered().get(id);
      Checks.require(
          methods.stream().noneMatch(method -> method.label().equals(id)),
          "--add-method '%s': %s has a method of that name already",
          id,
          resolved.study().id());
      values.add(new StudyFile.Value("methods[" + methods.size() + "].method", id, ORIGIN));
      methods.add(new Study.Method(id, id, Map.of()));
    }
    return with(resolved.study(), methods, values);
  }

  private static StudyFile.Resolved change(
      StudyFile.Resolved resolved, Map<String, Map<String, String>> changes) {
    Study study = resolved.study();
    List<String> labels = study.methods().stream().map(Study.Method::label).toList();
    List<Study.Method> methods = new ArrayList<>(study.methods());
    Map<String, StudyFile.Value> values = new LinkedHashMap<>();
    resolved.values().forEach(value -> values.put(value.path(), value));
    changes.forEach(
        (label, set) -> {
          int index = labels.indexOf(label);
          Checks.require(index >= 0, "the method '%s' is no longer in the study", label);
          Study.Method method = methods.get(index);
          Map<String, String> all = new TreeMap<>(method.set());
          all.putAll(set);
          methods.set(
              index, new Study.Method(method.method(), method.label(), all, method.teacher()));
          set.forEach(
              (key, text) -> {
                String path = "methods[" + index + "].set." + key;
                values.put(path, new StudyFile.Value(path, text, ORIGIN));
              });
        });
    return with(study, methods, values.values());
  }

  private static StudyFile.Resolved with(
      Study study, List<Study.Method> methods, Collection<StudyFile.Value> values) {
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
            study.report(),
            study.presets()),
        List.copyOf(values));
  }

  /**
   * Returns the pattern that {@code --only} stands for, see {@link TrialPattern}, before any work.
   *
   * @throws CommandLine.ParameterException if it names what the study has not, or no trial matches
   */
  static Optional<String> only(CommandLine command, Study study, Optional<String> only) {
    return only.map(text -> Arguments.typed(command, () -> pattern(study, text)));
  }

  private static String pattern(Study study, String text) {
    try {
      String pattern = TrialPattern.resolve(study, text);
      Checks.require(
          study.trials().stream().anyMatch(trial -> trial.matches(pattern)),
          "--only '%s' matches no trial of %s; a key is like '%s', and * and ** stand for parts of"
              + " it",
          text,
          study.id(),
          study.trials().get(0).key());
      return pattern;
    } catch (PatternSyntaxException e) {
      throw new InvalidInputException(
          "--only '" + text + "' is no pattern: " + e.getDescription(), e);
    }
  }
}
