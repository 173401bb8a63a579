package org.prefbench.dataset;

/** Something whose episodes can be read from the start as often as wanted, with the same result. */
@FunctionalInterface
public interface EpisodeSource {
  /** Returns a reader at the first episode. */
  EpisodeReader open();
}
