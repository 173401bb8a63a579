package org.prefbench.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Algorithms;
import org.prefbench.comparison.Families;
import org.prefbench.report.document.Block;
import org.prefbench.report.document.Block.Heading;
import org.prefbench.report.document.Block.Notes;
import org.prefbench.report.document.Block.Text;
import org.prefbench.report.document.Document;
import org.prefbench.report.document.Html;
import org.prefbench.report.document.TextTable;
import org.prefbench.statistics.Format;
import org.prefbench.store.ResultStore;
import org.prefbench.store.StageResult;
import org.prefbench.study.Study;

/**
 * A site of files that any server, or none, can serve: what all studies of a folder found, a page
 * for each study, a page for each method, the data, and the claims.
 *
 * <pre>
 * index.html            studies with their answers; each method's gain in each study
 * studies/ID.html       a {@link StudyPage}
 * methods/ID.html       source, settings, and how it came off
 * datasets.html         cards of generated datasets, and what studies learned from
 * claims.html           claims and what became of them
 * </pre>
 */
public final class Site {
  private static final String STUDIES = "studies/";
  private static final String METHODS = "methods/";
  private static final String DATASETS = "datasets.html";
  private static final String CLAIMS = "claims.html";
  private static final String INDEX = "index.html";

  private final List<SiteStudy> studies;
  private final Optional<Document> claims;
  private final Optional<Document> cards;

  private Site(List<SiteStudy> studies, Optional<Document> claims, Optional<Document> cards) {
    this.studies = studies;
    this.claims = claims;
    this.cards = cards;
  }

  /**
   * Makes the pages, one after the other.
   *
   * @param stores the results of studies, each of another one
   * @param claims the page of claims, if there are any
   * @param cards the page of dataset cards, if there are any
   * @param kept what the kept policies of a study do
   * @param pages takes the name of each file, relative to the site, and what it holds
   */
  public static void make(
      List<ResultStore> stores,
      Optional<Document> claims,
      Optional<Document> cards,
      Function<ResultStore, Kept> kept,
      BiConsumer<String, String> pages) {
    List<SiteStudy> studies = stores.stream().map(SiteStudy::of).toList();
    Site site = new Site(studies, claims, cards);
    for (SiteStudy study : studies) {
      pages.accept(
          STUDIES + study.study().id() + ".html",
          StudyPage.of(study.store(), study.data(), study.report(), kept.apply(study.store())));
    }
    for (AlgorithmFactory<?> method : Algorithms.registered().all()) {
      pages.accept(
          METHODS + method.id() + ".html",
          site.page("../", method.id(), MethodPage.of(method, studies)));
    }
    pages.accept(DATASETS, site.page("", "Data", site.data()));
    claims.ifPresent(document -> pages.accept(CLAIMS, site.page("", "Claims", document.blocks())));
    pages.accept(INDEX, site.page("", "Preference-based reinforcement learning", site.index()));
  }

