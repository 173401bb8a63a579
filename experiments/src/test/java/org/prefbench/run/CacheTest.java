package org.prefbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import org.prefbench.code.Closure;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Sha256;

class CacheTest {
  private static final String KEY = Sha256.of("key");

  private static final Closure CODE =
      new Closure(new TreeMap<>(Map.of("org.prefbench.core.Seed", "0123456789ab")));

  @TempDir private Path folder;

  @Test
  void anEntryIsMadeOnceHoweverManyAsk() throws InterruptedException, ExecutionException {
    Cache cache = new Cache(folder);
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
    Cache cache = new Cache(folder);
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
    Cache cache = new Cache(folder);
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

  @Test
  void aFolderThatCannotBeWrittenToIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    String error =
        assertThrows(
                InvalidInputException.class,
                () -> new Cache(file.resolve("cache")).get("thing", KEY, CODE, target -> {}))
            .getMessage();
    assertTrue(error.startsWith("cache folder " + file.resolve("cache")), error);
  }
}
