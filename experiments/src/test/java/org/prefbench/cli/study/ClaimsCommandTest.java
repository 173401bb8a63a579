package org.prefbench.cli.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.cli.Shell;
import org.prefbench.comparison.Rows;
import org.prefbench.store.ResultStore;
import org.prefbench.store.TrialRow;
import org.prefbench.study.Claim;
import org.prefbench.study.ClaimFile;
import org.prefbench.study.Study;
import org.prefbench.study.StudyFile;

/**
 * The command on rows made up here: differences of pfm to the reference are 4, 5, 6, those of dpo
 * to it 4, 2, 6 (mean 4, half width t(2) 2 / sqrt(3) = 4.97; t(3) 2 / 2 = 3.18).
 */
class ClaimsCommandTest {
  private static final String TASK = "hopper-medium-v2";

  @TempDir private Path folder;
  private Path claims;

  @BeforeEach
  void makeResults() throws IOException {
    Study study =
        StudyFile.parse(
                "made-up.yaml",
                """
                id: made-up
                runs: 3
                tasks: [{dataset: hopper-medium-v2}]
                methods: [{method: reference}, {method: pfm}, {method: dpo}]
                """,
                Map.of())
            .study();
    double[] reference = {40, 50, 30};
    double[] pfm = {44, 55, 36};
    double[] dpo = {44, 52, 36};
    List<TrialRow> rows = new ArrayList<>();
    for (int run = 0; run < 3; run++) {
      rows.add(Rows.row(TASK, "reference", run, reference[run]));
      rows.add(Rows.row(TASK, "pfm", run, pfm[run]));
      rows.add(Rows.row(TASK, "dpo", run, dpo[run]));
    }
    Rows.write(new ResultStore(folder.resolve("made-up")), study, rows);
    claims = folder.resolve("claims.yaml");
    Files.writeString(
        claims,
        "claims:\n"
            + claim("gain", "paper", "made-up", "pfm, relation: above")
            + claim("loss", "ours", "made-up", "pfm, relation: below")
            + claim("open", "ours", "made-up", "dpo, relation: above")
            + claim("lack", "ours", "elsewhere", "dpo, relation: above"));
  }

  private static String claim(String id, String by, String study, String test) {
    return """
          - id: %s
            by: %s
            place: table 1
            statement: It is *so* of %s.
            study: %s
            test: {method: %s, than: [reference]}
        """
        .formatted(id, by, id, study, test);
  }

  private Shell check(Object... more) {
    Object[] arguments = new Object[6 + more.length];
    System.arraycopy(
        new Object[] {"claims", "check", "--results", folder, "--claims", claims},
        0,
        arguments,
        0,
        6);
    System.arraycopy(more, 0, arguments, 6, more.length);
    return Shell.run(arguments);
  }

  @Test
  void verdictsArePrinted() {
    Shell shell = check();
    assertEquals(0, shell.code(), shell.err());
    assertEquals("", shell.err());
    assertTrue(shell.out().matches("(?s).*gain .*holds .*\\+5.00 \\[2.52, 7.48\\].*"), shell.out());
    assertTrue(shell.out().matches("(?s).*loss .*fails .*3/3 runs, 1 task.*"), shell.out());
    assertTrue(shell.out().matches("(?s).*open .*undecided .*4 runs.*"), shell.out());
    assertTrue(shell.out().contains("missing: no results of elsewhere (1 claim)"), shell.out());
    assertTrue(
        shell.out().contains("the paper's: 1 hold, 0 fail, 0 undecided, 0 not tested"),
        shell.out());
    assertTrue(
        shell.out().contains("ours: 0 hold, 1 fail, 1 undecided, 1 not tested"), shell.out());
  }

  @Test
  void strictMindsWhatFailsOrIsUndecidedAlone() {
    Shell strict = check("--strict");
    assertEquals(5, strict.code());
    assertEquals("prefbench: loss: fails\nprefbench: open: undecided\n", strict.err());
    assertEquals(5, check("--strict", "open").code());
    assertEquals(0, check("--strict", "gain", "lack").code());
  }

