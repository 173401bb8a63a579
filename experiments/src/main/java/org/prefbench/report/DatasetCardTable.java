package org.prefbench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.prefbench.core.Parameters;
import org.prefbench.published.PublishedDataset;
import org.prefbench.report.document.Block;
import org.prefbench.report.document.Block.Heading;
import org.prefbench.report.document.Block.Text;
import org.prefbench.report.document.Document;
import org.prefbench.report.document.Markdown;
import org.prefbench.report.document.TextTable;
import org.prefbench.statistics.Format;
import org.prefbench.store.CsvText;
import org.prefbench.store.card.DatasetCard;

/** Dataset cards as one table, next to what was published about D4RL's data of the same name. */
public final class DatasetCardTable {
  /** The heading of the page. */
  public static final String TITLE = "Generated datasets";

  private final List<DatasetCard> cards;
  private final Map<String, PublishedDataset> published = PublishedDataset.d4rl();

  /** Creates a table with a line per card, in the given order. */
  public DatasetCardTable(List<DatasetCard> cards) {
    this.cards = List.copyOf(cards);
  }

  /** Returns all numbers with all their digits; what is not known is empty. */
  public String csv() {
    List<Object[]> lines = new ArrayList<>();
    lines.add(
        new Object[] {
          "dataset",
          "steps",
          "episodes",
          "return_mean",
          "return_standard_deviation",
          "return_minimum",
          "return_maximum",
          "normalized_score",
          "length_mean",
          "terminated_share",
          "action_saturation",
          "seed",
          "content_hash",
          "d4rl_steps",
          "d4rl_episodes",
          "d4rl_normalized_score",
          "d4rl_return_mean",
          "d4rl_return_standard_deviation",
          "d4rl_return_maximum",
          "d4rl_source"
        });
    for (DatasetCard card : cards) {
      Optional<PublishedDataset> theirs = theirs(card);
      lines.add(
          new Object[] {
            card.dataset(),
            card.steps(),
            card.episodes(),
            card.returnMean(),
            card.returnStandardDeviation(),
            card.returnMinimum(),
            card.returnMaximum(),
            card.normalizedScore(),
            card.lengthMean(),
            card.terminatedShare(),
            card.actionSaturation(),
            card.seed(),
            card.contentHash(),
            theirs.map(each -> String.valueOf(each.steps())).orElse(""),
            theirs.map(each -> String.valueOf(each.episodes())).orElse(""),
            number(theirs, PublishedDataset::score),
            number(theirs, PublishedDataset::returnMean),
            number(theirs, PublishedDataset::returnStandardDeviation),
            number(theirs, PublishedDataset::returnMaximum),
            theirs.map(each -> Parameters.word(each.source())).orElse("")
          });
    }
    return CsvText.of(lines);
  }

  private static String number(
      Optional<PublishedDataset> theirs, Function<PublishedDataset, Double> part) {
    return theirs
        .map(part)
        .filter(value -> !value.isNaN())
        .map(value -> Double.toString(value))
        .orElse("");
  }

  /** Returns the numbers that a reader compares, in Markdown, with how to make them again. */
  public String markdown() {
    return Markdown.of(document());
  }

  /** Returns the page. */
  public Document document() {
    return new Document(
        List.of(
            new Heading(1, TITLE),
            new Text(
                "One line per dataset; what was published about D4RL's data of the same name"
                    + " stands on the right. Returns are undiscounted and those of finished"
                    + " episodes; the score is their mean on D4RL's scale, 0 = random and 100 ="
                    + " expert. \"Terminated\" is the share of episodes that ended by the task;"
                    + " \"saturated\" that of action coordinates within half a percent of their"
                    + " range of a bound. One JSON file per dataset beside this page has the"
                    + " histogram of the scores, the checksums of the policies and the hash of"
                    + " the data."),
            table(),
            new Text(
                "D4RL's numbers are recalled, not looked up; those with a question mark are not"
                    + " sure."),
            new Text(
                "Made by `prefbench dataset cards --output results/datasets`, which makes what"
                    + " is missing.")));
  }

  private Block.Table table() {
    return new TextTable<>(cards)
        .column("dataset", DatasetCard::dataset)
        .column("steps", card -> Format.text("%,d", card.steps()))
        .column("episodes", card -> Format.text("%,d", card.episodes()))
        .column(
            "return", card -> Format.spread(card.returnMean(), card.returnStandardDeviation(), 0))
        .column("min", card -> Format.fixed(card.returnMinimum(), 0))
        .column("max", card -> Format.fixed(card.returnMaximum(), 0))
        .column("score", card -> Format.fixed(card.normalizedScore(), 1))
        .column("terminated", card -> Format.fixed(100 * card.terminatedShare(), 1) + " %")
        .column("saturated", card -> Format.fixed(100 * card.actionSaturation(), 1) + " %")
        .column("D4RL steps", card -> known(card, each -> Format.text("%,d", each.steps())))
        .column("D4RL episodes", card -> known(card, each -> Format.text("%,d", each.episodes())))
        .column(
            "D4RL return",
            card ->
                known(
                    card,
                    each -> Format.spread(each.returnMean(), each.returnStandardDeviation(), 0)))
        .column("D4RL score", card -> known(card, each -> Format.fixed(each.score(), 1)))
        .table();
  }

  private String known(DatasetCard card, Function<PublishedDataset, String> cell) {
    return theirs(card)
        .map(
            each -> {
              String text = cell.apply(each);
              boolean sure = each.source() != PublishedDataset.Source.UNCERTAIN;
              return sure || text.equals(Format.NONE) ? text : text + " ?";
            })
        .orElse(Format.NONE);
  }

  private Optional<PublishedDataset> theirs(DatasetCard card) {
    return Optional.ofNullable(published.get(card.dataset()));
  }
}
