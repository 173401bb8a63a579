package org.prefbench.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.core.InvalidInputException;

class TrialPatternTest {
  private static final Study STUDY =
      StudyFile.parse(
              "small.yaml",
              """
              id: small
              runs: 2
              tasks:
                - {dataset: hopper-medium-v2}
                - {dataset: hopper-medium-replay-v2}
                - {dataset: ant-random-v2, label: pairs-50}
                - {dataset: ant-random-v2, label: pairs-500}
              methods: [{method: reference}, {method: dpo, label: dpo-beta-0.1}]
              """,
              Map.of())
          .study();

  private static List<String> keys(String text) {
    String pattern = TrialPattern.resolve(STUDY, text);
    return STUDY.trials().stream().filter(t -> t.matches(pattern)).map(Trial::key).toList();
  }

  @Test
  void aTaskIsNamedWithOrWithoutItsVersion() {
    List<String> expected =
        List.of(
            "hopper-medium-v2/reference/0",
            "hopper-medium-v2/dpo-beta-0.1/0",
            "hopper-medium-v2/reference/1",
            "hopper-medium-v2/dpo-beta-0.1/1");
    assertEquals(expected, keys("hopper-medium"));
    assertEquals(expected, keys("hopper-medium-v2"));
    assertEquals(expected, keys("hopper-medium-v2/**"));
    assertEquals(expected, keys("hopper-medium/*"));
  }

  @Test
  void aDatasetStandsForAllItsTasks() {
    assertEquals(
        List.of("pairs-50/reference/1", "pairs-500/reference/1"), keys("ant-random/reference/1"));
    assertEquals(4, keys("pairs-50").size());
  }

  @Test
  void methodsAndTheirTrialsAreNamedToo() {
    assertEquals(8, keys("dpo-beta-0.1").size());
    assertEquals(
        List.of("hopper-medium-v2/reference/0", "hopper-medium-v2/reference/1"),
        keys("hopper-medium/reference"));
    assertEquals(List.of("hopper-medium-v2/reference/1"), keys("hopper-medium/reference/1"));
    assertEquals(List.of("hopper-medium-v2/reference/1"), keys("hopper-medium-v2/reference/1"));
    assertEquals(List.of("pairs-50/dpo-beta-0.1/0"), keys("pairs-50/dpo*/0"));
    assertEquals(8, keys("**/0").size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hopper-mediun     | unknown task or method of small 'hopper-mediun', did you mean 'hopper-medium'?",
        "refrence          | unknown task or method of small 'refrence', did you mean 'reference'?",
        "hoper-medium/*/0  | unknown task of small 'hoper-medium', did you mean 'hopper-medium'?",
        "pairs-50/dpo-beta-01 | unknown method of small 'dpo-beta-01', did you mean 'dpo-beta-0.1'?",
      })
  void unknownNamesAreRefused(String text, String error) {
    String message =
        assertThrows(InvalidInputException.class, () -> TrialPattern.resolve(STUDY, text))
            .getMessage();
    assertEquals(error, message.substring(0, Math.min(error.length(), message.length())));
  }

  @Test
  void aRunThatTheStudyHasNotIsRefused() {
    String message =
        assertThrows(
                InvalidInputException.class,
                () -> TrialPattern.resolve(STUDY, "hopper-medium/reference/2"))
            .getMessage();
    assertTrue(message.startsWith("unknown run of small '2'"), message);
  }
}
