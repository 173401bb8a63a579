package org.prefbench.contract;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Structure;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The memory that the process has allocated outside the Java heap and not given back, by the count
 * of the C library (glibc 2.33 or newer, mallinfo2(3)), which the training engine allocates from.
 */
final class NativeMemory {
  /**
   * Bytes. What the virtual machine itself comes to hold between two looks becomes less than this
   * sooner or later; one array of the engine that is forgotten per gradient step is more.
   */
  static final long CALM = 16 << 10;

  /** JDK 25 was seen to be calm only after more than eight. */
  private static final int LOOKS = 24;

  private static final Optional<C> LIBRARY = load();

  private NativeMemory() {}

  /** The part of the C library that is called. */
  public interface C extends Library {
    /** Returns the statistics of all arenas. */
    Statistics mallinfo2();
  }

  /** The fields of {@code struct mallinfo2}, all of type size_t. */
  @Structure.FieldOrder({
    "arena", "ordblks", "smblks", "hblks", "hblkhd",
    "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"
  })
  public static final class Statistics extends Structure implements Structure.ByValue {
    public NativeLong arena;
    public NativeLong ordblks;
    public NativeLong smblks;
    public NativeLong hblks;
    public NativeLong hblkhd; // bytes in blocks that were mapped one by one
    public NativeLong usmblks;
    public NativeLong fsmblks;
    public NativeLong uordblks; // bytes in use in the arenas
    public NativeLong fordblks;
    public NativeLong keepcost;
  }

  private static Optional<C> load() {
    try {
      C library = Native.load("c", C.class);
      library.mallinfo2();
      return Optional.of(library);
    } catch (LinkageError e) { // another C library, or an older one
      return Optional.empty();
    }
  }

  /**
   * Does {@code work} again and again and returns by how much the bytes in use grew each time, up
   * to the first calm look; nothing where the system does not tell.
   */
  static List<Long> growth(Runnable work) {
    List<Long> growth = new ArrayList<>();
    if (LIBRARY.isEmpty()) {
      return growth;
    }
    long before = inUse();
    do {
      work.run();
      long now = inUse();
      growth.add(now - before);
      before = now;
    } while (growth.get(growth.size() - 1) > CALM && growth.size() < LOOKS);
    return growth;
  }

  /** Returns the bytes in use, after Java's garbage has let go of what it held. */
  private static long inUse() {
    collect();
    collect(); // what one round finds is freed before the sentinel of the next is announced
    Statistics statistics = LIBRARY.orElseThrow().mallinfo2();
    return statistics.uordblks.longValue() + statistics.hblkhd.longValue();
  }

  private static void collect() {
    ReferenceQueue<Object> queue = new ReferenceQueue<>();
    PhantomReference<Object> sentinel = new PhantomReference<>(new Object(), queue);
    try {
      do {
        System.gc();
      } while (queue.remove(1_000) == null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sentinel.clear(); // keeps it reachable until here
  }
}
