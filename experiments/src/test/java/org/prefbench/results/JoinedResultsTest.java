package org.prefbench.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.ReportOptions;
import org.prefbench.comparison.ReportOptions.Coloring;
import org.prefbench.comparison.Rows;
import org.prefbench.core.InvalidInputException;
import org.prefbench.report.document.Markdown;
import org.prefbench.results.JoinedResults.Joined;
import org.prefbench.store.ResultStore;
import org.prefbench.store.TrialRow;
import org.prefbench.study.Protocol.Mode;
import org.prefbench.study.StudyFile;

class JoinedResultsTest {
  private static final String HOPPER = "hopper-medium-v2";
  private static final String WALKER = "walker2d-medium-v2";

  private static final String STUDY =
      """
      id: mine
      title: A question
      runs: 2
      tasks: [{dataset: hopper-medium-v2}, {dataset: walker2d-medium-v2}]
      protocol: {episodes: 20, modes: [sampled], checkpoints: 0, select: [last]}
      methods:
        - {method: reference}
        - {method: dpo}
        - {method: pfm}
      report: {against: [reference], bootstrap: 200}
      """;

  @TempDir private Path folder;

  private static List<TrialRow> rows(double pfm) {
    List<TrialRow> rows = new ArrayList<>();
    for (String task : List.of(HOPPER, WALKER)) {
      rows.addAll(Rows.runs(task, "reference", Mode.SAMPLED, 40, 42));
      rows.addAll(Rows.runs(task, "dpo", Mode.SAMPLED, 50, 52));
      rows.addAll(Rows.runs(task, "pfm", Mode.SAMPLED, pfm, pfm + 2));
    }
    return rows;
  }

  private ResultStore store(String name, String study, List<TrialRow> rows) {
    ResultStore store = new ResultStore(folder.resolve(name));
    Rows.write(store, StudyFile.parse(name + ".yaml", study, Map.of()).study(), rows);
    return store;
  }

  private static Selection selection(
      List<String> methods, List<String> tasks, Selection.Order order, Map<String, String> labels) {
    return new Selection(
        methods, tasks, Optional.empty(), order, labels, Optional.empty(), Coloring.METHOD, false);
  }

  private static Map<String, ResultStore> one(ResultStore store) {
    return Map.of("a", store);
  }

  @Test
  void everythingOfOneFolderIsItsReport() {
    Joined joined = JoinedResults.of(one(store("a", STUDY, rows(45))), Selection.ALL);
    ReportOptions options = joined.data().table().options();
    assertEquals("mine: A question", options.title());
    assertEquals(List.of("reference", "dpo", "pfm"), options.methods());
    assertEquals(12, joined.data().rows().size());
    assertEquals(List.of(), joined.warnings());
  }

  @Test
  void patternsSelectAndOrdersOrder() {
    Map<String, ResultStore> store = one(store("a", STUDY, rows(60)));
    ReportData some =
        JoinedResults.of(
                store,
                selection(
                    List.of("p*", "reference"),
                    List.of("walker2d-*"),
                    Selection.Order.GIVEN,
                    Map.of()))
            .data();
    assertEquals(List.of("pfm", "reference"), some.table().options().methods());
    assertEquals(List.of(WALKER), some.table().options().tasks());
    assertEquals(4, some.rows().size());
    assertEquals(Coloring.METHOD, some.table().options().extras().coloring());
    List<String> byScore = methods(store, Selection.Order.SCORE);
    assertEquals(List.of("pfm", "dpo", "reference"), byScore);
    assertEquals(List.of("dpo", "pfm", "reference"), methods(store, Selection.Order.NAME));
  }

  private static List<String> methods(Map<String, ResultStore> store, Selection.Order order) {
    Selection selection = selection(List.of(), List.of(), order, Map.of());
    return JoinedResults.of(store, selection).data().table().options().methods();
  }