  /** Returns whether a file is a page that this program wrote. */
  public static boolean isOwn(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.limit(10).anyMatch(Shell.GENERATOR::equals);
    } catch (IOException | UncheckedIOException e) { // the second where it is no text
      return false;
    }
  }

  private String page(String up, String title, List<Block> blocks) {
    String body =
        "<nav aria-label=\"Site\"><ul>\n"
            + link(up + INDEX, "Results")
            + link(up + DATASETS, "Data")
            + (claims.isPresent() ? link(up + CLAIMS, "Claims") : "")
            + "</ul></nav>\n<main>\n"
            + linked(Html.part(blocks), up)
            + "</main>\n";
    return Shell.page(
        title + " \u00b7 PrefBench",
        Shell.resource("page.css"),
        body,
        Shell.resource("tables.js") + "Tables.prepareAll();\n");
  }

  private static String link(String address, String text) {
    return "<li><a href=\"" + address + "\">" + text + "</a></li>\n";
  }

  /** Makes links of cells that name a study or a method in the first column of a table. */
  private String linked(String html, String up) {
    Map<String, String> addresses = new LinkedHashMap<>();
    Algorithms.registered().all().stream()
        .map(AlgorithmFactory::id)
        .forEach(id -> addresses.put(id, up + METHODS + id + ".html"));
    studies.stream()
        .map(study -> study.study().id())
        .forEach(id -> addresses.put(id, up + STUDIES + id + ".html"));
    String text = html;
    for (Map.Entry<String, String> entry : addresses.entrySet()) {
      String open = "<th scope=\"row\">";
      String name = Html.escape(entry.getKey());
      text =
          text.replace(
              open + name + "</th>",
              open + "<a href=\"" + Html.escape(entry.getValue()) + "\">" + name + "</a></th>");
    }
    return text;
  }

  private List<Block> index() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Heading(1, "Preference-based reinforcement learning, offline: results"));
    blocks.add(
        new Text(
            "Every method gets the same reference policy and the same labelled pairs. A study is a"
                + " question; behind each number of its page are its runs, their seeds and the"
                + " command that makes them again."));
    blocks.add(new Heading(2, "Studies"));
    blocks.add(
        new TextTable<>(studies)
            .column("study", study -> study.study().id())
            .column("question", SiteStudy::title)
            .column("answer", study -> study.report().finding())
            .column("methods", study -> String.valueOf(study.study().methods().size()))
            .column("tasks", study -> String.valueOf(study.tasks().size()))
            .column("runs", study -> String.valueOf(study.study().runs()))
            .table());
    addLeaderboard(blocks);
    blocks.add(new Heading(2, "Methods"));
    blocks.add(
        new TextTable<>(List.copyOf(Algorithms.registered().all()))
            .column("method", AlgorithmFactory::id)
            .column("source", AlgorithmFactory::title)
            .table());
    return blocks;
  }

  /** The gain over the reference by row and study, where a study has a common scale. */
  private void addLeaderboard(List<Block> blocks) {
    List<SiteStudy> compared =
        studies.stream()
            .filter(
                study ->
                    study.study().methods().stream()
                        .anyMatch(m -> study.gain(m.label()).isPresent()))
            .toList();
    Set<String> labels = new LinkedHashSet<>();
    compared.forEach(
        study ->
            study.data().table().options().methods().stream()
                .filter(label -> study.gain(label).isPresent())
                .forEach(labels::add));
    if (labels.isEmpty()) {
      return;
    }
    List<String> rows = Families.of(List.copyOf(labels)).order(List.copyOf(labels));
    TextTable<String> table = new TextTable<>(rows).column("method", label -> label);
    compared.forEach(
        study -> table.column(study.study().id(), label -> study.gain(label).orElse(Format.NONE)));
    blocks.add(new Heading(2, "Gain over the reference, study by study"));
    blocks.add(table.table());
    blocks.add(
        new Notes(
            List.of(
                "The mean difference to the study's reference in the same run, over all tasks, with"
                    + " Student's 95 % interval; * marks one that excludes zero. In points of"
                    + " normalised score, or of return where a study has one task without a scale.",
                "Studies differ in data, labels and protocol: a column is a comparison, a row is"
                    + " not.")));
  }

  private List<Block> data() {
    List<Block> blocks = new ArrayList<>(cards.map(Document::blocks).orElse(List.of()));
    if (blocks.isEmpty()) {
      blocks.add(new Heading(1, "Data"));
    }
    blocks.add(new Heading(2, "What studies learned from"));
    List<Learned> learned = new ArrayList<>();
    for (SiteStudy study : studies) {
      for (Study.Task task : study.study().tasks()) {
        study
            .store()
            .stage(task.label(), 0)
            .ifPresent(stage -> learned.add(new Learned(study.study().id(), task, stage)));
      }
    }
    blocks.add(
        new TextTable<>(learned)
            .column("study", Learned::study)
            .column("task", line -> line.task().label())
            .column("behaviour", line -> line.note("behavior"))
            .column("steps", line -> line.note("steps"))
            .column("episodes", line -> line.note("episodes"))
            .column("mean return", line -> line.note("episode-return-mean"))
            .column("pairs", line -> line.note("pairs"))
            .column("ties", line -> line.note("ties"))
            .column("skips", line -> line.note("skips"))
            .column("labels that agree with the return", line -> line.note("label-agreement"))
            .column(
                "hash of the data",
                line ->
                    line.stage()
                        .datasetHash()
                        .substring(0, Math.min(12, line.stage().datasetHash().length())))
            .table());
    blocks.add(new Notes(List.of("Of run 0; the other runs are in the studies.")));
    return blocks;
  }

  /** What the methods of run 0 of a task shared. */
  private record Learned(String study, Study.Task task, StageResult stage) {
    String note(String name) {
      return stage.notes().getOrDefault(name, Format.NONE);
    }
  }
}
