package org.prefbench.dataset;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.prefbench.core.InvalidInputException;

/**
 * Episodes of a file whose numbers are finite and, once the last is read, whose content is the one
 * that was written.
 */
final class CheckedReader implements EpisodeReader {
  private final Path file;
  private final EpisodeReader reader;
  private final ReadOptions options;
  private final ContentHash hash;
  private long index;

  CheckedReader(Path file, EpisodeReader reader, ReadOptions options) {
    this.file = file;
    this.reader = reader;
    this.options = options;
    hash = new ContentHash(reader.header());
  }

  @Override
  public DatasetHeader header() {
    return reader.header();
  }

  @Override
  public OptionalLong steps() {
    return reader.steps();
  }

  @Override
  public boolean hasNext() {
    return reader.hasNext();
  }

  @Override
  public Segment next() {
    Segment episode = Datasets.located(file, reader::next);
    Segment numbers = options.hiddenRewards() ? episode.withKnownRewards() : episode;
    Fault.notFinite(index, numbers)
        .ifPresent(
            fault -> {
              throw new InvalidInputException(file + ": " + fault);
            });
    hash.add(episode);
    index++;
    if (!Datasets.located(file, reader::hasNext)) {
      compareHash();
    }
    return episode;
  }

  private void compareHash() {
    Optional<String> declared = reader.declaredContentHash();
    if (declared.isEmpty()) {
      options
          .notices()
          .accept(file + ": stores no content hash, so that damage to its numbers is not seen");
      return;
    }
    String found = hash.hex();
    if (!found.equals(declared.get())) {
      throw new InvalidInputException(
          file
              + ": its numbers are not those that were written: their content hash is "
              + found
              + ", the file says "
              + (declared.get().matches("[0-9a-f]{64}") ? declared.get() : "no hash at all"));
    }
  }

  @Override
  public Optional<String> declaredContentHash() {
    return reader.declaredContentHash();
  }

  @Override
  public void close() {
    reader.close();
  }
}
