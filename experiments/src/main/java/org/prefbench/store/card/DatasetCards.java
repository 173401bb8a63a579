package org.prefbench.store.card;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.prefbench.core.Checks;
import org.prefbench.store.JsonFile;

/** Cards of datasets in a folder, one JSON file each, called as the dataset. */
public final class DatasetCards {
  /** The qualities in the order of a reader. */
  private static final List<String> TIERS =
      List.of("random", "medium-replay", "medium", "medium-expert", "expert");

  private static final String JSON = ".json";

  private final Path folder;

  /** Uses a folder, which need not exist yet. */
  public DatasetCards(Path folder) {
    this.folder = folder;
  }

  /** Puts a card into the folder, in place of that of the same dataset. */
  public void put(DatasetCard card) {
    JsonFile.write(file(card.dataset()), card);
  }

  /**
   * Returns the card of a dataset, if there is one.
   *
   * @throws org.prefbench.core.InvalidInputException if its file is damaged
   */
  public Optional<DatasetCard> get(String dataset) {
    return JsonFile.read(file(dataset), DatasetCard.class, "dataset card");
  }

  /**
   * Returns all cards, sorted by environment and quality.
   *
   * @throws org.prefbench.core.InvalidInputException if one is damaged, or there is none
   */
  public List<DatasetCard> all() {
    List<String> names;
    try (Stream<Path> files = Files.list(folder)) {
      names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(JSON) && !name.startsWith("."))
              .map(name -> name.substring(0, name.length() - JSON.length()))
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder + ": " + e, e);
    }
    Checks.require(!names.isEmpty(), "%s: there are no dataset cards", folder);
    return names.stream()
        .map(name -> get(name).orElseThrow())
        .sorted(
            Comparator.comparing(DatasetCard::environment)
                .thenComparing(card -> TIERS.indexOf(card.tier()))
                .thenComparing(DatasetCard::tier))
        .toList();
  }

  private Path file(String dataset) {
    return folder.resolve(dataset + JSON);
  }
}
