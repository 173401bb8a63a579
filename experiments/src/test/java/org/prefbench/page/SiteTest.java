package org.prefbench.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.browser.Accessibility;
import org.prefbench.browser.Chromium;
import org.prefbench.comparison.Rows;
import org.prefbench.core.AtomicFiles;
import org.prefbench.report.document.Block;
import org.prefbench.report.document.Document;
import org.prefbench.store.ResultStore;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialTable;
import org.prefbench.study.Protocol.Mode;

/** A site of two studies, of which the numbers are worked out by hand. */
class SiteTest {
  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final String TASK = "pendulum-medium-v1";

  @TempDir private Path folder;

  /** In the first study dpo gains 5 over the reference, in the second it loses 2. */
  private ResultStore store(String id, double gain) {
    Path own = folder.resolve("results").resolve(id);
    AtomicFiles.write(
        own.resolve("study.yaml"),
        """
        id: %s
        title: "Is <i>%s</i> it?"
        runs: 3
        tasks:
          - {dataset: pendulum-medium-v1}
        methods:
          - {method: reference}
          - {method: dpo, set: {beta: 0.5}}
        report:
          bootstrap: 100
        """
            .formatted(id, id));
    List<TrialRow> rows = new ArrayList<>(Rows.runs(TASK, "reference", Mode.SAMPLED, 40, 42, 47));
    rows.addAll(Rows.runs(TASK, "dpo", Mode.SAMPLED, 40 + gain, 42 + gain, 47 + gain));
    ResultStore store = new ResultStore(own);
    TrialTable.write(store.trialsFile(), rows);
    return store;
  }

  private Map<String, String> pages() {
    Map<String, String> pages = new TreeMap<>();
    Document claims =
        new Document(List.of(new Block.Heading(1, "Claims"), new Block.Text("None & <all>.")));
    Site.make(
        List.of(store("first", 5), store("second", -2)),
        Optional.of(claims),
        Optional.empty(),
        store -> Kept.NOTHING,
        pages::put);
    return pages;
  }

  private static String cells(String page, String row) {
    int begin = page.indexOf("<th scope=\"row\">" + row);
    assertTrue(begin >= 0, row + ": " + page);
    return page.substring(begin, page.indexOf("</tr>", begin));
  }

  @Test
  void studiesMethodsAndClaimsHavePages() {
    Map<String, String> pages = pages();
    assertTrue(pages.keySet().containsAll(List.of("index.html", "datasets.html", "claims.html")));
    assertTrue(pages.containsKey("studies/first.html") && pages.containsKey("methods/pfm.html"));
    String index = pages.get("index.html");
    assertTrue(index.contains("<a href=\"studies/second.html\">second</a>"), index);
    int leaderboard = index.indexOf("study by study");
    String gains = cells(index.substring(leaderboard), "<a href=\"methods/dpo.html\">dpo</a>");
    assertTrue(gains.contains("<td>+5.00 [5.00, 5.00] * few flat</td>"), gains);
    assertTrue(gains.contains("<td>-2.00 [-2.00, -2.00] * few flat</td>"), gains);
    String dpo = pages.get("methods/dpo.html");
    assertTrue(dpo.contains("Rafailov et al. 2023"), dpo);
    assertTrue(cells(dpo, "<a href=\"../studies/first.html\">first</a>").contains("beta 0.5"), dpo);
    assertTrue(dpo.contains("<li>first, dpo: pendulum-medium-v1</li>"), dpo);
    assertFalse(dpo.contains("<li>second, dpo"), dpo);
    assertTrue(pages.get("methods/reference.html").contains("<li>second, reference: " + TASK));
    assertTrue(pages.get("methods/pfm.html").contains("No study here has it."));
    assertTrue(pages.get("claims.html").contains("None &amp; &lt;all&gt;."));
    pages.forEach((name, page) -> assertFalse(page.contains("<i>"), name));
  }

  @Test
  void itIsReadInABrowserWithoutARequest() throws Exception {
    Map<String, String> pages = pages();
    pages.forEach((name, page) -> AtomicFiles.write(folder.resolve("site").resolve(name), page));
    try (Chromium browser = Chromium.start()) {
      for (String name : List.of("index.html", "methods/dpo.html", "datasets.html")) {
        String address = folder.resolve("site").resolve(name).toUri().toString();
        browser.openWhole(address);
        for (int width : List.of(1280, 375)) {
          browser.look(width, 800, width == 375, true);
          browser.screenshot(
              PICTURES.resolve(
                  "site-" + name.replace('/', '-').replace(".html", "-" + width + ".png")));
          Accessibility.check(browser, width);
        }
      }
      browser.follow("nav a");
      assertTrue(browser.evaluate("location.href").asText().endsWith("site/index.html"));
      browser.follow("a[href='studies/first.html']");
      assertTrue(
          browser
              .evaluate("document.querySelector('#filters summary').textContent")
              .asText()
              .startsWith("Show: 2 of 2 methods"));
      assertEquals(List.of(), browser.errors());
      assertTrue(
          browser.requests().stream()
              .allMatch(url -> url.startsWith("file:") && url.endsWith(".html")),
          browser.requests().toString());
    }
  }

  @Test
  void onlyItsOwnPagesAreReplaced() throws Exception {
    Path own = folder.resolve("own.html");
    Files.writeString(own, pages().get("claims.html"));
    assertTrue(Site.isOwn(own));
    Path mine = folder.resolve("mine.html");
    Files.writeString(mine, "<!DOCTYPE html>\n<title>mine</title>\n");
    assertFalse(Site.isOwn(mine));
    Files.write(mine, new byte[] {(byte) 0xff, 0, 1});
    assertFalse(Site.isOwn(mine));
  }
}
