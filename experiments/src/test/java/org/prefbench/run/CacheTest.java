package org.prefbench.run;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.prefbench.code.Closure;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Sha256;

class CacheTest {
  private static final String KEY = Sha256.of("key");

  private static final Closure CODE =
      new Closure(new TreeMap<>(Map.of("org.prefbench.core.Seed", "0123456789ab")));

  private final List<String> notices = new ArrayList<>();

  @TempDir private Path folder;

  @Test
  void anEntryIsMadeOnceHoweverManyAsk() throws InterruptedException, ExecutionException {
    Cache cache = new Cache(folder, notices::add);
    AtomicInteger made = new AtomicInteger();
    Callable<Cache.Entry> ask =
        () ->
            cache.get(
                "thing",
                KEY,
                CODE,
                target -> {
                  made.incrementAndGet();
                  Files.writeString(target.resolve("a"), "content");
                });
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Future<Cache.Entry>> answers = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        answers.add(pool.submit(ask));
      }
      int found = 0;
      for (Future<Cache.Entry> answer : answers) {
        assertTrue(Files.exists(answer.get().file("a")));
        found += answer.get().found() ? 1 : 0;
      }
      assertEquals(31, found);
    } finally {
      pool.shutdownNow();
    }
    assertEquals(1, made.get());
  }

  @Test
  void aMakerThatFailsLeavesNothing() throws IOException {
    Cache cache = new Cache(folder, notices::add);
    assertThrows(
        UncheckedIOException.class,
        () ->
            cache.get(
                "thing",
                KEY,
                CODE,
                target -> {
                  Files.writeString(target.resolve("half"), "x");
                  throw new IOException("disk full");
                }));
    try (Stream<Path> left = Files.list(folder.resolve("thing"))) {
      assertEquals(0, left.count());
    }
    assertFalse(cache.get("thing", KEY, CODE, target -> {}).found());
  }

  @Test
  void aDamagedEntryAndTheRestOfAKilledProcessAreReplaced() throws IOException {
    Cache cache = new Cache(folder, notices::add);
    Cache.Maker maker = target -> Files.writeString(target.resolve("a"), "content");
    Path file = cache.get("thing", KEY, CODE, maker).file("a");
    assertTrue(cache.get("thing", KEY, CODE, maker).found());
    Files.writeString(file, "contenu");
    assertFalse(cache.get("thing", KEY, CODE, maker).found());
    assertEquals("content", Files.readString(file));
    Files.delete(file);
    assertFalse(cache.get("thing", KEY, CODE, maker).found());

    String other = Sha256.of("other");
    Path rest = folder.resolve("thing").resolve("." + other + ".tmp");
    Files.createDirectories(rest);
    Files.writeString(rest.resolve("half"), "x");
    Cache.Entry entry = cache.get("thing", other, CODE, maker);
    assertFalse(Files.exists(entry.file("half")));
    assertFalse(Files.exists(rest));
  }

  /** Does something to the folder of an entry. */
  private interface Damage {
    void to(Path entry) throws IOException;
  }

  static Map<String, Damage> damages() {
    Map<String, Damage> all = new LinkedHashMap<>();
    all.put(
        "manifest.txt cannot be read: it is not UTF-8 text",
        entry ->
            Files.write(
                entry.resolve("manifest.txt"), "seconds 0.1 0.1\n\377".getBytes(ISO_8859_1)));
    all.put(
        "manifest.txt does not begin with the seconds",
        entry -> Files.writeString(entry.resolve("manifest.txt"), ""));
    all.put(
        "manifest.txt does not begin with the seconds ",
        entry -> Files.writeString(entry.resolve("manifest.txt"), "seconds . -\n"));
    all.put(
        "manifest.txt has a line that is no hash and name",
        entry -> Files.writeString(entry.resolve("manifest.txt"), "seconds 1 1\nx\n"));
    all.put(
        "its files are [a, code.csv], not []",
        entry -> Files.writeString(entry.resolve("manifest.txt"), "seconds 1 1\n"));
    all.put(
        "manifest.txt has more than the 1048576 bytes",
        entry -> Files.writeString(entry.resolve("manifest.txt"), "x".repeat((1 << 20) + 1)));
    all.put(
        "manifest.txt cannot be read: there is no such file",
        entry -> Files.delete(entry.resolve("manifest.txt")));
    all.put("manifest.txt is no file", entry -> folderInsteadOf(entry.resolve("manifest.txt")));
    all.put("a is no file", entry -> folderInsteadOf(entry.resolve("a")));
    all.put(
        "a is no file ",
        entry -> {
          Files.delete(entry.resolve("a"));
          Files.createSymbolicLink(entry.resolve("a"), Path.of("/dev/zero"));
        });
    all.put("a is not as it was written", entry -> Files.writeString(entry.resolve("a"), "conte"));
    all.put(
        "its files are [a, b, code.csv], not [a, code.csv]",
        entry -> Files.writeString(entry.resolve("b"), "more"));
    all.put(
        "is no folder",
        entry -> {
          Files.move(entry, entry.resolveSibling("moved"));
          Files.writeString(entry, "a file");
        });
    all.put(
        "is no folder ",
        entry -> {
          Files.move(entry, entry.resolveSibling("moved-too"));
          Files.createSymbolicLink(entry, Path.of("nowhere"));
        });
    return all;
  }

  private static void folderInsteadOf(Path file) throws IOException {
    Files.delete(file);
    Files.createDirectories(file.resolve("inner"));
  }

  @ParameterizedTest
  @MethodSource("damageNames")
  void whateverIsWrongWithAnEntryItIsSaidAndMadeAgain(String reason) throws IOException {
    Cache cache = new Cache(folder, notices::add);
    Cache.Maker maker = target -> Files.writeString(target.resolve("a"), "content");
    Path entry = cache.get("thing", KEY, CODE, maker).folder();
    damages().get(reason).to(entry);
    Cache.Entry again = cache.get("thing", KEY, CODE, maker);
    assertFalse(again.found());
    assertEquals("content", Files.readString(again.file("a")));
    assertTrue(cache.get("thing", KEY, CODE, maker).found());
    assertEquals(1, notices.size(), notices.toString());
    String notice = notices.get(0);
    assertTrue(
        notice.startsWith("cache entry " + entry + " is damaged and is made again: "), notice);
    assertTrue(notice.contains(reason.strip()), notice);
  }

  static Set<String> damageNames() {
    return damages().keySet();
  }

  /** Root may read and delete everything, so that nothing can be taken from it. */
  @Test
  void anEntryWithoutRightsIsMadeAgain() throws IOException {
    assumeFalse("root".equals(System.getProperty("user.name")), "root needs no rights");
    Cache cache = new Cache(folder, notices::add);
    Cache.Maker maker = target -> Files.writeString(target.resolve("a"), "content");
    for (String rights : List.of("---------", "r-xr-xr-x")) {
      Path entry = cache.get("thing", KEY, CODE, maker).folder();
      Files.setPosixFilePermissions(
          entry.resolve("a"), PosixFilePermissions.fromString("---------"));
      Files.setPosixFilePermissions(entry, PosixFilePermissions.fromString(rights));
      assertEquals("content", Files.readString(cache.get("thing", KEY, CODE, maker).file("a")));
    }
    assertEquals(2, notices.size());
  }

  @Test
  void aFolderThatCannotBeWrittenToIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    String error =
        assertThrows(
                InvalidInputException.class,
                () ->
                    new Cache(file.resolve("cache"), notices::add)
                        .get("thing", KEY, CODE, target -> {}))
            .getMessage();
    assertTrue(error.startsWith("cache folder " + file.resolve("cache")), error);
  }
}
