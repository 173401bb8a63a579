package org.prefbench.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.core.InvalidInputException;

class AblationTest {
  private static final String PAIRS =
      """
      id: pairs
      tasks:
        - {dataset: hopper-medium-v2, label: many, preferences: {pairs: 1000}}
        - {dataset: hopper-medium-v2, label: few, preferences: {pairs: 10}}
        - {dataset: ant-medium-v2, label: usual}
      preferences: {pairs: 100}
      methods:
        - {method: reference}
        - {method: dpo}
        - {method: pfm}
      report:
        axis: {name: number of pairs, key: preferences.pairs, scale: log, guides: [reference]}
      """;

  private static final String METHODS =
      """
      id: rounds
      tasks:
        - {dataset: hopper-medium-v2}
        - {dataset: ant-medium-v2}
      methods:
        - {method: reference}
        - {method: pfm, label: once, set: {reapply: 1, rounds: 1}}
        - {method: pfm, label: again, set: {reapply: 2}}
        - {method: pfm, label: anew, set: {rounds: 3}}
      report:
        axis:
          name: applications
          key: set.rounds
          guides: [reference]
          lines:
            - {name: retrained, methods: [anew, once]}
            - {name: re-applied, key: set.reapply, methods: [once, again]}
      """;

  private static Study parse(String yaml) {
    return StudyFile.parse("a.yaml", yaml, Map.of()).study();
  }

  private static List<String> points(Ablation.Line line) {
    return line.points().stream()
        .map(p -> p.tick().text() + " " + p.task() + "/" + p.method())
        .toList();
  }

  @Test
  void aRowChosenByValidationLossMayBeAGuide() {
    String yaml =
        PAIRS.replace("guides: [reference]", "guides: [reference, tuned]")
            + "  chosen-by-validation-loss: [{label: tuned, of: [dpo, pfm]}]\n";
    Ablation ablation = Ablation.of(parse(yaml)).orElseThrow();
    assertEquals(4, ablation.lines().size(), "two datasets, two methods");
    assertEquals(List.of("10 few/tuned", "1000 many/tuned"), points(ablation.guides().get(2)));
  }

  @Test
  void aKeyOfThePairsIsReadOffTheTasks() {
    Ablation ablation = Ablation.of(parse(PAIRS)).orElseThrow();
    assertEquals(
        List.of(
            new Ablation.Tick("10", 1), new Ablation.Tick("100", 2), new Ablation.Tick("1000", 3)),
        ablation.ticks());
    assertEquals(4, ablation.lines().size(), "two datasets, two methods");
    Ablation.Line line = ablation.lines().get(0);
    assertEquals("hopper-medium-v2 dpo", line.panel() + " " + line.name());
    assertEquals(List.of("10 few/dpo", "1000 many/dpo"), points(line));
    assertEquals(List.of("100 usual/dpo"), points(ablation.lines().get(1)), "the study's own");
    assertEquals(
        List.of("10 few/reference", "1000 many/reference"), points(ablation.guides().get(0)));
  }

  @Test
  void aKeyOfTheReferenceIsReadOffTheTasks() {
    String yaml =
        PAIRS
            .replace("preferences: {pairs: 1000}", "reference: {temperature: 0.1}")
            .replace("preferences: {pairs: 10}", "reference: {temperature: 0.3}")
            .replace("preferences: {pairs: 100}", "reference: {temperature: 1}")
            .replace("preferences.pairs", "reference.temperature");
    Ablation ablation = Ablation.of(parse(yaml)).orElseThrow();
    assertEquals(List.of("0.1 many/dpo", "0.3 few/dpo"), points(ablation.lines().get(0)));
    assertEquals(List.of("1.0 usual/dpo"), points(ablation.lines().get(1)), "the study's own");
    assertFalse(
        StudyFile.toYaml(parse(PAIRS)).contains("temperature"),
        "hashes of studies stay what they were");
  }

  @Test
  void aHyperparameterIsReadOffTheMethods() {
    Ablation ablation = Ablation.of(parse(METHODS)).orElseThrow();
    assertEquals(List.of(1.0, 2.0, 3.0), ablation.ticks().stream().map(t -> t.place()).toList());
    assertEquals(
        List.of("1 hopper-medium-v2/once", "3 hopper-medium-v2/anew"),
        points(ablation.lines().get(0)));
    assertEquals(
        List.of("1 ant-medium-v2/once", "2 ant-medium-v2/again"), points(ablation.lines().get(3)));
    assertEquals(3, ablation.guides().get(0).points().size(), "a guide is at every value");
  }

  @Test
  void categoriesKeepTheOrderOfTheStudy() {
    String yaml =
        METHODS.replaceAll("(?s)key: set.rounds.*", "key: label\n    scale: category\n")
            + "    guides: [reference]\n";
    Ablation ablation = Ablation.of(parse(yaml)).orElseThrow();
    assertEquals(
        List.of("once", "again", "anew"), ablation.ticks().stream().map(t -> t.text()).toList());
    assertEquals("pfm", ablation.lines().get(0).name());
  }

  @Test
  void aStudyWithoutAnAxisVariesNothingAndIsWrittenAsBefore() {
    Study study = parse(PAIRS.replaceAll("report:\\s+axis.*\\n", ""));
    assertEquals(Optional.empty(), Ablation.of(study));
    assertFalse(StudyFile.toYaml(study).contains("axis"), "hashes of studies stay what they were");
    Study ablation = parse(METHODS);
    assertEquals(ablation, parse(StudyFile.toYaml(ablation)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "guides: [reference] | guides: [referense] | did you mean 'reference'",
        "methods: [anew, once] | methods: [again, once] | method 'again' must set rounds",
        "methods: [anew, once] | methods: [once] | method 'anew' is on no line",
        "rounds: 3 | rounds: 1 | two points of line 'retrained' on hopper-medium-v2 have the value 1",
        "rounds: 3 | rounds: three | scale must be category where a value is no number, got 'three'",
        "rounds: 3 | rounds: 1.0 | the values 1.0 and 1 are one number",
        "key: set.rounds | key: rounds | key must be preferences.KEY, reference.KEY, set.KEY or label",
        "key: set.rounds | key: preferences.pairs | lines must be empty",
      })
  void whatMakesNoAxisIsRefusedWithItsLine(String what, String by, String message) {
    String error =
        assertThrows(InvalidInputException.class, () -> parse(METHODS.replace(what, by)))
            .getMessage();
    assertTrue(error.startsWith("a.yaml:") && error.contains(message), error);
  }
}
