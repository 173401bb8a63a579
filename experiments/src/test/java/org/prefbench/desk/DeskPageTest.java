package org.prefbench.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.browser.Accessibility;
import org.prefbench.browser.Chromium;

/** The desk as a person meets it, in a browser and by the keyboard alone. */
class DeskPageTest {
  private static final Path PICTURES = Path.of("target", "screenshots");

  @TempDir private Path folder;

  private Chromium browser;
  private Desk desk;
  private DeskServer server;
  private final List<String> links = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() throws Exception {
    browser = Chromium.start();
    DeskFolder pairs = Pendulums.folder(folder, 12, 40);
    desk = new Desk(pairs, "me", Pendulums.plan(12, 0.2), Clock.systemUTC());
    server = new DeskServer(desk, 0, 5, links::add);
    browser.look(1280, 800, false, false);
    browser.open(links.get(0));
    browser.await("!document.getElementById('work').hidden");
  }

  @AfterEach
  void close() throws Exception {
    if (browser != null) {
      server.close();
      desk.close();
      browser.close();
    }
  }

  private String text(String selector) throws Exception {
    return browser.evaluate("document.querySelector('" + selector + "').textContent").asText();
  }

  private void press(String key, int answered) throws Exception {
    browser.press(key);
    browser.await("document.getElementById('count').textContent.startsWith('" + answered + " of')");
  }