  /** Taken back are one that would hold, one that would fail and one that would be undecided. */
  @Test
  void aWithdrawnClaimNeitherHoldsNorFails() throws Exception {
    String file = Files.readString(claims);
    for (String id : List.of("gain", "loss", "open")) {
      file =
          file.replace(
              "It is *so* of " + id + ".\n",
              "It is *so* of " + id + ".\n    withdrawn: bad rows\n");
    }
    Files.writeString(claims, file);
    Path output = folder.resolve("page");
    Shell shell = check("--strict", "--output", output);
    assertEquals(0, shell.code(), shell.err());
    for (String id : List.of("gain", "loss", "open")) {
      assertTrue(
          shell.out().matches("(?s).*" + id + " [ |]+(paper|ours) [ |]+withdrawn [ |]+–.*"),
          shell.out());
    }
    assertTrue(shell.out().contains("withdrawn: bad rows (3 claims)\n"), shell.out());
    assertTrue(
        shell.out().contains("0 hold, 0 fail, 0 undecided, 0 not tested, 1 withdrawn\n"),
        shell.out());
    assertTrue(
        shell.out().contains("0 hold, 0 fail, 0 undecided, 1 not tested, 2 withdrawn\n"),
        shell.out());
    String page = Files.readString(output.resolve("README.md"));
    assertTrue(page.contains("\n## What is withdrawn\n\n- bad rows: gain, loss, open\n"), page);
    assertTrue(page.matches("(?s).*gain\\. +\\| +withdrawn \\| +– \\|.*"), page);
    JsonNode gain = Shell.json("claims", "check", "--claims", claims, "gain", "--json").get(0);
    assertEquals("withdrawn", gain.get("verdict").asText());
    assertEquals("bad rows", gain.get("withdrawn").asText());
    assertTrue(gain.get("effect").isNull());
    assertEquals(0, gain.get("values").asInt());
  }

  @Test
  void programsReadJson() throws Exception {
    JsonNode list =
        Shell.json(
            "claims", "check", "--results", folder, "--claims", claims, "open", "lack", "--json");
    assertEquals(2, list.size());
    JsonNode open = list.get(0);
    assertEquals("open", open.get("claim").asText());
    assertEquals("undecided", open.get("verdict").asText());
    assertEquals(4, open.get("effect").asDouble(), 1e-12);
    assertEquals(4 - 4.302652729749462 * 2 / Math.sqrt(3), open.get("low").asDouble(), 1e-9);
    assertEquals(4, open.get("needed").asLong());
    assertEquals("dpo > reference", open.get("comparison").asText());
    JsonNode lack = list.get(1);
    assertEquals("not-tested", lack.get("verdict").asText());
    assertEquals("no results of elsewhere", lack.get("missing").asText());
    assertTrue(lack.get("effect").isNull());
    assertTrue(lack.get("needed").isNull());
    assertTrue(lack.get("published-left").isNull());
  }

  @Test
  void thePageIsWritten() throws IOException {
    Path output = folder.resolve("page");
    assertEquals(0, check("--output", output).code());
    String page = Files.readString(output.resolve("README.md"));
    assertTrue(page.contains("| It is \\*so\\* of gain. |"), page);
    assertTrue(page.contains("- no results of elsewhere: lack\n"), page);
    assertTrue(page.contains("- gain (table 1): pfm > reference\n"), page);
    assertTrue(page.contains("95 % interval"), page);
    check("--output", output, "--level", "0.9", "gain");
    page = Files.readString(output.resolve("README.md"));
    assertTrue(page.contains("90 % interval"), page);
    assertFalse(page.contains("of loss"), page);
  }

  /** A family's correction does not depend on which of its claims are asked for. */
  @Test
  void theFamilyIsWholeWhateverIsAskedFor() throws Exception {
    String file = Files.readString(claims);
    Files.writeString(
        claims, file.replace("    study: made-up", "    family: all\n    study: made-up"));
    JsonNode open = checked("gain");
    // differences 4, 5, 6 and their opposite: p = 1 - 5 sqrt(3) / sqrt(77), the smallest of three
    double p = 1 - 5 * Math.sqrt(3) / Math.sqrt(77);
    assertEquals(p, open.get("p").asDouble(), 1e-12);
    assertEquals(3 * p, open.get("adjusted-p").asDouble(), 1e-12);
    assertEquals("holds", open.get("corrected-verdict").asText());
    assertTrue(check().out().matches("(?s).*gain .*holds, p = 0.039 .*"), check().out());
    assertTrue(checked("lack").get("adjusted-p").isNull());
  }

  private JsonNode checked(String id) throws Exception {
    return Shell.json("claims", "check", "--results", folder, "--claims", claims, id, "--json")
        .get(0);
  }

  @Test
  void protocolsAreShownSideBySide() throws IOException {
    Files.writeString(
        claims,
        "protocols:\n"
            + "  - {name: as it ran, study: made-up, mode: sampled}\n"
            + "  - {name: by the mean, study: made-up, mode: deterministic}\n"
            + Files.readString(claims));
    Path output = folder.resolve("page");
    Shell shell = check("--output", output);
    assertEquals(0, shell.code(), shell.err());
    assertTrue(
        shell
            .out()
            .matches(
                "(?s).*claim +\\| +as it ran +\\| +by the mean.*gain +\\| +holds +\\| +not tested.*"),
        shell.out());
    String page = Files.readString(output.resolve("README.md"));
    assertTrue(page.contains("| gain  |     holds |  not tested |"), page);
    assertTrue(page.contains("- by the mean: study made-up, deterministic actions\n"), page);
    List<String> csv = Files.readAllLines(output.resolve("verdicts.csv"));
    assertEquals(1 + 2 * 3, csv.size(), "what is about another study is read under none");
    assertEquals(0, check("--output", output).code(), "its own files are replaced");
    Files.writeString(output.resolve("verdicts.csv"), "mine\n");
    assertEquals(3, check("--output", output).code());
  }

