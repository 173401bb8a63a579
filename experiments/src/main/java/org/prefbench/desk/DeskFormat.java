package org.prefbench.desk;

import java.nio.file.Path;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.format.PreferenceContext;
import org.prefbench.preference.format.PreferenceFormat;

/** The folder of a desk as labelled pairs, at any time and without a step between. */
public final class DeskFormat implements PreferenceFormat {
  @Override
  public String id() {
    return "desk";
  }

  @Override
  public String title() {
    return "a folder of desk: segments.csv.gz and labels-NAME.csv of each annotator";
  }

  @Override
  public boolean accepts(Path path) {
    return DeskFolder.isDesk(path);
  }

  @Override
  public PreferenceDataset read(Path path, PreferenceContext context) {
    return DeskFolder.open(path).preferences();
  }
}
