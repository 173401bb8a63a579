package org.prefbench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.prefbench.published.PublishedDataset;
import org.prefbench.store.card.Cards;

class DatasetCardTableTest {
  private final DatasetCardTable table =
      new DatasetCardTable(
          List.of(
              Cards.card("hopper-medium-v2", "hopper-v2", "medium", 43.25, 44.25),
              Cards.card("ant-random-v2", "ant-v2", "random", 6.5),
              Cards.card("pendulum-medium-v1", "pendulum-v1", "medium", 40)));

  @Test
  void everyDatasetOfD4rlIsThereOnce() {
    Map<String, PublishedDataset> published = PublishedDataset.d4rl();
    assertEquals(20, published.size());
    for (String task : List.of("ant", "halfcheetah", "hopper", "walker2d")) {
      double before = Double.NEGATIVE_INFINITY;
      // the order of quality that the names promise, as Fu et al. 2020 built them
      for (String tier : List.of("random", "medium-replay", "medium", "medium-expert", "expert")) {
        PublishedDataset each = published.get(task + "-" + tier + "-v2");
        assertTrue(each.score() > before, each.dataset());
        before = each.score();
        assertTrue(each.steps() > 200_000 && each.steps() <= 2_000_000, each.dataset());
      }
    }
  }

  @Test
  void theCsvHasEveryNumberAndD4rlsBesideIt() {
    List<String> lines = table.csv().lines().toList();
    assertEquals(4, lines.size());
    List<String> columns = List.of(lines.get(0).split(","));
    List<String> hopper = List.of(lines.get(1).split(",", -1));
    assertEquals("43.75", hopper.get(columns.indexOf("normalized_score")));
    assertEquals("12345", hopper.get(columns.indexOf("steps")));
    assertEquals("0.25", hopper.get(columns.indexOf("terminated_share")));
    assertEquals("44.3", hopper.get(columns.indexOf("d4rl_normalized_score")));
    assertEquals("2186", hopper.get(columns.indexOf("d4rl_episodes")));
    assertEquals("recalled", hopper.get(columns.indexOf("d4rl_source")));
    assertEquals(
        "uncertain", lines.get(2).split(",", -1)[columns.indexOf("d4rl_source")], lines.get(2));
    assertTrue(lines.get(3).endsWith(",".repeat(7)), "D4RL has no such data: " + lines.get(3));
    assertTrue(lines.stream().allMatch(line -> line.split(",", -1).length == columns.size()));
  }

  @Test
  void thePageMarksWhatIsNotSure() {
    String page = table.markdown();
    List<String> hopper = cells(page, "hopper-medium-v2");
    assertEquals(
        List.of(
            "hopper-medium-v2",
            "12,345",
            "2",
            "1422 ± 379",
            "-11",
            "3222",
            "43.8",
            "25.0 %",
            "6.3 %",
            "999,906",
            "2,186",
            "1422 ± 379",
            "44.3"),
        hopper);
    List<String> ant = cells(page, "ant-random-v2");
    assertEquals(List.of("5,822 ?", "–", "6.4 ?"), ant.subList(10, 13));
    assertEquals(List.of("–", "–", "–", "–"), cells(page, "pendulum-medium-v1").subList(9, 13));
    assertTrue(page.contains("recalled, not looked up"));
  }

  private static List<String> cells(String page, String dataset) {
    String line =
        page.lines()
            .filter(each -> each.startsWith("| " + dataset + " "))
            .findFirst()
            .orElseThrow();
    return Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList();
  }
}
