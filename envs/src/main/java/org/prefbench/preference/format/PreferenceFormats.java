package org.prefbench.preference.format;

import java.nio.file.Files;
import java.nio.file.Path;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Services;
import org.prefbench.preference.PreferenceDataset;

/** Files of labelled pairs, in the format that their names say. */
public final class PreferenceFormats {
  private PreferenceFormats() {}

  /** Returns the registered formats. */
  public static Services<PreferenceFormat> registered() {
    return new Services<>("format of labels", PreferenceFormat.class, PreferenceFormat::id);
  }

  /**
   * Returns the format of a file or folder.
   *
   * @throws InvalidInputException if it is not there or no format accepts it
   */
  public static PreferenceFormat of(Path path) {
    Checks.require(Files.exists(path), "%s: no such file or folder", path);
    return registered().all().stream()
        .filter(format -> format.accepts(path))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    path
                        + ": labels in no known format (known: "
                        + String.join(", ", registered().ids())
                        + ")"));
  }

  /** Returns the pairs of a file or folder in the format that its name says. */
  public static PreferenceDataset read(Path path, PreferenceContext context) {
    return of(path).read(path, context);
  }
}
