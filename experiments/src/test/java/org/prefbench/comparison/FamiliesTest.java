package org.prefbench.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prefbench.algorithm.Family;
import org.prefbench.study.Study;
import org.prefbench.study.StudyFile;

class FamiliesTest {
  /** The planner stands first, a jar's method is not there, and a chosen row has candidates. */
  private static final Study STUDY =
      StudyFile.parse(
              "made-up.yaml",
              """
              id: made-up
              tasks: [{dataset: hopper-medium-v2}]
              methods:
                - {method: best-of-n, label: planner}
                - {method: of-a-jar, label: mine}
                - {method: pfm, label: flow-2}
                - {method: dpo, label: dpo-1, set: {beta: 1}}
                - {method: dpo, label: dpo-2, set: {beta: 2}}
                - {method: pfm, label: flow-1}
                - {method: reference}
              report:
                chosen-by-validation-loss: [{label: dpo, of: [dpo-1, dpo-2]}]
                chosen-by-test-return: [{label: best-flow, of: [flow-1, flow-2]}]
              """,
              Map.of())
          .study();

  @Test
  void aRowHasTheFamilyOfItsMethodOrOfThoseItIsChosenFrom() {
    Families families = Families.of(STUDY);
    assertEquals(Optional.of(Family.BOUND), families.of("planner"));
    assertEquals(Optional.of(Family.FLOW), families.of("flow-2"));
    assertEquals(Optional.of(Family.DIRECT), families.of("dpo"));
    assertEquals("flow", families.name("best-flow"));
    assertEquals(Optional.empty(), families.of("mine"));
    assertEquals("other", families.name("mine"));
  }

  @Test
  void rowsStandByFamilyAndElseAsInTheStudy() {
    ReportOptions options = ReportOptions.of(STUDY);
    assertEquals(
        List.of("reference", "dpo", "dpo-1", "dpo-2", "flow-2", "flow-1", "planner", "mine"),
        options.methods());
    assertEquals(
        Map.of("flow", List.of("flow-2", "flow-1"), "other", List.of("mine")),
        options.families().groups(List.of("flow-2", "mine", "flow-1")));
  }

  @Test
  void labelsThatAreIdsHaveAFamilyWithoutAStudy() {
    Families families = Families.of(List.of("dpo", "dpo-1"));
    assertEquals(Map.of("dpo", Family.DIRECT), families.known());
  }
}
