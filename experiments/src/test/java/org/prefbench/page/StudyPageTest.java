package org.prefbench.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.browser.Accessibility;
import org.prefbench.browser.Chromium;
import org.prefbench.canvas.CanvasReplay;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.Rows;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.env.Simulator;
import org.prefbench.policy.Behaviors;
import org.prefbench.preference.PairSampler;
import org.prefbench.report.StudyReport;
import org.prefbench.store.ResultStore;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialTable;
import org.prefbench.study.Protocol.Mode;

/** The page of a report as people meet it, in a browser, from a file. */
class StudyPageTest {
  private static final Path PICTURES = Path.of("target", "screenshots");

  private static final String STUDY =
      """
      id: made-up
      title: "Which <b>method</b> & why?"
      seed: 7
      runs: 5
      tasks:
        - {dataset: pendulum-medium-v1}
        - {dataset: acrobot-expert-v1}
      methods:
        - {method: reference}
        - {method: dpo}
        - {method: rlhf}
        - {method: pfm}
      report:
        bootstrap: 200
      """;

  /** Scores of the first run; the others are above it by one each. */
  private static final Map<String, Double> LEVELS =
      Map.of("reference", 40.0, "dpo", 45.0, "rlhf", 38.0, "pfm", 60.0);

  @TempDir private static Path folder;

  private Chromium browser;
  private final List<String> opened = new ArrayList<>();

  /** In the second mode all are ten higher, on the second task a half. */
  private static List<TrialRow> rows() {
    List<TrialRow> rows = new ArrayList<>();
    for (String task : List.of("pendulum-medium-v1", "acrobot-expert-v1")) {
      for (String method : List.of("reference", "dpo", "rlhf", "pfm")) {
        for (Mode mode : Mode.values()) {
          double[] scores = new double[5];
          Arrays.setAll(
              scores,
              run ->
                  (LEVELS.get(method) + run + (mode == Mode.SAMPLED ? 0 : 10))
                      * (task.startsWith("pendulum") ? 1 : 0.5));
          rows.addAll(Rows.runs(task, method, mode, scores));
        }
      }
    }
    return rows;
  }

  private static Path page(Kept kept) {
    AtomicFiles.write(folder.resolve("study.yaml"), STUDY);
    ResultStore store = new ResultStore(folder);
    TrialTable.write(store.trialsFile(), rows());
    ReportData data = StudyReport.data(store);
    String page = StudyPage.of(store, data, StudyReport.of(store, data), kept);
    Path file = folder.resolve("page-" + kept.replays().size() + "-" + kept.left() + ".html");
    AtomicFiles.write(file, page);
    return file;
  }

  /** Two policies of a pendulum from the same start. */
  private static List<Replay> replays() {
    EnvironmentFactory pendulum = Environments.registered().get("pendulum-v1");
    return Stream.of("medium", "expert")
        .map(
            tier -> {
              Segment episode =
                  PairSampler.rollOut(
                          new Simulator(pendulum, true, new Ledger()),
                          Behaviors.find("pendulum-v1", tier).policy(),
                          new double[][] {{Math.PI, 0}},
                          50,
                          new Seed[] {new Seed(1)})
                      .get(0);
              return new Replay(
                  "pendulum-medium-v1",
                  tier.equals("medium") ? "reference" : "pfm",
                  0,
                  0,
                  "return " + Math.round(episode.sumOfRewards()),
                  CanvasReplay.of(pendulum, episode).json());
            })
        .toList();
  }

  /** A single plan that goes straight from (-0.5, 0) to (0.5, -1) in two states. */
  private static PlanFlow flow() {
    List<FloatMatrix> plans = new ArrayList<>();
    for (float time : new float[] {0, 0.5f, 1}) {
      FloatMatrix plan = new FloatMatrix(1, 2);
      plan.set(0, 0, time - 0.5f);
      plan.set(0, 1, -time);
      plans.add(plan);
    }
    return new PlanFlow(
        "pendulum-medium-v1",
        "pfm",
        0,
        List.of(new PlanFlow.Axis("action 1", -1, 1), new PlanFlow.Axis("action 2", -1, 1)),
        List.of(0.0, 0.5, 1.0),
        List.of(new PlanFlow.Moment(0, plans), new PlanFlow.Moment(17, plans)));
  }

