package org.prefbench.preference.format;

import java.nio.file.Path;
import java.util.Optional;
import org.prefbench.preference.PreferenceDataset;

/**
 * Label files of Preference Transformer (Kim et al. 2023, arXiv 2303.00957): a folder with the
 * pickled arrays {@code indices_num500} and {@code indices_2_num500} and the pickled list {@code
 * label_human}. Segments have 100 steps, unless the names end in {@code _q50} or it is said.
 */
public final class PreferenceTransformerFormat implements PreferenceFormat {
  @Override
  public String id() {
    return "preference-transformer";
  }

  @Override
  public String title() {
    return "Preference Transformer: a folder of pickles, indices_num*, indices_2_num*, label_human";
  }

  @Override
  public boolean accepts(Path path) {
    return firsts(path).isPresent()
        && NumpyFiles.named(path, "indices_2_num").isPresent()
        && NumpyFiles.named(path, "label_").isPresent();
  }

  private static Optional<Path> firsts(Path folder) {
    return NumpyFiles.named(folder, "indices_num");
  }

  @Override
  public PreferenceDataset read(Path path, PreferenceContext context) {
    Path firsts = firsts(path).orElseThrow();
    Path labels = NumpyFiles.named(path, "label_").orElseThrow();
    return IndexFiles.read(
        path,
        firsts,
        NumpyFiles.named(path, "indices_2_num").orElseThrow(),
        labels,
        IndexFiles.lengthIn(NumpyFiles.name(firsts), "_q"),
        NumpyFiles.name(labels).substring("label_".length()),
        context);
  }
}
