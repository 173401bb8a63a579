package org.prefbench.core;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what a method used, so that a table can show the price and the privileges beside the
 * score. Thread-safe.
 */
public final class Ledger {
  /** What is counted. */
  public enum Entry {
    /** Updates of a parameter vector by an optimiser. */
    GRADIENT_STEPS,
    /** Environment steps taken in the simulator while training. */
    SIMULATOR_STEPS,
    /** Environment steps taken on forks while acting (look-ahead). */
    LOOK_AHEAD_STEPS,
    /**
     * Preference queries answered by a teacher while training or acting, beyond the given pairs.
     */
    TEACHER_QUERIES,
    /** Rows passed forward through a network while acting. */
    NETWORK_EVALUATIONS,
    /** Parameters trained by the method. */
    PARAMETERS
  }

  private final Map<Entry, LongAdder> counts = new EnumMap<>(Entry.class);

  /** Creates a ledger with all counts zero. */
  public Ledger() {
    for (Entry entry : Entry.values()) {
      counts.put(entry, new LongAdder());
    }
  }

  /** Adds {@code amount} to one count. */
  public void add(Entry entry, long amount) {
    counts.get(entry).add(amount);
  }

  /** Returns one count. */
  public long count(Entry entry) {
    return counts.get(entry).sum();
  }
}
