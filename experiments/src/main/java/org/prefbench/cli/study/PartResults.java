package org.prefbench.cli.study;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prefbench.cli.shared.Listing;
import org.prefbench.comparison.ReportOptions;
import org.prefbench.comparison.ScoreRow;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Parameters;
import org.prefbench.run.Recreation;
import org.prefbench.run.Runs;
import org.prefbench.statistics.Format;
import org.prefbench.store.Home;
import org.prefbench.store.ResultStore;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialTable;
import org.prefbench.study.Protocol;
import org.prefbench.study.Study;
import org.prefbench.study.Trial;

/**
 * The trials that a part of a study consists of, each beside the committed trial of the same name
 * and the committed mean of its method on its task.
 */
final class PartResults {
  private static final String SAME = "same";

  private final Runs.Summary summary;
  private final Study study;
  private final Path folder;
  private final Optional<Committed> committed;

  private record Committed(Study study, List<TrialRow> rows) {}

  private PartResults(Runs.Summary summary, Path folder) {
    this.summary = summary;
    this.folder = folder;
    study = new ResultStore(summary.output()).study();
    ResultStore store = new ResultStore(folder);
    boolean there =
        Files.exists(store.trialsFile())
            && Files.exists(store.studyFile())
            && !folder
                .toAbsolutePath()
                .normalize()
                .equals(summary.output().toAbsolutePath().normalize());
    committed = there ? readable(store) : Optional.empty();
  }

  private static Optional<Committed> readable(ResultStore store) {
    try {
      List<TrialRow> rows = TrialTable.read(store.trialsFile());
      return Optional.of(new Committed(store.study(), rows));
    } catch (InvalidInputException e) {
      return Optional.empty(); // 'verify' says what is wrong there; this run is not about it
    }
  }

  /** Looks for the committed results where the program lives. */
  static PartResults of(Runs.Summary summary) {
    String id = new ResultStore(summary.output()).study().id();
    return new PartResults(summary, Home.results().resolve(id));
  }

  /** Returns the folder of the committed results that the trials are shown beside, if there is. */
  Optional<Path> committedFolder() {
    return committed.map(any -> folder);
  }

  /** Returns one row for each trial; of the policy that the headline table of a report shows. */
  Listing listing() {
    boolean beside = committed.isPresent();
    List<String> columns = new ArrayList<>(List.of("trial", "status", metric()));
    if (beside) {
      columns.addAll(List.of("committed", "all rows", "committed IQM [95 %]", "runs"));
    }
    Listing listing = new Listing(columns.toArray(String[]::new));
    for (Trial trial : summary.asked()) {
      List<TrialRow> own = rows(summary.rows(), trial);
      List<Object> values = new ArrayList<>();
      values.add(trial.key());
      values.add(own.isEmpty() ? "missing" : Parameters.word(own.get(0).status()));
      values.add(value(headline(own)));
      if (beside) {
        List<TrialRow> before = rows(committedRows(), trial);
        Optional<ScoreRow> all = committedScores(trial);
        values.add(value(headline(before)));
        values.add(comparison(trial, own, before));
        values.add(
            all.map(row -> Format.interval(row.interquartileMean(), digits(row)))
                .orElse(Format.NONE));
        values.add(all.map(row -> Integer.toString(row.scored())).orElse(Format.NONE));
      }
      listing.row(values.toArray());
    }
    return listing;
  }

  private static int digits(ScoreRow row) {
    return ScoreRow.digits(List.of(row));
  }

  private String metric() {
    return summary.rows().stream().anyMatch(row -> Double.isFinite(row.score()))
        ? "score"
        : "return";
  }

  private String value(Optional<TrialRow> row) {
    return row.map(one -> metric().equals("score") ? one.score() : one.outcome().returnMean())
        .map(number -> Format.fixed(number, Format.digits(Math.abs(number))))
        .orElse(Format.NONE);
  }

  private static List<TrialRow> rows(List<TrialRow> rows, Trial trial) {
    return rows.stream().filter(row -> row.trial().equals(trial.key())).toList();
  }

  private List<TrialRow> committedRows() {
    return committed.map(Committed::rows).orElse(List.of());
  }

  private Optional<TrialRow> headline(List<TrialRow> rows) {
    return rows.stream()
        .filter(row -> row.evaluation() == Protocol.Evaluation.LAST)
        .filter(row -> row.mode() == study.protocol().headline())
        .findFirst();
  }

  /** Returns whether all rows of a trial are the committed ones, to the last bit. */
  private String comparison(Trial trial, List<TrialRow> own, List<TrialRow> before) {
    if (before.isEmpty() || own.isEmpty()) {
      return Format.NONE;
    } else if (!study.shares(trial, committed.orElseThrow().study())) {
      return "other settings";
    }
    return Recreation.differences(trial.key(), before, own).isEmpty() ? SAME : "other bits";
  }

  private Optional<ScoreRow> committedScores(Trial trial) {
    List<TrialRow> rows =
        committedRows().stream()
            .filter(row -> row.task().equals(trial.task().label()))
            .filter(row -> row.method().equals(trial.method().label()))
            .toList();
    return rows.isEmpty()
        ? Optional.empty()
        : ScoreTable.of(rows, ReportOptions.of(committed.orElseThrow().study()))
            .last(study.protocol().headline())
            .flatMap(section -> section.of(trial.task().label(), trial.method().label()));
  }

  /** Returns the same as JSON has it. */
  List<Map<String, Object>> asMaps() {
    List<Map<String, Object>> maps = new ArrayList<>();
    for (Trial trial : summary.asked()) {
      List<TrialRow> own = rows(summary.rows(), trial);
      List<TrialRow> before = rows(committedRows(), trial);
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("trial", trial.key());
      values.put("score", headline(own).map(TrialRow::score).orElse(Double.NaN));
      values.put("committed-score", headline(before).map(TrialRow::score).orElse(Double.NaN));
      values.put("rows", comparison(trial, own, before));
      maps.add(values);
    }
    return maps;
  }
}
