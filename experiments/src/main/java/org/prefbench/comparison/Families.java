package org.prefbench.comparison;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Algorithms;
import org.prefbench.algorithm.Family;
import org.prefbench.core.Parameters;
import org.prefbench.core.Services;
import org.prefbench.study.Reporting;
import org.prefbench.study.Study;

/**
 * The families of the rows of a report, by label. A method that is not on the class path, such as
 * one of a jar that was left out, has none, and comes last.
 *
 * @param known the families that are known, by label
 * @param ordering whether labels are shown by family
 */
public record Families(Map<String, Family> known, boolean ordering) {
  /** What a row without a known family is called. */
  public static final String OTHER = "other";

  /** Copies the map. */
  public Families {
    known = Map.copyOf(known);
  }

  /** Creates families by which labels are ordered. */
  public Families(Map<String, Family> known) {
    this(known, true);
  }

  /** Returns the families of a study's rows; a chosen row is of the family of its candidates. */
  public static Families of(Study study) {
    Services<AlgorithmFactory<?>> registered = Algorithms.registered();
    Map<String, Family> known = new LinkedHashMap<>();
    for (Study.Method method : study.methods()) {
      registered
          .find(method.method())
          .ifPresent(factory -> known.put(method.label(), factory.family()));
    }
    Reporting report = study.report();
    for (List<Reporting.Choice> choices :
        List.of(report.chosenByValidationLoss(), report.chosenByTestReturn())) {
      for (Reporting.Choice choice : choices) {
        Optional.ofNullable(known.get(choice.of().get(0)))
            .ifPresent(family -> known.put(choice.label(), family));
      }
    }
    return new Families(known);
  }

  /** Returns the families of labels that are ids of methods. */
  public static Families of(List<String> labels) {
    Services<AlgorithmFactory<?>> registered = Algorithms.registered();
    return new Families(
        labels.stream()
            .flatMap(label -> registered.find(label).stream())
            .collect(Collectors.toMap(AlgorithmFactory::id, AlgorithmFactory::family)));
  }

  /** Returns the family of a row, none if it is not known. */
  public Optional<Family> of(String label) {
    return Optional.ofNullable(known.get(label));
  }

  /** Returns the word for the family of a row, {@link #OTHER} if it is not known. */
  public String name(String label) {
    return of(label).map(Parameters::word).orElse(OTHER);
  }

  /**
   * Returns {@code labels} by family, in the order of {@link Family}, if they are ordered by it;
   * else their order stays.
   */
  public List<String> order(List<String> labels) {
    return ordering
        ? labels.stream().sorted(Comparator.comparingInt(this::place)).toList()
        : labels;
  }

  /** Returns {@code labels} by the name of their family, families in the order of appearance. */
  public Map<String, List<String>> groups(List<String> labels) {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    for (String label : labels) {
      groups.computeIfAbsent(name(label), any -> new ArrayList<>()).add(label);
    }
    return groups;
  }

  private int place(String label) {
    return of(label).map(Family::ordinal).orElse(Family.values().length);
  }
}