  @BeforeEach
  void open() throws Exception {
    browser = Chromium.start();
    browser.look(1280, 900, false, true);
    open(page(new Kept(replays(), List.of(flow()), 0)));
    browser.await("document.querySelector('#filters summary') !== null");
    browser.await("document.querySelector('#player canvas') !== null");
  }

  private void open(Path file) throws Exception {
    opened.add(file.toUri().toString());
    browser.openWhole(file.toUri().toString());
  }

  @AfterEach
  void close() throws Exception {
    if (browser != null) {
      assertEquals(List.of(), browser.errors());
      assertEquals(Set.copyOf(opened), Set.copyOf(browser.requests()), "pages ask for nothing");
      browser.close();
    }
  }

  private String evaluate(String expression) throws Exception {
    return browser.evaluate(expression).asText();
  }

  /** The methods of the overall table that is seen, in order. */
  private String order() throws Exception {
    return evaluate(
        "[...document.querySelectorAll('#overview .scores:not([hidden]) tbody tr')]"
            + ".filter((row) => !row.hidden).map((row) => row.dataset.method).join()");
  }

  @Test
  void theFirstScreenAnswersTheQuestion() throws Exception {
    assertEquals(
        "Which <b>method</b> & why?", evaluate("document.querySelector('h1').textContent"));
    String finding = evaluate("document.querySelector('.finding').textContent");
    assertTrue(finding.startsWith("Over all tasks, pfm (needs look-ahead) is best"), finding);
    // paired with the reference a run of pfm is 20 above on one task and 10 on the other
    String row = evaluate("document.querySelector('#overview tr[data-method=pfm]').textContent");
    assertTrue(row.contains("+15.00 [15.00, 15.00]"), row);
    assertEquals(
        "true",
        evaluate("document.querySelector('.finding').getBoundingClientRect().bottom < 400"));
    assertEquals(
        "true",
        evaluate("document.querySelector('#overview table').getBoundingClientRect().bottom < 900"));
    browser.screenshot(PICTURES.resolve("report-first-screen.png"));
  }

  @Test
  void tablesSort() throws Exception {
    assertEquals("reference,dpo,rlhf,pfm", order());
    String iqm = "document.querySelectorAll('#overview .scores thead button')[3]";
    browser.evaluate(iqm + ".click()");
    assertEquals("pfm,dpo,reference,rlhf", order());
    assertEquals("descending", evaluate(iqm + ".parentElement.getAttribute('aria-sort')"));
    browser.evaluate(iqm + ".focus()");
    browser.press("Enter");
    assertEquals("rlhf,reference,dpo,pfm", order());
    browser.evaluate("document.querySelector('#overview thead button').click()");
    assertEquals("dpo,pfm,reference,rlhf", order());
    browser.evaluate("document.querySelectorAll('#overview thead button')[4].click()");
    assertEquals("pfm,dpo,rlhf,reference", order()); // which is compared with none, and stands last
  }

  private void choose(String label) throws Exception {
    browser.evaluate(
        "[...document.querySelectorAll('#filters label')].find((label) => label.textContent.trim() === '"
            + label
            + "').querySelector('input').click()");
  }