  /** One number of a row is not that of the trial's file. */
  @Test
  void resultsThatWereChangedAreRefused() throws IOException {
    Path rows = folder.resolve("made-up/trials.csv");
    Files.writeString(
        rows, Files.readString(rows).replaceFirst(",550\\.0,3\\.5,55\\.0,", ",990.0,3.5,99.0,"));
    Shell shell = check();
    assertEquals(3, shell.code(), shell.out());
    assertTrue(shell.err().contains("made-up/trials.csv:"), shell.err());
    assertTrue(shell.err().contains("are not built upon"), shell.err());
    assertEquals(3, check("lack", "open").code(), "they are those of a claim that is asked for");
    assertEquals(0, check("lack").code(), "what is not read is not looked at");
  }

  @Test
  void whatIsWrongIsSaid() throws IOException {
    Shell.fails(
        2,
        "unknown claim 'pfm-above-cb', did you mean 'pfm-above-bc'?",
        "claims",
        "check",
        "pfm-above-cb");
    Shell.fails(
        2, "--results: there is no folder no/where", "claims", "check", "--results", "no/where");
    Shell.fails(2, "level must be in (0, 1), got 95.0", "claims", "check", "--level", "95");
    Shell.fails(
        3,
        "nowhere.yaml cannot be read: there is no such file",
        "claims",
        "list",
        "--claims",
        "nowhere.yaml");
    Files.writeString(claims, Files.readString(claims).replace("relation: above", "relation: up"));
    Shell shell = check();
    assertEquals(3, shell.code());
    assertTrue(
        shell.err().contains("claims.yaml:7: claims[0].test.relation must be one of"), shell.err());
    Files.writeString(folder.resolve("made-up/trials.csv"), "study,task\nmade-up,x\n");
    Files.writeString(
        claims, "claims:\n" + claim("gain", "paper", "made-up", "pfm, relation: above"));
    assertEquals(3, check().code());
  }

  @Test
  void allShippedClaimsAreListed() throws Exception {
    JsonNode list = Shell.json("claims", "list", "--json");
    assertEquals(
        ClaimFile.shipped().claims().stream().map(Claim::id).toList(),
        list.findValuesAsText("claim"));
    assertEquals("pfm > reference", list.get(0).get("comparison").asText());
  }

  /** Comparisons as formulas: every part that a claim may have. */
  @Test
  void comparisonsReadAsFormulas() throws Exception {
    Files.writeString(
        claims,
        """
        claims:
          - {id: a, by: ours, place: x, statement: x, study: s, tasks: [t, u], test: {method: m, relation: above, than: [n], times: 0.5, plus: 3}}
          - {id: b, by: ours, place: x, statement: x, study: s, test: {method: m, relation: near, plus: 0.25, tolerance: 2}}
          - {id: c, by: ours, place: x, statement: x, study: s, tasks: [t], test: {method: m, relation: below, than: [n], more-than-on: [u]}}
          - {id: d, by: ours, place: x, statement: x, study: s, test: {method: m, relation: steadier, than: [n]}}
          - {id: e, by: ours, place: x, statement: x, study: s, test: {method: m, relation: above}}
          - {id: f, by: ours, place: x, statement: x, study: s, test: {method: m, relation: above, than: [n, o]}}
        """);
    assertEquals(
        List.of(
            "m > 0.5 × n + 3 on t, u",
            "|m - 0.25| <= 2",
            "(m - n) on t < (m - n) on u",
            "std(m) < std(n)",
            "m > 0",
            "m > best of (n, o)"),
        Shell.json("claims", "list", "--claims", claims, "--json").findValuesAsText("comparison"));
  }

  /**
   * No verdict on the page is another than the rows give, and no claim is left out; one that has
   * become testable since may still be called untested.
   */
  @Test
  void theCommittedPageIsThatOfTheCommittedResults() throws IOException {
    Path results = Path.of("../results");
    String committed = Files.readString(results.resolve("claims/README.md"));
    List<Object> command =
        new ArrayList<>(List.of("claims", "check", "--results", results, "--output", folder));
    if (committed.contains("--partial")) {
      command.add("--partial");
    }
    Shell.ok(command.toArray());
    String renewed = Files.readString(folder.resolve("README.md"));
    List<String> stale = new ArrayList<>(lines(committed));
    stale.removeIf(line -> line.contains("| not tested |"));
    assertFalse(stale.isEmpty());
    stale.removeAll(lines(renewed));
    assertEquals(List.of(), stale, "renew: scripts/prefbench claims check --output results/claims");
    for (Claim claim : ClaimFile.shipped().claims()) {
      assertTrue(committed.contains(" " + claim.id() + " |"), claim.id());
    }
  }

  /** Returns the lines of the tables without what aligns them. */
  private static List<String> lines(String page) {
    return page.lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| :"))
        .map(line -> line.replaceAll("\\s+", " "))
        .toList();
  }
}
