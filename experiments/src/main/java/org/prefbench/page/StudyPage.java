package org.prefbench.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.prefbench.canvas.CanvasPlayer;
import org.prefbench.chart.Charts;
import org.prefbench.chart.MetricCurves;
import org.prefbench.comparison.Families;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.ReportOptions;
import org.prefbench.comparison.ScoreSection;
import org.prefbench.comparison.Tiers;
import org.prefbench.comparison.Training;
import org.prefbench.core.Parameters;
import org.prefbench.plot.Picture;
import org.prefbench.report.Report;
import org.prefbench.report.StudyReport;
import org.prefbench.report.document.Block;
import org.prefbench.report.document.Html;
import org.prefbench.store.Provenance;
import org.prefbench.store.ResultStore;
import org.prefbench.study.Protocol.Evaluation;
import org.prefbench.study.Protocol.Mode;
import org.prefbench.study.Study;

/**
 * The report of a study as a page in one file: the question, the answer, all methods, the charts
 * for each way to act, episodes, every table, and behind each number its runs.
 */
public final class StudyPage {
  /** The name of the file in a folder of results. */
  public static final String FILE = "report.html";

  /** Charts that show best what came out, the best first. */
  private static final List<String> MAIN = List.of("privilege", "cost", "improvement", "scores");

  /** What a reader finds in the page. */
  private static final List<Map.Entry<String, String>> PARTS =
      List.of(
          Map.entry("overview", "All methods"),
          Map.entry("charts", "Charts"),
          Map.entry(KeptSections.EPISODES, "Episodes"),
          Map.entry(KeptSections.FLOWS, "Flow"),
          Map.entry("tasks", "Task by task"),
          Map.entry("further", "More tables, and how to read them"));

  private final Study study;
  private final ReportData data;
  private final Report report;
  private final List<Training> trainings;
  private final ChartFigures figures = new ChartFigures();
  private final StringBuilder body = new StringBuilder();

  private StudyPage(Study study, ReportData data, Report report, List<Training> trainings) {
    this.study = study;
    this.data = data;
    this.report = report;
    this.trainings = trainings;
  }

  /**
   * Returns the page, the same for the same results.
   *
   * @param store the results
   * @param data what {@link StudyReport#data} says of them
   * @param report that of the same data
   * @param kept what its kept policies do
   */
  public static String of(ResultStore store, ReportData data, Report report, Kept kept) {
    return new StudyPage(store.study(), data, report, StudyReport.trainings(store, data))
        .page(store.provenance(), kept);
  }

  private String page(Optional<Provenance> provenance, Kept kept) {
    String title = study.title().isEmpty() ? study.id() : study.title();
    addHead(title, KeptSections.absent(kept));
    body.append("<main>\n");
    Map<String, List<Drawn>> charts = charts();
    addOverview(charts);
    addCharts(charts);
    body.append(KeptSections.of(kept));
    addTasks();
    body.append("<section id=\"further\">\n").append(Html.part(report.further()));
    body.append("</section>\n</main>\n");
    body.append(
        "<dialog id=\"explanation\" aria-labelledby=\"explained\"></dialog>\n"
            + "<div id=\"tip\" role=\"status\" hidden></div>\n");
    body.append(Shell.data("options", options()));
    body.append(Shell.data("evidence", Evidence.of(study, data, provenance)));
    body.append(Shell.data("marks", figures.marks()));
    return Shell.page(title, style(), body.toString(), script());
  }

  private static String style() {
    return Shell.resource("page.css") + CanvasPlayer.style();
  }

  private static String script() {
    return CanvasPlayer.script()
        + Shell.resource("tables.js")
        + Shell.resource("charts.js")
        + Shell.resource("evidence.js")
        + Shell.resource("selected.js")
        + Shell.resource("episodes.js")
        + Shell.resource("flows.js")
        + Shell.resource("page.js");
  }