  @Test
  void methodsFamiliesTasksTiersAndModesCanBeHidden() throws Exception {
    String off = "new Set([...document.querySelectorAll('.off')].map((part) => ";
    String read = "JSON.parse(document.getElementById('marks').textContent)";
    String hidden = "[..." + off + read + "[Number(part.dataset.mark)].method))].sort().join()";
    assertEquals("", evaluate(hidden));
    choose("dpo");
    assertEquals("reference,rlhf,pfm", order());
    assertEquals("dpo", evaluate(hidden));
    choose("reward");
    assertEquals("reference,pfm", order());
    assertEquals("dpo,rlhf", evaluate(hidden));
    choose("reward");
    choose("direct");
    assertEquals("reference,dpo,rlhf,pfm", order());
    String panels =
        "[...document.querySelectorAll('[data-chart=scores]:not([hidden]) .panel')]"
            + ".filter((panel) => panel.offsetParent !== null).map((panel) => panel.dataset.task).join()";
    assertEquals("pendulum-medium-v1,acrobot-expert-v1,all tasks", evaluate(panels));
    choose("expert tasks");
    assertEquals("pendulum-medium-v1,all tasks", evaluate(panels));
    String mean =
        "document.querySelector('#overview .scores:not([hidden]) tr[data-method=pfm]').cells[3].textContent";
    assertTrue(evaluate(mean).startsWith("62.00 ["), evaluate(mean)); // of 61, 62, 63
    choose("deterministic");
    assertTrue(evaluate(mean).startsWith("72.00 ["), evaluate(mean)); // of 71, 72, 73
    assertTrue(
        evaluate("document.querySelector('#filters summary').textContent")
            .contains("4 of 4 methods, 1 of 2 tasks, deterministic actions"));
    browser.evaluate("document.querySelector('#filters details').open = true");
    browser.screenshot(PICTURES.resolve("report-filters.png"));
  }

  private String overall(String method, int column) throws Exception {
    return evaluate(
        "document.querySelector('#overview .scores:not([hidden]) tr[data-method="
            + method
            + "]').cells["
            + column
            + "].textContent");
  }

  /** On the pendulum a run of pfm is 20 above that of the reference, on the other task 10. */
  @Test
  void allTasksAreThoseThatAreShown() throws Exception {
    List<String> before = List.of(overall("pfm", 2), overall("pfm", 3), overall("pfm", 5));
    assertEquals("10/10", before.get(0));
    choose("expert tasks");
    assertEquals("5/5", overall("pfm", 2));
    assertEquals("+20.00 [20.00, 20.00] * flat", overall("pfm", 4));
    assertEquals("1.00 [1.00, 1.00] flat", overall("pfm", 5));
    assertEquals("\u2013", overall("reference", 4));
    assertEquals("46.25", before.get(1).substring(0, 5)); // of 31, 31.5, 32, 60, 61, 62
    String[] middle = overall("pfm", 3).split("[ \\[\\],]+");
    assertEquals("62.00", middle[0]); // of 61, 62, 63
    assertTrue(
        Double.parseDouble(middle[1]) >= 60 && Double.parseDouble(middle[1]) < 62, middle[1]);
    assertTrue(
        Double.parseDouble(middle[2]) <= 64 && Double.parseDouble(middle[2]) > 62, middle[2]);
    String all = ".scores[data-task=\"all tasks\"]:not([hidden])";
    assertTrue(
        evaluate("document.querySelector('#tasks " + all + "').textContent").contains("62.00"));
    assertTrue(
        evaluate("document.querySelector('#overview " + all + "').textContent")
            .contains("Of the task that is shown, worked out here from the runs"));
    assertTrue(
        evaluate("document.querySelector('[data-chart=scores]:not([hidden])').textContent")
            .contains("counts the hidden ones too"));
    browser.evaluate("document.querySelector('#overview tr[data-method=pfm] button').click()");
    String explained = evaluate("document.getElementById('explanation').textContent");
    assertTrue(explained.contains("5 runs") && !explained.contains("acrobot"), explained);
    browser.press("Escape");
    choose("expert tasks");
    assertEquals(before, List.of(overall("pfm", 2), overall("pfm", 3), overall("pfm", 5)));
    assertEquals("0", evaluate("document.querySelectorAll('.selected').length"));
  }

  private double number(String expression) throws Exception {
    return browser.evaluate(expression).asDouble();
  }

