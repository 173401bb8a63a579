package org.prefbench.stage;

import java.nio.file.Path;
import org.prefbench.core.Checks;
import org.prefbench.dataset.DatasetHeader;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;
import org.prefbench.preference.format.PreferenceContext;
import org.prefbench.preference.format.PreferenceFormat;

/** Labelled pairs of a file, in place of those that {@link PairStage} draws. */
public final class FilePairStage {
  private FilePairStage() {}

  /**
   * Returns the pairs of a file.
   *
   * @param data what the data of the task are
   * @param count how many of them, from the first; 0 for all
   * @throws org.prefbench.core.InvalidInputException if the file cannot be read, or its segments
   *     are not of the data's environment
   */
  public static PreferenceDataset read(
      PreferenceFormat format,
      Path file,
      PreferenceContext context,
      DatasetHeader data,
      int count) {
    PreferenceDataset found = format.read(file, context);
    PreferencePair any = found.pairs().get(0);
    Checks.require(
        found.environment().equals(data.environment()),
        "%s: holds pairs of %s, the data are of %s",
        file,
        found.environment(),
        data.environment());
    checkSize(file, "observations", any.first().observations().columns(), data.observationSize());
    checkSize(file, "actions", any.first().actions().columns(), data.actionSize());
    Checks.require(
        count <= found.pairs().size(),
        "%s: holds %d pairs, %d are asked for",
        file,
        found.pairs().size(),
        count);
    return count == 0
        ? found
        : new PreferenceDataset(
            found.environment(), found.pairs().subList(0, count), found.provenance());
  }

  private static void checkSize(Path file, String what, int found, int expected) {
    Checks.require(
        found == expected,
        "%s: its %s have %d numbers, those of the data have %d",
        file,
        what,
        found,
        expected);
  }
}
