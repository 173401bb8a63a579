package org.prefbench.run;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The largest memory of this process since a mark: resident memory where Linux tells it, which
 * counts the training engine's too, otherwise the Java heap.
 */
final class PeakMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path RESET = Path.of("/proc/self/clear_refs");
  private static final String RESET_PEAK = "5"; // see proc(5)

  private PeakMemory() {}

  /** Begins anew at the memory in use now. */
  static void mark() {
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    try {
      if (Files.isWritable(RESET)) {
        Files.writeString(RESET, RESET_PEAK);
      }
    } catch (IOException e) {
      return; // not allowed here: the peak is then that of the whole process
    }
  }

  /** Returns the largest memory since the mark, in bytes. */
  static long bytes() {
    return residentBytes()
        .orElseGet(
            () ->
                ManagementFactory.getMemoryPoolMXBeans().stream()
                    .mapToLong(pool -> pool.getPeakUsage().getUsed())
                    .sum());
  }

  private static Optional<Long> residentBytes() {
    if (!Files.isReadable(STATUS)) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty(); // not Linux after all
    }
  }
}