  /**
   * Quantiles from tables of Student's t (Abramowitz and Stegun 1964, table 26.10); of 1, 2 and 6
   * the standard error is sqrt(7 / 3), of two tasks half of sqrt of their sum, with four degrees of
   * freedom; a bootstrap of two runs has the lower, the upper and their mean.
   */
  @Test
  void whatIsWorkedOutHereIsWhatStatisticsSays() throws Exception {
    double[][] quantiles = {
      {1, 12.706}, {2, 4.303}, {4, 2.776}, {10, 2.228}, {30, 2.042}, {120, 1.980}
    };
    for (double[] known : quantiles) {
      assertEquals(known[1], number("Statistics.student(" + known[0] + ", 0.025)"), 5e-4);
    }
    assertEquals(3, number("Statistics.studentMean([[1, 2, 6]]).estimate"), 1e-12);
    assertEquals(
        3 - 4.302653 * Math.sqrt(7 / 3.0), number("Statistics.studentMean([[1, 2, 6]]).low"), 1e-5);
    assertEquals(
        3 + 2.776445 * Math.sqrt(14 / 3.0) / 2,
        number("Statistics.studentMean([[1, 2, 6], [1, 2, 6]]).high"),
        1e-5);
    String two = "Statistics.bootstrap(Statistics.interquartileMean, [[0, 1]])";
    assertEquals(0.5, number(two + ".estimate"), 0);
    assertEquals(0, number(two + ".low"), 0);
    assertEquals(1, number(two + ".high"), 0);
    assertEquals(0.625, number("Statistics.improvement([[1, 3]], [[1, 2]])"), 0); // a tie is half
    assertEquals(2.5, number("Statistics.interquartileMean([[100, 2], [3, -100]])"), 0);
  }

  /** Moves the pointer onto the middle of the first part of a chart that a mark's text fits. */
  private void point(String chart, String text) throws Exception {
    browser.evaluate(
        "(() => { const marks = JSON.parse(document.getElementById('marks').textContent);"
            + " const part = [...document.querySelectorAll('[data-chart="
            + chart
            + "]:not([hidden]) [data-mark]')].find((part) =>"
            + " marks[Number(part.dataset.mark)].text.startsWith('"
            + text
            + "')); part.scrollIntoView({ block: 'center' }); window.pointed = part; })()");
    settle();
    String box = "window.pointed.getBoundingClientRect()";
    browser.move(
        browser.evaluate(box + ".x + " + box + ".width / 2").asDouble(),
        browser.evaluate(box + ".y + " + box + ".height / 2").asDouble());
  }

