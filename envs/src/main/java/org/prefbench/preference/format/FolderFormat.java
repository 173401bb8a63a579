package org.prefbench.preference.format;

import java.nio.file.Files;
import java.nio.file.Path;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferenceFiles;

/** The folder that PrefBench itself writes. */
public final class FolderFormat implements PreferenceFormat {
  @Override
  public String id() {
    return "folder";
  }

  @Override
  public String title() {
    return "a folder of label create: pairs.csv beside segments.csv.gz";
  }

  @Override
  public boolean accepts(Path path) {
    return Files.isRegularFile(path.resolve("pairs.csv"));
  }

  @Override
  public PreferenceDataset read(Path path, PreferenceContext context) {
    return PreferenceFiles.read(path, context.notices());
  }
}
