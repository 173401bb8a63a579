package org.prefbench.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.prefbench.code.Closure;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Sha256;
import org.prefbench.store.CodeTable;

/**
 * Expensive things on disk, each in a folder {@code KIND/KEY} where the key is a hash of everything
 * that it depends on, with a table of the classes that made it. A folder appears at once with all
 * its files and is checked whenever it is used; one that is damaged is made anew. Any number of
 * threads that share one instance and any number of processes may use one cache: a lock per entry
 * lets one of them make it and the others wait.
 */
public final class Cache {
  private static final String MANIFEST = "manifest.txt";
  private static final String CODE = "code.csv";

  private final Path root;
  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

  /** Uses a folder, which need not exist yet. */
  public Cache(Path root) {
    this.root = root.toAbsolutePath();
  }

  /**
   * Returns the folder used where nothing else is said: {@code PREFBENCH_CACHE} if that is set,
   * otherwise {@code results/local/cache} where the program lives.
   */
  public static Path standardFolder() {
    return Optional.ofNullable(System.getenv("PREFBENCH_CACHE"))
        .filter(folder -> !folder.isBlank())
        .map(Path::of)
        .orElse(Path.of(System.getProperty("prefbench.home", "."), "results", "local", "cache"));
  }

  /** Returns the folder of the cache. */
  public Path folder() {
    return root;
  }

  /** Makes the files of an entry. */
  @FunctionalInterface
  interface Maker {
    /** Writes the files into {@code folder}, which is empty. */
    void make(Path folder) throws IOException;
  }

  /**
   * An entry.
   *
   * @param folder where its files are
   * @param elapsed how long it took to make
   * @param found whether it was there before
   */
  record Entry(Path folder, Stopwatch.Elapsed elapsed, boolean found) {
    /** Returns one of the files. */
    Path file(String name) {
      return folder.resolve(name);
    }
  }

  /**
   * Returns the entry of a kind and a key, made by {@code maker} if it is not there.
   *
   * @param code what {@code maker} is made of
   * @throws InvalidInputException if the cache's folder cannot be written to
   */
  Entry get(String kind, String key, Closure code, Maker maker) {
    Checks.require(key.matches("[0-9a-f]{64}"), "a cache key must be a hash, got '%s'", key);
    Path folder = root.resolve(kind).resolve(key);
    Path lockFile = root.resolve("locks").resolve(kind + "-" + key);
    ReentrantLock threads = locks.computeIfAbsent(lockFile.toString(), any -> new ReentrantLock());
    threads.lock(); // a lock on a file belongs to the whole process
    try (FileChannel channel = open(lockFile);
        FileLock processes = channel.lock()) {
      Checks.require(processes.isValid(), "cannot lock %s", lockFile);
      Optional<Stopwatch.Elapsed> elapsed = intact(folder);
      if (elapsed.isPresent()) {
        return new Entry(folder, elapsed.get(), true);
      }
      return new Entry(folder, make(folder, code, maker), false);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the cache entry " + folder + ": " + e, e);
    } finally {
      threads.unlock();
    }
  }

  private static FileChannel open(Path lockFile) {
    try {
      Files.createDirectories(lockFile.getParent());
      return FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new InvalidInputException(
          "cache folder " + lockFile.getParent().getParent() + " cannot be written to: " + e, e);
    }
  }

  private static Stopwatch.Elapsed make(Path folder, Closure code, Maker maker) throws IOException {
    Path temporary = folder.resolveSibling("." + folder.getFileName() + ".tmp");
    delete(temporary); // left by a process that was killed: we hold the lock, so nobody uses it
    delete(folder); // damaged
    Files.createDirectories(temporary);
    Stopwatch watch = new Stopwatch();
    try {
      maker.make(temporary);
      new CodeTable(List.of(code)).write(temporary.resolve(CODE));
      Stopwatch.Elapsed elapsed = watch.read();
      StringBuilder manifest = new StringBuilder();
      manifest.append("seconds " + elapsed.wall() + " " + elapsed.processor() + "\n");
      hashes(temporary).forEach((name, hash) -> manifest.append(hash + " " + name + "\n"));
      Files.writeString(temporary.resolve(MANIFEST), manifest);
      Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
      return elapsed;
    } finally {
      delete(temporary);
    }
  }

  /** Returns the time in the manifest, or nothing if the files are not those that were made. */
  private static Optional<Stopwatch.Elapsed> intact(Path folder) throws IOException {
    Path manifest = folder.resolve(MANIFEST);
    if (!Files.exists(manifest)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(manifest);
    Map<String, String> expected = new TreeMap<>();
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      String[] parts = line.split(" ", 2);
      expected.put(parts[parts.length - 1], parts[0]);
    }
    if (lines.isEmpty()
        || !lines.get(0).matches("seconds [0-9.E-]+ [0-9.E-]+")
        || !expected.equals(hashes(folder))) {
      return Optional.empty();
    }
    String[] seconds = lines.get(0).split(" ");
    return Optional.of(
        new Stopwatch.Elapsed(Double.parseDouble(seconds[1]), Double.parseDouble(seconds[2])));
  }

  private static Map<String, String> hashes(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> list = Files.list(folder)) {
      files = list.filter(file -> !file.getFileName().toString().equals(MANIFEST)).toList();
    }
    Map<String, String> hashes = new TreeMap<>();
    for (Path file : files) {
      hashes.put(file.getFileName().toString(), Sha256.of(file));
    }
    return hashes;
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(folder)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }
}
