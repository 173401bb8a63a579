package org.prefbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.core.InvalidInputException;

/** What cannot go together is told before anything is made. */
class StudyCheckTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{method: marginal-bc, set: {distribution: tanh-gaussian}} | seed | 1"
            + " | small.yaml:7: methods[0].set.distribution: marginal-bc.distribution must be"
            + " gaussian where actions have no bounds, as in gaussian-1d-v0, got tanh-gaussian",
        "{method: reference} | reference | {set: {distribution: tanh-gaussian}}"
            + " | command line: reference.set.distribution: bc.distribution must be gaussian where"
            + " actions have no bounds, as in gaussian-1d-v0, got tanh-gaussian",
        "{method: pfm, set: {rollout-frequency: 2}} | seed | 1"
            + " | small.yaml:7: methods[0].set.rollout-frequency: pfm.rollout-frequency must be <="
            + " the segment length 1, got 2",
        // episodes of one step have segments of one step, whatever is asked for
        "{method: pfm, set: {rollout-frequency: 2}} | preferences.segment-length | 3"
            + " | small.yaml:7: methods[0].set.rollout-frequency: pfm.rollout-frequency must be <="
            + " the segment length 1, got 2",
        "{method: dpo} | seed | 1"
            + " | small.yaml:7: methods[0].method: dpo needs a Gaussian reference policy with known"
            + " density, such as bc trains, and the reference is another",
        "{method: rlhf} | seed | 1"
            + " | small.yaml:7: methods[0].method: rlhf needs a Gaussian reference policy with known"
            + " density, such as bc trains, and the reference is another",
        "{method: reference} | reference | {method: dpo}"
            + " | command line: reference.method: dpo learns from labelled pairs, of which there are"
            + " none while the reference is trained",
        "{method: reference} | reference | {method: pfm}"
            + " | command line: reference.method: pfm learns from labelled pairs, of which there are"
            + " none while the reference is trained",
        "{method: reference} | reference | {method: reference}"
            + " | command line: reference.method: reference needs a reference policy, and cannot"
            + " train it",
        "{method: reference} | reference | {method: best-of-n}"
            + " | command line: reference.method: best-of-n needs a reference policy, and cannot"
            + " train it",
        "{method: reference} | preferences | {sampler: logged, segment-length: 9}"
            + " | command line: preferences.segment-length: segment-length must be <= 1 where sampler"
            + " is logged, the steps of the longest episode that gaussian-1d-random-v0 can have, got"
            + " 9",
      })
  void conflictsAreToldWithTheirPlace(String method, String key, String value, String message) {
    assertEquals(
        message,
        assertThrows(
                InvalidInputException.class,
                () -> StudyCheck.check(Studies.of("[" + method + "]", Map.of(key, value))))
            .getMessage());
  }

  @Test
  void whatGoesTogetherIsLeftAlone() {
    StudyCheck.check(
        Studies.of(
            "[{method: reference}, {method: dpo}, {method: rlhf}, {method: pfm}, {method:"
                + " marginal-bc}, {method: best-of-n}]",
            Map.of("reference", "{}")));
  }
}
