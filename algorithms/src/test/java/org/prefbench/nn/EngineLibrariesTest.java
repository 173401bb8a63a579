package org.prefbench.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.JavaProcess;

/** The engine's libraries on disk, by those that DJL's jar of native interfaces holds. */
class EngineLibrariesTest {
  /** Small ones: the engine's own have 430 MiB. */
  private static final Map<String, String> RESOURCES =
      new TreeMap<>(
          Map.of(
              "1-libdjl_torch.so", "jnilib/linux-x86_64/cpu/libdjl_torch.so",
              "1-djl_torch.dll", "jnilib/win-x86_64/cpu/djl_torch.dll"));

  @TempDir private Path folder;

  private static byte[] packed(String name) throws IOException {
    try (InputStream input = ClassLoader.getSystemResourceAsStream(RESOURCES.get(name))) {
      return input.readAllBytes();
    }
  }

  private static void assertWhole(Path folder) throws IOException {
    for (String name : RESOURCES.keySet()) {
      assertArrayEquals(packed(name), Files.readAllBytes(folder.resolve(name)));
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(RESOURCES.size(), files.count());
    }
  }

  @Test
  void whatIsMissingOrDamagedIsUnpackedAndNothingElse() throws IOException {
    Path target = folder.resolve("deep").resolve("libraries");
    EngineLibraries.unpack(RESOURCES, target);
    assertWhole(target);
    Path door = target.resolve("1-libdjl_torch.so");
    Path other = target.resolve("1-djl_torch.dll");
    Object kept = Files.readAttributes(other, "unix:ino").get("ino");
    byte[] whole = Files.readAllBytes(door);

    Files.write(door, Arrays.copyOf(whole, whole.length - 1)); // cut short
    EngineLibraries.unpack(RESOURCES, target);
    assertWhole(target);

    byte[] changed = whole.clone();
    changed[whole.length / 2] ^= 1; // a bit
    Files.write(door, changed);
    Object damaged = Files.readAttributes(door, "unix:ino").get("ino");
    EngineLibraries.unpack(RESOURCES, target);
    assertWhole(target);
    assertNotEquals(damaged, Files.readAttributes(door, "unix:ino").get("ino")); // not in place

    Files.delete(door);
    Files.writeString(target.resolve(".1-libdjl_torch.so.1.tmp"), "left by a kill");
    EngineLibraries.unpack(RESOURCES, target);
    assertWhole(target);
    assertEquals(kept, Files.readAttributes(other, "unix:ino").get("ino"));
  }

  @Test
  void aPlaceThatCannotBeWrittenToIsNamedWithTheRemedy() throws IOException {
    Path file = Files.writeString(folder.resolve("home"), "a file");
    Path target = file.resolve("pytorch");
    assertEquals(
        "the training engine's libraries cannot be unpacked into "
            + target
            + ": Not a directory; make room there, or let DJL_CACHE_DIR name another folder",
        assertThrows(InvalidInputException.class, () -> EngineLibraries.unpack(RESOURCES, target))
            .getMessage());
  }

  /** Unpacks the small libraries into the folder in the first argument. */
  public static final class Unpacking {
    private Unpacking() {}

    /** Runs in a process of its own. */
    public static void main(String[] arguments) {
      EngineLibraries.unpack(RESOURCES, Path.of(arguments[0]));
    }
  }

  @Test
  void eightProcessesUnpackAtOnce() throws IOException, InterruptedException {
    Path target = folder.resolve("libraries");
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      processes.add(
          new ProcessBuilder(
                  JavaProcess.command(
                      List.of("-Xmx64m"), List.of(), Unpacking.class, List.of(target.toString())))
              .redirectErrorStream(true)
              .start());
    }
    for (Process process : processes) {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      assertEquals(0, process.exitValue(), said);
    }
    assertWhole(target);
  }
}
