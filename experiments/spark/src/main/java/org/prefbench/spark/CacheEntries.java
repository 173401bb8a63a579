package org.prefbench.spark;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.prefbench.run.Cache;

/**
 * Puts what trials share, made on another machine, into this one's cache. Of the executors here one
 * does so and the others wait, so that the bytes travel once.
 */
final class CacheEntries {
  private CacheEntries() {}

  /**
   * Puts the entries there that this machine lacks; each appears with all its files. Whether one
   * that is there is whole, the worker looks.
   *
   * @param entries folders within the cache
   * @param bytes of their files, by the path within the cache; asked for only if one is missing
   */
  static synchronized void install(
      Path cache, List<String> entries, Supplier<HashMap<String, byte[]>> bytes)
      throws IOException {
    if (entries.stream().allMatch(entry -> exists(cache.resolve(entry)))) {
      return;
    }
    Path lockFile = cache.resolve("locks").resolve("received");
    Files.createDirectories(lockFile.getParent());
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      for (String entry : entries) {
        if (lock.isValid() && !exists(cache.resolve(entry))) {
          write(cache, entry, bytes.get());
        }
      }
    }
  }

  private static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static void write(Path cache, String entry, Map<String, byte[]> bytes)
      throws IOException {
    Path target = cache.resolve(entry);
    Files.createDirectories(target.getParent());
    Path temporary = target.resolveSibling("." + target.getFileName() + ".received");
    Cache.delete(temporary); // of an executor that was killed: we hold the lock, so nobody uses it
    Files.createDirectories(temporary);
    try {
      for (Map.Entry<String, byte[]> file : bytes.entrySet()) {
        Path name = Path.of(file.getKey());
        if (name.getParent().equals(Path.of(entry))) {
          Files.write(temporary.resolve(name.getFileName()), file.getValue());
        }
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!exists(target)) { // else a worker of another run has made it meanwhile
        throw e;
      }
    } finally {
      Cache.delete(temporary);
    }
  }
}
