package org.prefbench.store.card;

import java.util.Map;

/** Dataset cards for tests. */
public final class Cards {
  private Cards() {}

  /** Returns a card with scores as given and other numbers that differ from each other. */
  public static DatasetCard card(
      String dataset, String environment, String tier, double... scores) {
    double mean = 0;
    for (double score : scores) {
      mean += score / scores.length;
    }
    return new DatasetCard(
        dataset,
        environment,
        tier,
        "b".repeat(64),
        7,
        12_345,
        scores.length,
        0.25,
        1_421.6,
        378.5,
        -11.2,
        3_222.4,
        mean,
        456.5,
        0.0625,
        DatasetCard.histogram(scores),
        "c".repeat(64),
        Map.of("commit", "abc"));
  }
}
