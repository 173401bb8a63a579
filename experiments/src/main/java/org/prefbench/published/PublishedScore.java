package org.prefbench.published;

import java.util.List;
import java.util.Map;

/**
 * A cell of a table of the paper (Kim et al. 2024, arXiv 2405.19806), under the names that our
 * study of it has. The paper's column BC is the row {@code reference}; its DPO is the best of
 * several settings.
 *
 * @param study the study that repeats the table
 * @param task the task
 * @param method the method's label
 * @param mean the mean normalised score over five seeds
 * @param verified whether the mean was seen in print, not recalled
 */
record PublishedScore(String study, String task, String method, double mean, boolean verified) {
  private static final String TABLE = "kim-2024-table-3";
  private static final String STUDY = "table3";
  private static final Map<String, String> LABELS =
      Map.of("BC", "reference", "DPO", "dpo", "PFM", "pfm", "Marginal BC", "marginal-bc");

  /** Returns all cells that are known, without the table's own averages. */
  static List<PublishedScore> all() {
    return PublishedScores.named(TABLE).entries().stream()
        .filter(entry -> !entry.average())
        .map(
            entry ->
                new PublishedScore(
                    STUDY,
                    entry.dataset(),
                    LABELS.get(entry.method()),
                    entry.mean().value(),
                    !entry.mean().unverified()))
        .toList();
  }
}
