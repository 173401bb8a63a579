package org.prefbench.desk;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.prefbench.preference.AnnotatorAgreement;
import org.prefbench.preference.LabelAudit;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;

/**
 * What the page and the terminal tell of an annotator's answers. How far they agree with the true
 * return is told when all are given: before, it would teach the annotator what to answer.
 *
 * @param counts how often each answer was given, repeats too
 * @param rows what is told, by name
 */
public record DeskCard(Map<Answer, Integer> counts, List<Row> rows) {
  /**
   * One fact.
   *
   * @param name what it is about
   * @param text what it is
   */
  public record Row(String name, String text) {}

  /** Copies the map and the list. */
  public DeskCard {
    counts = Collections.unmodifiableMap(new EnumMap<>(counts)); // in the order of the answers
    rows = List.copyOf(rows);
  }

  static DeskCard of(
      DeskFolder folder, String annotator, List<AnswerFile.Given> answers, boolean complete) {
    Map<Answer, Integer> counts = new EnumMap<>(Answer.class);
    for (Answer answer : Answer.values()) {
      counts.put(answer, 0);
    }
    answers.forEach(given -> counts.merge(given.answer(), 1, Integer::sum));
    List<Row> rows = new ArrayList<>();
    rows.add(
        new Row(
            "Answers",
            counts.get(Answer.LEFT)
                + " left, "
                + counts.get(Answer.RIGHT)
                + " right, "
                + counts.get(Answer.TIE)
                + " tied, "
                + counts.get(Answer.SKIP)
                + " skipped"));
    if (answers.isEmpty()) {
      return new DeskCard(counts, rows);
    }
    rows.add(new Row("Seconds per answer", seconds(answers)));
    rows.add(
        new Row("Agreement with yourself", SelfAgreement.of(answers) + " pairs that came twice"));
    List<PreferencePair> own = folder.labelled(annotator, answers);
    LabelAudit audit =
        LabelAudit.of(new PreferenceDataset(folder.environment(), own, folder.provenance()));
    if (audit.decided() > 0) {
      rows.add(new Row("Left is better", leftWins(audit)));
    }
    rows.addAll(agreement(folder, annotator, own));
    if (complete) {
      rows.addAll(trueReturn(audit));
    }
    return new DeskCard(counts, rows);
  }

  private static String seconds(List<AnswerFile.Given> answers) {
    double[] sorted = answers.stream().mapToDouble(AnswerFile.Given::seconds).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    double sum = answers.stream().mapToDouble(AnswerFile.Given::seconds).sum();
    return format("median %.1f, %.0f in all", median, sum);
  }

  private static String leftWins(LabelAudit audit) {
    double[] interval = audit.firstWinInterval();
    return format(
        "in %d of %d decided pairs, 95 %% interval of the share %.2f to %.2f%s",
        audit.firstWins(),
        audit.decided(),
        interval[0],
        interval[1],
        interval[0] > 0.5 || interval[1] < 0.5 ? ": one side is favoured" : "");
  }

  /** What others labelled is read anew, because they may sit at desks of their own. */
  private static List<Row> agreement(
      DeskFolder folder, String annotator, List<PreferencePair> own) {
    List<PreferencePair> others =
        folder.annotators().stream()
            .filter(name -> !name.equals(annotator))
            .flatMap(name -> folder.labelled(name, folder.answers(name)).stream())
            .toList();
    AnnotatorAgreement agreement =
        AnnotatorAgreement.of(Stream.concat(own.stream(), others.stream()).toList());
    List<Row> rows =
        agreement.cohen().stream()
            .filter(kappa -> kappa.first().equals(annotator)) // who comes first in the list
            .map(
                kappa ->
                    new Row(
                        "Agreement with " + kappa.second(),
                        format("Cohen's kappa %.2f on %d pairs", kappa.value(), kappa.pairs())))
            .collect(Collectors.toCollection(ArrayList::new));
    if (agreement.cohen().size() > 1) {
      rows.add(
          new Row(
              "Agreement of all",
              format(
                  "Krippendorff's alpha %.2f on %d pairs",
                  agreement.krippendorff(), agreement.shared())));
    }
    return rows;
  }

  private static List<Row> trueReturn(LabelAudit audit) {
    List<Row> rows = new ArrayList<>();
    if (audit.judged() > 0) {
      rows.add(
          new Row(
              "Agreement with the true return",
              format(
                  "%d of %d pairs, 95 %% interval of the share %.2f to %.2f",
                  audit.judged() - audit.flipped(),
                  audit.judged(),
                  1 - audit.flipHigh(),
                  1 - audit.flipLow())));
    }
    audit.failures().forEach(reason -> rows.add(new Row("No information", reason)));
    return rows;
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
