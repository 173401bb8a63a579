package org.prefbench.preference.format;

import java.nio.file.Path;
import org.prefbench.preference.PreferenceDataset;

/**
 * One way in which labelled pairs are kept on disk. Service provider interface: one line in {@code
 * META-INF/services} registers it.
 */
public interface PreferenceFormat {
  /** Returns the name of the format, such as {@code uni-rlhf}. */
  String id();

  /** Returns what the format is, in one line. */
  String title();

  /** Returns whether a file or folder is of this format, by its name and the names in it. */
  boolean accepts(Path path);

  /**
   * Returns the pairs of a file or folder.
   *
   * @throws org.prefbench.core.InvalidInputException with the file and the place in it, if it is
   *     damaged, breaks a rule of the format or needs what the context lacks
   */
  PreferenceDataset read(Path path, PreferenceContext context);
}
