package org.prefbench.preference.format;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.prefbench.preference.PreferenceDataset;

/**
 * Label files of Uni-RLHF (Yuan et al. 2024, arXiv 2402.02423; Clean-Offline-RLHF): a folder with
 * the pickled arrays {@code human_label_...} (or {@code fake_label_...}), {@code indices_1_...} and
 * {@code indices_2_...}. Their names tell the steps of a segment, {@code ..._len_200_...}.
 */
public final class UniRlhfFormat implements PreferenceFormat {
  @Override
  public String id() {
    return "uni-rlhf";
  }

  @Override
  public String title() {
    return "Uni-RLHF: a folder of three pickled arrays, human_label_*, indices_1_*, indices_2_*";
  }

  @Override
  public boolean accepts(Path path) {
    return labels(path).isPresent()
        && NumpyFiles.named(path, "indices_1_").isPresent()
        && NumpyFiles.named(path, "indices_2_").isPresent();
  }

  private static Optional<Path> labels(Path folder) {
    return Stream.of("human_label_", "fake_label_")
        .flatMap(word -> NumpyFiles.named(folder, word).stream())
        .findFirst();
  }

  @Override
  public PreferenceDataset read(Path path, PreferenceContext context) {
    Path labels = labels(path).orElseThrow();
    String name = NumpyFiles.name(labels);
    return IndexFiles.read(
        path,
        NumpyFiles.named(path, "indices_1_").orElseThrow(),
        NumpyFiles.named(path, "indices_2_").orElseThrow(),
        labels,
        IndexFiles.lengthIn(name, "_len_"),
        name.startsWith("human") ? "human" : "script",
        context);
  }
}