  private void addHead(String title, Set<String> absent) {
    ReportOptions options = data.table().options();
    body.append("<a class=\"skip\" href=\"#overview\">To the results</a>\n<header>\n<p>")
        .append(Html.escape("PrefBench \u00b7 study " + study.id()))
        .append("</p>\n<h1>")
        .append(Html.escape(title))
        .append("</h1>\n<p class=\"finding\">")
        .append(Html.escape(report.finding()))
        .append("</p>\n<p>")
        .append(
            Html.escape(
                count(options.methods().size(), "method")
                    + ", "
                    + count(options.tasks().size(), "task")
                    + ", "
                    + count(options.runs(), "run")
                    + " each; what is shown first: "
                    + data.table().headline().map(ScoreSection::title).orElse("no score yet")))
        .append("</p>\n</header>\n<nav aria-label=\"Parts of this page\"><ul>\n");
    for (Map.Entry<String, String> part : PARTS) {
      if (!absent.contains(part.getKey())) {
        body.append("<li><a href=\"#").append(part.getKey()).append("\">");
        body.append(part.getValue()).append("</a></li>\n");
      }
    }
    body.append("</ul></nav>\n<div id=\"filters\"></div>\n");
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  /** A picture with the mode that it shows, none if it is the same for all. */
  private record Drawn(Picture picture, Optional<String> mode) {}

  /** Returns the pictures of each chart, drawn for every mode in which last policies acted. */
  private Map<String, List<Drawn>> charts() {
    Map<String, List<Drawn>> all = new LinkedHashMap<>();
    Mode headline = data.table().headline().map(ScoreSection::mode).orElse(Mode.SAMPLED);
    List<Mode> others =
        Stream.of(Mode.values())
            .filter(mode -> mode != headline && data.table().last(mode).isPresent())
            .toList();
    if (others.isEmpty()) {
      report
          .drawn()
          .byChart()
          .forEach(
              (id, own) ->
                  own.forEach(picture -> add(all, id, new Drawn(picture, Optional.empty()))));
      return all;
    }
    Mode other = others.get(0);
    Charts.Drawn beside = Charts.draw(Charts.registered().all(), data.headed(other));
    Set<String> same = new LinkedHashSet<>();
    report
        .drawn()
        .byChart()
        .forEach(
            (id, own) -> {
              List<Picture> alike = beside.byChart().getOrDefault(id, List.of());
              for (Picture picture : own) {
                boolean both = alike.stream().anyMatch(one -> one.svg().equals(picture.svg()));
                same.addAll(both ? List.of(picture.svg()) : List.of());
                add(all, id, new Drawn(picture, mode(both, headline)));
              }
            });
    beside
        .byChart()
        .forEach(
            (id, own) ->
                own.stream()
                    .filter(picture -> !same.contains(picture.svg()))
                    .forEach(picture -> add(all, id, new Drawn(picture, mode(false, other)))));
    return all;
  }

  private static Optional<String> mode(boolean any, Mode mode) {
    return any ? Optional.empty() : Optional.of(Parameters.word(mode));
  }

  private static void add(Map<String, List<Drawn>> all, String id, Drawn drawn) {
    all.computeIfAbsent(id, any -> new ArrayList<>()).add(drawn);
  }

  private void addOverview(Map<String, List<Drawn>> charts) {
    body.append("<section id=\"overview\">\n<h2>All methods</h2>\n");
    for (ScoreSection section : data.table().sections()) {
      if (section.evaluation() == Evaluation.LAST) {
        Overview.of(data.table().options(), section)
            .ifPresent(table -> addTable(section, section.overall().orElseThrow(), table));
      }
    }
    body.append(
        "<p class=\"needs-script\">With JavaScript, tables can be sorted, methods and tasks hidden,"
            + " and a click on a number shows its runs.</p>\n");
    MAIN.stream()
        .filter(charts::containsKey)
        .findFirst()
        .ifPresent(id -> addFigures(id, charts.remove(id)));
    body.append("</section>\n");
  }

  private void addFigures(String id, List<Drawn> pictures) {
    String words = id.replace('-', ' ');
    String heading = words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    body.append(Html.part(List.of(new Block.Heading(3, heading))));
    pictures.forEach(drawn -> body.append(figures.figure(drawn.picture(), drawn.mode())));
  }

  private void addCharts(Map<String, List<Drawn>> charts) {
    body.append("<section id=\"charts\">\n<h2>Charts</h2>\n");
    report.drawn().undrawn().forEach(line -> body.append(Html.part(List.of(new Block.Text(line)))));
    charts.forEach(this::addFigures);
    List<Picture> curves = // where the others cannot be drawn, which has been said, nor can these
        report.drawn().undrawn().isEmpty() ? MetricCurves.draw(data.with(trainings)) : List.of();
    if (!curves.isEmpty()) {
      addFigures(
          "training",
          curves.stream().map(picture -> new Drawn(picture, Optional.empty())).toList());
    }
    body.append("</section>\n");
  }

  private void addTasks() {
    body.append("<section id=\"tasks\">\n<h2>Task by task</h2>\n");
    for (ScoreSection section : data.table().sections()) {
      for (String task : section.tasks()) {
        addTable(section, task, report.scores(section, task));
      }
    }
    body.append("</section>\n");
  }

  private void addTable(ScoreSection section, String task, Block.Table table) {
    body.append("<div class=\"scores\" data-task=\"").append(Html.escape(task));
    body.append("\" data-mode=\"").append(Parameters.word(section.mode()));
    body.append("\" data-evaluation=\"").append(Parameters.word(section.evaluation()));
    body.append("\">\n");
    String heading =
        task + ", " + section.title() + " (" + section.of(task).get(0).metric().text() + ")";
    body.append(Html.part(List.of(new Block.Heading(3, heading), table))).append("</div>\n");
  }

  /** Returns what can be chosen: methods by family, tasks by tier, and how policies act. */
  private Map<String, Object> options() {
    ReportOptions options = data.table().options();
    Families families = options.families();
    Map<String, List<String>> tasks = new LinkedHashMap<>(Tiers.of(options.tasks()));
    List<String> others =
        options.tasks().stream()
            .filter(task -> tasks.values().stream().noneMatch(tier -> tier.contains(task)))
            .toList();
    if (!others.isEmpty()) {
      tasks.put("", others);
    }
    Map<String, Object> choices = new LinkedHashMap<>();
    choices.put("methods", families.groups(options.methods()));
    choices.put("tasks", tasks);
    choices.put(
        "modes",
        data.table().sections().stream()
            .map(section -> Parameters.word(section.mode()))
            .distinct()
            .toList());
    return choices;
  }
}