  @Test
  void labelsStandInPlaceOfNames() {
    Map<String, String> labels = Map.of("pfm", "PFM (ours)", HOPPER, "Hopper", "dpo", "DPO");
    ReportData data =
        JoinedResults.of(
                one(store("a", STUDY, rows(45))),
                selection(List.of(), List.of(), Selection.Order.NAME, labels))
            .data();
    assertEquals(List.of("DPO", "PFM (ours)", "reference"), data.table().options().methods());
    assertEquals(List.of("Hopper", WALKER), data.table().options().tasks());
    assertEquals("flow", data.table().options().families().name("PFM (ours)"));
  }

  /** Rows that are the same stand once; methods whose rows differ get the folder's name. */
  @Test
  void twoFoldersStandSideBySide() {
    Map<String, ResultStore> stores = new LinkedHashMap<>();
    stores.put("old", store("a", STUDY, rows(45)));
    stores.put("new", store("b", STUDY, rows(55)));
    Joined joined = JoinedResults.of(stores, Selection.ALL);
    ReportOptions options = joined.data().table().options();
    assertEquals(List.of("reference", "dpo", "pfm (old)", "pfm (new)"), options.methods());
    assertEquals("old and new", options.title());
    assertEquals(16, joined.data().rows().size());
    assertEquals(List.of("reference"), options.against());
    assertEquals(List.of(), joined.warnings());
  }

  @Test
  void otherProtocolsAreRefusedUnlessAskedFor() {
    Map<String, ResultStore> stores = new LinkedHashMap<>();
    stores.put("old", store("a", STUDY, rows(45)));
    stores.put("new", store("b", STUDY.replace("episodes: 20", "episodes: 50"), rows(55)));
    String expected = "old and new were evaluated in different ways (episodes 20 and 50)";
    InvalidInputException refused =
        assertThrows(InvalidInputException.class, () -> JoinedResults.of(stores, Selection.ALL));
    assertTrue(refused.getMessage().startsWith(expected), refused.getMessage());
    Selection mixed =
        new Selection(
            List.of(),
            List.of(),
            Optional.empty(),
            Selection.Order.FAMILY,
            Map.of(),
            Optional.empty(),
            Coloring.FAMILY,
            true);
    assertEquals(List.of(expected), JoinedResults.of(stores, mixed).warnings());
  }

  /** On both tasks pfm scores 10 more in b, run by run; a task's episodes are asked for anew. */
  @Test
  void whatDiffersBetweenTwoFoldersIsSaid() {
    Map<String, ResultStore> stores = new LinkedHashMap<>();
    stores.put("a", store("a", STUDY, rows(45)));
    stores.put("b", store("b", STUDY.replace("A question", "Another"), rows(55)));
    String text = Markdown.of(Difference.of(stores, Mode.SAMPLED));
    assertTrue(text.contains("- title: A question and Another\n"), text);
    assertTrue(
        text.contains("- 12 rows are in both, 8 of them the same in every column but times"), text);
    assertTrue(text.contains("- score differs in 4\n"), text);
    List<String> pfm = cells(text, "| pfm ");
    assertEquals(List.of("pfm", "2", "46.00", "56.00"), pfm.subList(0, 4));
    assertTrue(pfm.get(4).startsWith("+10.00 [10.00, 10.00]"), pfm.get(4));
    assertEquals("the same", pfm.get(5));
    assertTrue(cells(text, "| dpo ").get(4).startsWith("0.00 [0.00, 0.00]"), text);
  }

  private static List<String> cells(String text, String start) {
    String line = text.lines().filter(each -> each.startsWith(start)).findFirst().orElseThrow();
    return Stream.of(line.substring(1).split("\\|")).map(String::strip).toList();
  }

  @Test
  void aNameThatMatchesNothingIsNamed() {
    Map<String, ResultStore> store = one(store("a", STUDY, rows(45)));
    InvalidInputException refused =
        assertThrows(
            InvalidInputException.class,
            () ->
                JoinedResults.of(
                    store, selection(List.of("ppo"), List.of(), Selection.Order.FAMILY, Map.of())));
    assertTrue(
        refused.getMessage().startsWith("no method of these results is called 'ppo', there are "),
        refused.getMessage());
  }
}
