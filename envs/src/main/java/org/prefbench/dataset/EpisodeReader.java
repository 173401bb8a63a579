package org.prefbench.dataset;

import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The episodes of one dataset, one after another, so that files larger than memory can be read.
 * Reading throws {@link org.prefbench.core.InvalidInputException} where the file is damaged. Not
 * thread-safe.
 */
public interface EpisodeReader extends Iterator<Segment>, AutoCloseable {
  /** Returns what is common to all episodes. */
  DatasetHeader header();

  /** Returns the number of steps of all episodes, if it is known before they are read. */
  default OptionalLong steps() {
    return OptionalLong.empty();
  }

  /**
   * Returns the content hash that the writer of the file stored; known at the latest when all
   * episodes have been read.
   */
  Optional<String> declaredContentHash();

  /** Releases the file. */
  @Override
  void close();
}