  /** Returns the answers in the file, those that were taken back too. */
  private List<String> written() throws Exception {
    List<String> words = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("labels-me.csv"))) {
      words.add(line.split(",")[3]);
    }
    return words.subList(1, words.size());
  }

  @Test
  void everythingIsDoneByKeys() throws Exception {
    assertEquals("0 of 14", text("#count")); // 12 pairs; only two of them can come 10 others later
    press("1", 1);
    press("2", 2);
    press("t", 3);
    press("u", 2);
    press("u", 1);
    press("s", 2);
    press("1", 3);
    press("2", 4);
    press("1", 5);
    assertEquals(
        List.of("left", "right", "tie", "undo", "undo", "skip", "left", "right", "left"),
        written());
    browser.await("!document.getElementById('rest').hidden"); // five are answered
    browser.press("1"); // which does nothing now
    browser.press("Tab");
    browser.press("Enter");
    browser.await("document.getElementById('rest').hidden");
    browser.press("b");
    browser.await("!document.getElementById('rest').hidden");
    browser.screenshot(PICTURES.resolve("desk-break.png"));
    browser.press("Tab");
    browser.press("Enter");
    for (int answered = 6; answered <= 14; answered++) {
      browser.press("1");
      browser.await(
          "document.getElementById('count').textContent.startsWith('" + answered + " of')");
      if (answered == 10) {
        browser.await("!document.getElementById('rest').hidden");
        browser.press("Tab");
        browser.press("Enter");
        browser.await("document.getElementById('rest').hidden");
      }
    }
    browser.await("!document.getElementById('done').hidden");
    browser.await("document.getElementById('facts').children.length > 8");
    browser.screenshot(PICTURES.resolve("desk-done.png"));
    assertTrue(text("#facts").contains("Agreement with the true return"), text("#facts"));
    browser.evaluate("document.getElementById('finish').click()");
    server.awaitFinish();
    assertEquals(14, desk.answered());
    assertEquals(List.of(), browser.errors());
    String origin = links.get(0).substring(0, links.get(0).indexOf("/#"));
    assertTrue(
        browser.requests().stream()
            .allMatch(url -> url.startsWith(origin) || url.startsWith("data:")),
        browser.requests().toString());
  }

  /**
   * Both roll-outs begin in one state, so that the pictures are the same there, and then differ.
   */
  @Test
  void theReplaysPlayInStep() throws Exception {
    assertEquals("Pause", text(".replay-controls button"));
    browser.await("Number(document.querySelector('.replay-controls input').value) > 0");
    browser.press(" ");
    assertEquals("Play", text(".replay-controls button"));
    browser.press("r");
    browser.press(" ");
    scrub(0);
    assertEquals("step 0 of 40", text(".replay-controls output"));
    assertEquals(picture(0), picture(1));
    scrub(40);
    assertNotEquals(picture(0), picture(1));
    browser.press(",");
    assertEquals("step 39 of 40", text(".replay-controls output"));
    browser.press(".");
    browser.press("."); // there is no step 41
    assertEquals("step 40 of 40", text(".replay-controls output"));
    String speed = "document.querySelector('.replay-controls select').value";
    assertEquals("1", browser.evaluate(speed).asText()); // 40 steps of 0.05 s are 2 s
    browser.press("+");
    assertEquals("2", browser.evaluate(speed).asText());
    browser.press("-");
    browser.press("-");
    assertEquals("0.5", browser.evaluate(speed).asText());
    press("1", 1);
    assertEquals("0.5", browser.evaluate(speed).asText()); // a choice stays
    assertEquals(List.of(), browser.errors());
  }

  private void scrub(int step) throws Exception {
    browser.evaluate(
        "(() => { const slider = document.querySelector('.replay-controls input'); slider.value = "
            + step
            + "; slider.dispatchEvent(new Event('input')); })()");
  }

  private String picture(int index) throws Exception {
    return browser
        .evaluate("document.querySelectorAll('canvas')[" + index + "].toDataURL()")
        .asText();
  }

  @Test
  void theClockStandsStillInABreak() throws Exception {
    browser.evaluate("window.fake = 1e6; performance.now = () => window.fake; 0");
    press("1", 1);
    browser.evaluate("window.fake += 2500; 0");
    browser.press("b");
    browser.evaluate("window.fake += 60000; 0");
    browser.press("Tab");
    browser.press("Enter");
    browser.await("document.getElementById('rest').hidden");
    browser.evaluate("window.fake += 1250; 0");
    press("2", 2);
    List<String> lines = Files.readAllLines(folder.resolve("labels-me.csv"));
    assertEquals("3.750", lines.get(2).split(",")[4]);
  }

  @Test
  void aDeskThatIsGoneIsToldAndItsAnswerIsGivenAgain() throws Exception {
    press("1", 1);
    server.close();
    browser.press("2");
    browser.await("document.getElementById('problem').textContent.includes('does not answer')");
    assertEquals("1 of 14", text("#count"));
    server = new DeskServer(desk, 0, 5, links::add);
    browser.open(links.get(links.size() - 1));
    browser.await("document.getElementById('count').textContent === '1 of 14'");
    press("2", 2);
    assertEquals(List.of("left", "right"), written());
  }

  /** Without a key, and with a link that was used, the page says what to do. */
  @Test
  void aLinkOpensThePageOnce() throws Exception {
    browser.evaluate("sessionStorage.clear(); 0");
    browser.open(links.get(0) + "&again");
    browser.await("document.getElementById('problem').textContent.includes('used already')");
    browser.open("about:blank");
    browser.open(links.get(0).substring(0, links.get(0).indexOf('#')));
    browser.await("document.getElementById('problem').textContent.includes('the terminal shows')");
    assertEquals(2, links.size());
  }

  @Test
  void itCanBeReadAndUsedByEverybody() throws Exception {
    for (boolean dark : List.of(false, true)) {
      for (int width : List.of(1280, 375)) {
        browser.look(width, width == 375 ? 740 : 800, dark, true);
        browser.await("document.querySelector('canvas').clientWidth > 0");
        scrub(12);
        browser.screenshot(
            PICTURES.resolve("desk-" + width + (dark ? "-dark" : "-light") + ".png"));
        Accessibility.check(browser, width);
      }
    }
    assertEquals("Play", text(".replay-controls button")); // asked for no motion
  }
}
