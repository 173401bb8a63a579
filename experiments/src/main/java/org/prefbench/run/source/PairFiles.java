package org.prefbench.run.source;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.prefbench.core.Checks;
import org.prefbench.dataset.DatasetHeader;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;
import org.prefbench.preference.format.PreferenceContext;
import org.prefbench.preference.format.PreferenceFormat;
import org.prefbench.preference.format.PreferenceFormats;
import org.prefbench.stage.FilePairStage;
import org.prefbench.study.Preferences;

/** The labelled pairs of a file that a study names. */
public final class PairFiles {
  private PairFiles() {}

  /** Returns the format of the file. */
  public static PreferenceFormat format(Preferences settings) {
    return PreferenceFormats.of(path(settings));
  }

  /**
   * Returns the pairs.
   *
   * @param header what the data of the task are
   * @param whole all that the file holds which they come from, if they come from one
   * @param fileHash see {@link FileHash}
   * @throws org.prefbench.core.InvalidInputException also if the file was changed since its hash
   *     was taken
   */
  public static PreferenceDataset read(
      Preferences settings,
      DatasetHeader header,
      Optional<Supplier<TrajectoryDataset>> whole,
      String fileHash) {
    PreferenceContext context =
        new PreferenceContext(
            whole,
            Optional.of(header.environment()),
            settings.segmentLength() == 0
                ? OptionalInt.empty()
                : OptionalInt.of(settings.segmentLength()),
            notice -> {});
    PreferenceDataset pairs =
        FilePairStage.read(format(settings), path(settings), context, header, settings.pairs());
    Checks.require(
        FileHash.of(path(settings)).equals(fileHash),
        "%s: was changed while the study ran",
        path(settings));
    return pairs;
  }

  /** Returns the steps of the longest segment. */
  public static int length(PreferenceDataset pairs) {
    return pairs.pairs().stream().mapToInt(PreferencePair::length).max().orElseThrow();
  }

  private static Path path(Preferences settings) {
    return Path.of(settings.file().orElseThrow());
  }
}
