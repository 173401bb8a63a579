package org.prefbench.dataset;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.prefbench.core.Checks;
import org.prefbench.env.StateField;

/**
 * What is common to all episodes of a dataset.
 *
 * @param environment the id of the environment
 * @param observationSize coordinates of an observation
 * @param actionSize coordinates of an action
 * @param stateFields the fields of the simulator state kept before every action; empty if none is
 *     kept
 * @param actionLogProbabilities whether the log density of every action is kept
 * @param provenance how the data came about, sorted by key; keys are words, values single lines
 */
public record DatasetHeader(
    String environment,
    int observationSize,
    int actionSize,
    List<StateField> stateFields,
    boolean actionLogProbabilities,
    Map<String, String> provenance) {
  /**
   * The provenance key whose presence says that the last observation of every episode repeats the
   * one before, because the file did not have it.
   */
  public static final String REPEATED_FINAL_OBSERVATIONS = "read.final-observations";

  /**
   * The provenance key whose presence says that the states were stored in 32 bits, so that replay
   * from them is not exact.
   */
  public static final String ROUNDED_STATES = "read.states";

  /** What a provenance key must be; more characters than that cannot stand in every format. */
  private static final String KEY = "[A-Za-z0-9][A-Za-z0-9_.-]{0,127}";

  private static final int LONGEST_VALUE = 8192; // characters

  /** Validates sizes, names and provenance, and copies the collections. */
  public DatasetHeader {
    Checks.nameLength("the environment's id", environment);
    Checks.require(
        environment.matches("[A-Za-z0-9]+([._-][A-Za-z0-9]+)*"),
        "environment id must be like 'name-v0', got '%s'",
        environment);
    Checks.atLeast("observation size", observationSize, 1);
    Checks.atLeast("action size", actionSize, 1);
    stateFields = List.copyOf(stateFields);
    Set<String> names = new HashSet<>();
    for (StateField field : stateFields) {
      Checks.require(names.add(field.name()), "two state fields are called '%s'", field.name());
    }
    for (Map.Entry<String, String> entry : provenance.entrySet()) {
      Checks.require(
          entry.getKey().matches(KEY),
          "provenance key must be a word of at most 128 characters, got '%s'",
          entry.getKey());
      Checks.require(
          isLine(entry.getValue()),
          "provenance '%s' must be one line of at most %d characters without spaces around it, got '%s'",
          entry.getKey(),
          LONGEST_VALUE,
          entry.getValue());
    }
    provenance = Collections.unmodifiableMap(new TreeMap<>(provenance));
  }

  /**
   * Returns whether provenance can hold an entry; readers leave out what others have written and it
   * cannot.
   */
  public static boolean isProvenance(String key, String value) {
    return key.matches(KEY) && isLine(value) && value.chars().noneMatch(Character::isISOControl);
  }

  private static boolean isLine(String value) {
    return !value.isEmpty()
        && value.length() <= LONGEST_VALUE
        && value.equals(value.strip())
        && value.lines().count() == 1;
  }

  /** Returns the number of values in a kept state; 0 if none is kept. */
  public int stateSize() {
    return stateFields.stream().mapToInt(StateField::size).sum();
  }

  /** Returns the bytes of one step with all its columns in memory. */
  public long bytesPerStep() {
    return 4L * (2L * observationSize + actionSize + 2) + 8L * stateSize() + 2;
  }

  /**
   * Returns {@code episode} if its columns are those of this header.
   *
   * @param index number of the episode, for the error message
   */
  Segment checked(long index, Segment episode) {
    Checks.require(
        episode.observations().columns() == observationSize
            && episode.actions().columns() == actionSize,
        "episode %d of %s has observations and actions of sizes %d and %d, expected %d and %d",
        index,
        environment,
        episode.observations().columns(),
        episode.actions().columns(),
        observationSize,
        actionSize);
    int states = episode.states().map(matrix -> matrix.columns()).orElse(0);
    Checks.require(
        states == stateSize(),
        "episode %d of %s has states of size %d, expected %d",
        index,
        environment,
        states,
        stateSize());
    Checks.require(
        states == 0 || episode.states().orElseThrow().rows() == episode.length(),
        "episode %d of %s has its first state alone, expected one before every action",
        index,
        environment);
    Checks.require(
        episode.actionLogProbabilities().isPresent() == actionLogProbabilities,
        "episode %d of %s: action log-probabilities must be kept in all episodes or in none",
        index,
        environment);
    return episode;
  }
}
