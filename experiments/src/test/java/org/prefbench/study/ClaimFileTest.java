package org.prefbench.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Parameters;
import org.prefbench.study.Claim.By;
import org.prefbench.study.Claim.Measure;
import org.prefbench.study.Claim.Relation;

class ClaimFileTest {
  private static final String TWO =
      """
      claims:
        - id: gain
          by: paper
          place: table 3
          statement: PFM gains.
          family: table
          study: table3
          test: {method: pfm, relation: above, than: [reference]}
        - id: close
          by: ours
          place: section 4
          statement: It is close.
          reading: Close is within two points.
          withdrawn: The runs were too short.
          study: table3
          tasks: ['*-medium-v2']
          test:
            method: pfm-rejected
            relation: near
            than: [best-of-two]
            tolerance: 2
      """;

  @Test
  void everyKeyArrives() {
    List<Claim> claims = ClaimFile.parse("claims.yaml", TWO).claims();
    assertEquals(
        new Claim(
            "gain",
            By.PAPER,
            "table 3",
            "PFM gains.",
            "",
            "",
            "table",
            "table3",
            List.of("*"),
            new Claim.Test(
                "pfm", Relation.ABOVE, List.of("reference"), 1, 0, 0, Measure.SCORE, List.of())),
        claims.get(0));
    assertEquals("Close is within two points.", claims.get(1).reading());
    assertEquals("The runs were too short.", claims.get(1).withdrawn());
    assertEquals(List.of("*-medium-v2"), claims.get(1).tasks());
    assertEquals(2, claims.get(1).test().tolerance());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          statement: PFM | statment: PFM | claims.yaml:5: unknown key in claims[0] 'statment', did you mean 'statement'?
          study: table3 | studi: table3 | claims.yaml:7: unknown key in claims[0] 'studi', did you mean 'study'?
          id: gain | id: Gain | claims.yaml:2: claims[0].id must be lower-case letters, digits and hyphens, got 'Gain'
          id: close | id: gain | claims.yaml:1: claims must differ, got the id 'gain' twice
          by: paper | by: papers | claims.yaml:3: claims[0].by must be one of paper, ours, got 'papers'
          relation: above | relation: over | claims.yaml:8: claims[0].test.relation must be one of above, below, near, steadier, got 'over'
          than: [reference] | than: reference | claims.yaml:8: claims[0].test.than must be a list, got 'reference'
          than: [reference] | than: [pfm] | claims.yaml:8: claims[0].test.than must differ from method and in itself, got [pfm]
          relation: above, than: [reference] | relation: near | claims.yaml:8: claims[0].test.tolerance must be > 0 where relation is near, got 0.0
          relation: above | relation: above, tolerance: 1 | claims.yaml:8: claims[0].test.tolerance must be 0 unless relation is near, got 1.0
          relation: above, than: [reference] | relation: steadier | claims.yaml:8: claims[0].test.than must have one entry where relation is steadier, got []
          relation: above | relation: steadier, plus: 1 | claims.yaml:8: claims[0].test.relation steadier goes without times, plus, measure and more-than-on
          than: [reference] | times: 2 | claims.yaml:8: claims[0].test.times must be 1 where there is no than, got 2.0
          than: [reference] | than: [a, b], measure: draws | claims.yaml:8: claims[0].test.than must have one entry unless scores are measured, got [a, b]
          than: [reference] | than: [a, b], times: -1 | claims.yaml:8: claims[0].test.than must have one entry where times is below 0 or there is more-than-on, got [a, b]
          than: [reference] | than: [a, b], more-than-on: [c] | claims.yaml:8: claims[0].test.than must have one entry where times is below 0 or there is more-than-on, got [a, b]
          than: [reference] | than: [reference], times: .inf | claims.yaml:8: claims[0].test.times must be a number, got '.inf'
          method: pfm, | '' | claims.yaml:8: required key 'claims[0].test.method' is missing
          tolerance: 2 | tolerance: two | claims.yaml:21: claims[1].test.tolerance must be a number, got 'two'
          tasks: ['*-medium-v2'] | tasks: ['[a'] | claims.yaml:16: claims[1].tasks must be labels of lower-case letters, digits, hyphens and *, got '[a'
          tasks: ['*-medium-v2'] | tasks: [] | claims.yaml:16: claims[1].tasks must have at least one entry
          """)
  void whatIsWrongIsNamedWithItsLine(String before, String after, String message) {
    assertTrue(TWO.contains(before), before);
    String yaml = TWO.replaceFirst(Pattern.quote(before), after);
    assertMessage(message, yaml);
  }

  @Test
  void protocolsStandBeforeTheClaims() {
    String yaml =
        """
        protocols:
          - {name: cold, study: again, reads: table3, where: {reference.temperature: 0.1}, mode: sampled}
          - {name: plain, study: table3, mode: deterministic}
        """;
    List<ClaimProtocol> protocols = ClaimFile.parse("claims.yaml", yaml + TWO).protocols();
    assertEquals(
        new ClaimProtocol(
            "cold",
            "again",
            "table3",
            Map.of("reference.temperature", "0.1"),
            Protocol.Mode.SAMPLED,
            Map.of()),
        protocols.get(0));
    assertEquals("table3", protocols.get(1).reads());
    assertMessage(
        "claims.yaml:1: protocols must differ, got the name 'cold' twice",
        yaml.replace("plain", "cold") + TWO);
    assertMessage(
        "claims.yaml:2: protocols[0].where must have keys preferences.KEY or reference.KEY, got 'seed'",
        yaml.replace("reference.temperature", "seed") + TWO);
    assertMessage(
        "claims.yaml:3: protocols[1].mode must be one of sampled, deterministic, got 'mean'",
        yaml.replace("mode: deterministic", "mode: mean") + TWO);
  }

  @Test
  void somethingElseIsNoClaimsFile() {
    assertMessage("claims.yaml:1: the claims file must be a mapping of keys to values", "[]");
    assertMessage("claims.yaml:1: claims must have at least one entry", "claims: []");
    assertMessage("claims.yaml:1: the text is empty", "");
    InvalidInputException error =
        assertThrows(
            InvalidInputException.class, () -> ClaimFile.read(Path.of("no-such-claims.yaml")));
    assertEquals(
        "no-such-claims.yaml cannot be read: there is no such file or folder", error.getMessage());
  }

  private static void assertMessage(String expected, String yaml) {
    String message =
        assertThrows(InvalidInputException.class, () -> ClaimFile.parse("claims.yaml", yaml))
            .getMessage();
    assertTrue(message.startsWith(expected), message);
  }

  static Stream<Claim> shipped() {
    return ClaimFile.shipped().claims().stream();
  }

  /**
   * A study on trained policies is in the source folder before it is in the list of the shipped.
   */
  @ParameterizedTest
  @MethodSource("shipped")
  void everyShippedClaimIsAboutAStudyWithItsTasksAndMethods(Claim claim) throws IOException {
    Path file = Path.of("src/main/resources/studies").resolve(claim.study() + ".yaml");
    assertTrue(Files.exists(file), file.toString());
    Study study = StudyFile.read(file, Map.of()).study();
    List<String> patterns = new ArrayList<>(claim.tasks());
    patterns.addAll(claim.test().moreThanOn());
    for (String pattern : patterns) {
      assertTrue(
          study.tasks().stream().anyMatch(task -> Claim.names(List.of(pattern), task.label())),
          pattern);
    }
    List<String> known = new ArrayList<>(study.rowLabels());
    if (claim.test().measure() == Measure.DRAWS) {
      assertTrue(
          study.probes().samples() > 0 || study.probes().images().isPresent(), "the study draws");
      known.retainAll(study.methods().stream().map(Study.Method::label).toList());
      known.addAll(List.of("preferred", "rejected")); // probes that every study with draws has
    }
    assertTrue(known.containsAll(claim.methods()), () -> claim.methods() + " in " + known);
    assertFalse(claim.place().isBlank());
  }

  @Test
  void theDocumentationHasEveryKey() throws IOException {
    String page = Files.readString(Path.of("docs/claims.md"));
    for (RecordComponent key : Claim.class.getRecordComponents()) {
      assertTrue(page.contains("`" + Parameters.key(key) + "`"), key.getName());
    }
    for (RecordComponent key : ClaimProtocol.class.getRecordComponents()) {
      assertTrue(page.contains("| `" + Parameters.key(key) + "` |"), key.getName());
    }
    for (RecordComponent key : Claim.Test.class.getRecordComponents()) {
      assertTrue(page.contains("| `" + Parameters.key(key) + "` |"), key.getName());
    }
  }
}