  /** Waits until the page has been drawn where it was scrolled to, which hides what hovered. */
  private void settle() throws Exception {
    browser.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
            + ".then(() => true)");
  }

  private String tip() throws Exception {
    browser.await("!document.getElementById('tip').hidden");
    return evaluate("document.getElementById('tip').textContent");
  }

  @Test
  void marksSayTheirValuesAndTheirRuns() throws Exception {
    point("scores", "pfm on pendulum-medium-v1");
    String text = tip();
    // runs 60 to 64: the middle three are 61, 62, 63
    assertTrue(text.startsWith("pfm on pendulum-medium-v1: IQM 62.00 ["), text);
    browser.screenshot(PICTURES.resolve("report-hover.png"));
    browser.evaluate(
        "window.pointed.dispatchEvent(new MouseEvent('click', { bubbles: true,"
            + " clientX: window.pointed.getBoundingClientRect().x + 1,"
            + " clientY: window.pointed.getBoundingClientRect().y + 1 }))");
    browser.await("document.getElementById('explanation').open");
    assertEquals(
        "pfm on pendulum-medium-v1", evaluate("document.getElementById('explained').textContent"));
  }

  /**
   * A profile is flat but for its steps: at 50 all runs of pfm on the pendulum are above, and none
   * else.
   */
  @Test
  void linesSayTheValueBelowThePointer() throws Exception {
    browser.evaluate(
        "document.querySelector('[data-chart=performance-profile] svg').scrollIntoView({ block: 'center' })");
    settle();
    String svg = "document.querySelector('[data-chart=performance-profile]:not([hidden]) svg')";
    String place =
        "(() => { const svg = "
            + svg
            + "; const [left, width, min, max] = svg.dataset.axes.split(' ').map(Number);"
            + " const line = [...svg.querySelectorAll('path[data-mark]')].filter((part) =>"
            + " JSON.parse(document.getElementById('marks').textContent)[Number(part.dataset.mark)].points"
            + "   && JSON.parse(document.getElementById('marks').textContent)[Number(part.dataset.mark)].method === 'pfm')[0];"
            + " const x = left + width * (50 - min) / (max - min); let best = null;"
            + " for (let i = 0; i <= 2000; i++) { const at = line.getPointAtLength(line.getTotalLength() * i / 2000)"
            + "   .matrixTransform(line.getScreenCTM()); const wanted = new DOMPoint(x, 0).matrixTransform(svg.getScreenCTM()).x;"
            + "   if (best === null || Math.abs(at.x - wanted) < Math.abs(best[0] - wanted)) { best = [at.x, at.y]; } }"
            + " return best; })()";
    var at = browser.evaluate(place);
    browser.move(at.get(0).asDouble(), at.get(1).asDouble());
    assertTrue(tip().matches("pfm at (49|50)(\\.\\d+)?: 0\\.5( \\[.*])?"), tip());
  }

  @Test
  void aNumberIsExplainedByItsRuns() throws Exception {
    browser.evaluate(
        "document.querySelector('.scores[data-task=acrobot-expert-v1] tr[data-method=pfm]').cells[3].click()");
    browser.await("document.getElementById('explanation').open");
    String explained = evaluate("document.getElementById('explanation').textContent");
    for (String part :
        List.of(
            "pfm on acrobot-expert-v1",
            "5 runs",
            "prefbench run study.yaml --only 'acrobot-expert-v1/pfm' --output again",
            "7 / acrobot-expert-v1 / 3",
            "data3",
            "reference3",
            "pairs3",
            "protocol-1",
            "31.50")) { // run 3 of pfm: (60 + 3) / 2
      assertTrue(explained.contains(part), part + ": " + explained);
    }
    browser.screenshot(PICTURES.resolve("report-explain.png"));
    Accessibility.check(browser, 1280);
    browser.press("Escape");
    browser.await("!document.getElementById('explanation').open");
    browser.evaluate("document.querySelector('#overview tr[data-method=rlhf] button').focus()");
    browser.press("Enter");
    browser.await("document.getElementById('explanation').open");
    explained = evaluate("document.getElementById('explanation').textContent");
    assertTrue(explained.contains("10 runs") && explained.contains("--only 'rlhf'"), explained);
  }

  private String picture(int index) throws Exception {
    return evaluate("document.querySelectorAll('#player canvas')[" + index + "].toDataURL()");
  }

  @Test
  void episodesPlaySideBySide() throws Exception {
    assertEquals(
        "reference,pfm",
        evaluate(
            "[...document.querySelectorAll('#player figcaption strong')].map((line) => line.textContent).join()"));
    browser.evaluate("document.getElementById('replay').scrollIntoView()");
    browser.await("document.querySelector('#player canvas').clientWidth > 0");
    assertEquals(picture(0), picture(1)); // one start
    browser.evaluate(
        "(() => { const slider = document.querySelector('#player input'); slider.value = 40;"
            + " slider.dispatchEvent(new Event('input')); })()");
    assertNotEquals(picture(0), picture(1));
    browser.screenshot(PICTURES.resolve("report-replay.png"));
    browser.evaluate(
        "(() => { const right = document.querySelectorAll('#player .choices select')[3];"
            + " right.value = 'reference'; right.dispatchEvent(new Event('change')); })()");
    browser.await(
        "[...document.querySelectorAll('#player figcaption strong')].map((line) => line.textContent).join()"
            + " === 'reference,reference'");
  }

  /** Where the middle of the dots is, of all pixels in their colour. */
  private double[] dot() throws Exception {
    var middle =
        browser.evaluate(
            "(() => { const canvas = document.querySelector('#moving canvas');"
                + " const wanted = getComputedStyle(canvas).getPropertyValue('--accent').trim();"
                + " const copy = document.createElement('canvas');"
                + " [copy.width, copy.height] = [canvas.width, canvas.height];"
                + " const read = copy.getContext('2d', { willReadFrequently: true }); read.drawImage(canvas, 0, 0);"
                + " const { data, width } = read.getImageData(0, 0, canvas.width, canvas.height);"
                + " const hex = (i) => '#' + [0, 1, 2].map((k) => data[i + k].toString(16).padStart(2, '0')).join('');"
                + " let [n, x, y] = [0, 0, 0]; for (let i = 0; i < data.length; i += 4) { if (hex(i) === wanted) {"
                + " n++; x += (i / 4) % width; y += Math.floor(i / 4 / width); } } return [x / n, y / n]; })()");
    return new double[] {middle.get(0).asDouble(), middle.get(1).asDouble()};
  }

  @Test
  void theFlowMovesPlans() throws Exception {
    browser.await("document.querySelector('#moving output').textContent !== ''");
    assertTrue(
        evaluate("document.getElementById('moving').textContent")
            .contains(
                "On average the flow takes action 1 from -0.50 to 0.50 and action 2 from 0.00 to"
                    + " -1.00"));
    assertEquals(
        "after step 0,after step 17",
        evaluate(
            "[...document.querySelectorAll('#moving select')[2].options].map((one) => one.text).join()"));
    double[][] places = new double[3][];
    for (int time = 0; time < 3; time++) {
      browser.evaluate(
          "(() => { const slider = document.querySelector('#moving input'); slider.value = "
              + 50 * time
              + "; slider.dispatchEvent(new Event('input')); })()");
      places[time] = dot();
    }
    double room = 2 * (places[1][0] - places[0][0]); // a half of the way is a half of what is seen
    assertTrue(room > 100, room + " pixels");
    assertEquals(room / 2, places[2][0] - places[1][0], 1.5);
    assertEquals(room / 2, places[1][1] - places[0][1], 1.5, "down is less");
    assertEquals(
        "time 1.00 of 1", evaluate("document.querySelector('#moving output').textContent"));
    browser.evaluate("document.getElementById('flow').scrollIntoView()");
    browser.screenshot(PICTURES.resolve("report-flow.png"));
    browser.evaluate(
        "document.querySelector('#moving button').click()"); // from the beginning again
    browser.await("document.querySelector('#moving input').value > 0");
    browser.await("document.querySelector('#moving button').textContent === 'Play'");
    assertEquals("100", evaluate("document.querySelector('#moving input').value"));
  }

  @Test
  void aPageThatPlaysNothingSaysHow() throws Exception {
    open(page(new Kept(List.of(), List.of(), 7)));
    assertTrue(
        evaluate("document.getElementById('replay').textContent")
            .contains("7 policies are kept; prefbench report FOLDER plays one episode"));
    assertEquals("0", evaluate("document.querySelectorAll('nav [href=\"#flow\"]').length"));
    open(page(Kept.NOTHING));
    assertEquals("0", evaluate("document.querySelectorAll('nav [href=\"#replay\"]').length"));
  }

  @Test
  void itCanBeReadAndUsedByEverybody() throws Exception {
    for (boolean dark : List.of(false, true)) {
      for (int width : List.of(1280, 375)) {
        browser.look(width, width == 375 ? 740 : 900, dark, true);
        browser.evaluate("scrollTo(0, 0)");
        browser.screenshot(
            PICTURES.resolve("report-" + width + (dark ? "-dark" : "-light") + ".png"));
        Accessibility.check(browser, width);
        browser.evaluate("document.querySelector('[data-chart=scores]').scrollIntoView()");
        browser.screenshot(
            PICTURES.resolve("report-charts-" + width + (dark ? "-dark" : "-light") + ".png"));
      }
    }
  }

  @Test
  void withoutScriptsThereAreTablesAndCharts() throws Exception {
    browser.scripts(false);
    open(page(Kept.NOTHING));
    browser.screenshot(PICTURES.resolve("report-no-script.png"));
    String seen =
        ".filter((element) => element.checkVisibility() && element.getBoundingClientRect().height > 50).length";
    assertEquals("0", evaluate("document.querySelectorAll('button').length"));
    assertTrue(
        browser.evaluate("[...document.querySelectorAll('#overview table')]" + seen).asInt() == 2,
        "one for each mode");
    assertTrue(
        browser.evaluate("[...document.querySelectorAll('.panel svg')]" + seen).asInt() > 10);
    String text = Files.readString(page(Kept.NOTHING));
    assertFalse(text.contains(" style="), "no style that the policy forbids");
    assertFalse(text.contains("<b>method</b>"), "titles are text");
  }
}
