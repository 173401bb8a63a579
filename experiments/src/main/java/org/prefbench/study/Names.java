package org.prefbench.study;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;

/**
 * What the sections of a study have in common: rules for names, maps sorted by key, and commands,
 * whose words may name files.
 */
final class Names {
  /** Seconds that a process may take to answer, where a study does not say. */
  static final double SECONDS = 60;

  private static final String HERE = "./";

  private Names() {}

  /** Requires lower-case letters, digits and hyphens: names are folders and file names. */
  static void check(String key, String name) {
    Checks.nameLength(key, name); // before the pattern, whose groups are as deep as they are many
    Checks.require(
        name.matches("[a-z0-9]+([-.][a-z0-9]+)*"),
        "%s must be lower-case letters, digits and hyphens, got '%s'",
        key,
        name);
  }

  /** Requires that no value stands twice in a list of the {@code what}s. */
  static void checkUnique(String list, String what, Collection<?> values) {
    Set<Object> seen = new HashSet<>();
    for (Object value : values) {
      Checks.require(seen.add(value), "%s must differ, got the %s '%s' twice", list, what, value);
    }
  }

  /** Requires that {@code text} can be the path of a file. */
  static void checkPath(String name, String text) {
    try {
      Path.of(text);
    } catch (InvalidPathException e) {
      throw new InvalidInputException(name + " must be the path of a file, got '" + text + "'", e);
    }
  }

  /** Returns a copy in which the value of the key {@link Study#FILE}, if any, is changed. */
  static Map<String, String> withPath(Map<String, String> keys, UnaryOperator<String> change) {
    Map<String, String> changed = new TreeMap<>(keys);
    changed.computeIfPresent(Study.FILE, (key, path) -> path.isEmpty() ? path : change.apply(path));
    return changed;
  }

  /** Requires that a command names a program. */
  static void checkCommand(List<String> words) {
    Checks.require(
        !words.isEmpty() && words.stream().noneMatch(String::isBlank),
        "command must name a program, got %s",
        words);
  }

  /** Returns the words of a command with those that are paths changed. */
  static List<String> withPaths(List<String> words, UnaryOperator<String> change) {
    return words.stream().map(word -> isPath(word) ? change.apply(word) : word).toList();
  }

  /** Returns the words of a command with those that name a file in a folder written as paths. */
  static List<String> withFilesIn(List<String> words, Path folder) {
    return words.stream()
        .map(word -> isPath(word) || !isFile(folder, word) ? word : HERE + word)
        .toList();
  }

  /** Returns whether a word of a command can be nothing but the path of a file. */
  private static boolean isPath(String word) {
    return word.startsWith(HERE) || word.startsWith("../") || new File(word).isAbsolute();
  }

  private static boolean isFile(Path folder, String word) {
    try {
      return Files.isRegularFile(folder.resolve(word));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Requires that all labels that are named at {@code key} exist. */
  static void checkKnown(String key, Collection<String> named, Collection<String> labels) {
    for (String label : named) {
      if (!labels.contains(label)) {
        throw new InvalidInputException(
            key + ": " + Checks.unknown("label", label, labels).getMessage());
      }
    }
  }

  /** Returns an unmodifiable copy that is sorted by key: how it was written changes no hash. */
  static Map<String, String> sorted(Map<String, String> map) {
    return Collections.unmodifiableMap(new TreeMap<>(map));
  }
}
