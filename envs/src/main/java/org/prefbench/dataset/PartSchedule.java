package org.prefbench.dataset;

import org.prefbench.core.Seed;
import org.prefbench.policy.Behavior;

/**
 * Which part of a behaviour makes which episode of a dataset, and from which seed. Each part has
 * its share of the steps, but finishes the episode in which that is reached; the parts after it
 * then have less. Counts along: tell it every episode.
 */
final class PartSchedule {
  private final long[] ends; // steps of the dataset after which a part is over
  private final Seed stream;
  private long done;
  private int part;
  private long episode; // of the part

  PartSchedule(Behavior behavior, long steps, Seed stream) {
    this.stream = stream;
    ends = new long[behavior.parts().size()];
    double share = (double) steps / behavior.usualSteps();
    long before = 0;
    for (int i = 0; i < ends.length; i++) {
      before += behavior.parts().get(i).steps();
      ends[i] = i == ends.length - 1 ? steps : Math.round(share * before);
    }
    skip();
  }

  /** Returns the steps of the dataset. */
  long steps() {
    return ends[ends.length - 1];
  }

  /** Returns how many steps are still to come. */
  long missing() {
    return steps() - done;
  }

  /** Returns how many steps of the part are still to come. */
  long missingOfPart() {
    return ends[part] - done;
  }

  /** Returns the number of the part that makes the next episode. */
  int part() {
    return part;
  }

  /** Returns the seed whose numbered children are the episodes of the part. */
  Seed seed() {
    return ends.length == 1 ? stream : stream.child("part").child(part);
  }

  /** Returns the seed of the next episode. */
  Seed episodeSeed() {
    return seed().child(episode);
  }

  /** Counts an episode; returns whether the part is over. */
  boolean take(int length) {
    int before = part;
    done += length;
    episode++;
    skip();
    return part != before || missing() <= 0;
  }

  /** Goes on to the next part with anything to do. */
  private void skip() {
    while (part < ends.length - 1 && done >= ends[part]) {
      part++;
      episode = 0;
    }
  }
}
