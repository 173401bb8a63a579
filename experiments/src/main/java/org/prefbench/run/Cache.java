package org.prefbench.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.prefbench.code.Closure;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Checks;
import org.prefbench.core.FileErrors;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Sha256;
import org.prefbench.store.CodeTable;
import org.prefbench.store.Home;

/**
 * Expensive things on disk, each in a folder {@code KIND/KEY} where the key is a hash of everything
 * that it depends on, with a table of the classes that made it. A folder appears at once with all
 * its files and is checked whenever it is used; one that is damaged, in whatever way, is made anew.
 * Any number of threads that share one instance and any number of processes may use one cache: a
 * lock per entry lets one of them make it and the others wait.
 */
public final class Cache {
  private static final String MANIFEST = "manifest.txt";
  private static final String CODE = "code.csv";

  private static final int LARGEST_MANIFEST = 1 << 20; // bytes

  private final Path root;
  private final Consumer<String> notices;
  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

  /**
   * Uses a folder.
   *
   * @param root need not exist yet
   * @param notices hears in a line of every entry that was damaged
   */
  public Cache(Path root, Consumer<String> notices) {
    this.root = root.toAbsolutePath().normalize();
    this.notices = notices;
  }

  /**
   * Returns the folder used where nothing else is said: {@code PREFBENCH_CACHE} if that is set,
   * otherwise {@code results/local/cache} where the program lives.
   */
  public static Path standardFolder() {
    return Optional.ofNullable(System.getenv("PREFBENCH_CACHE"))
        .filter(folder -> !folder.isBlank())
        .map(Path::of)
        .orElseGet(() -> Home.local().resolve("cache"));
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
   * Returns the entry of a kind and a key, made by {@code maker} if it is not there or damaged.
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
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        try {
          return new Entry(folder, check(folder), true);
        } catch (InvalidInputException e) {
          notices.accept(
              "cache entry " + folder + " is damaged and is made again: " + e.getMessage());
        }
      }
      return new Entry(folder, make(folder, code, maker), false);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write the cache entry " + folder + ": " + FileErrors.reason(e), e);
    } finally {
      threads.unlock();
    }
  }

  private FileChannel open(Path lockFile) {
    try {
      Files.createDirectories(lockFile.getParent());
      return FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new InvalidInputException(
          "cache folder "
              + root
              + " cannot be written to: "
              + FileErrors.reason(e)
              + " ("
              + root.relativize(lockFile)
              + "); PREFBENCH_CACHE names another",
          e);
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
      for (String name : names(temporary)) {
        manifest.append(hash(temporary.resolve(name)) + " " + name + "\n");
      }
      Files.writeString(temporary.resolve(MANIFEST), manifest);
      Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
      return elapsed;
    } finally {
      delete(temporary);
    }
  }

  /**
   * Returns the time in the manifest.
   *
   * @throws InvalidInputException if the files are not those that were made, with the reason
   */
  private static Stopwatch.Elapsed check(Path folder) {
    Checks.require(Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS), "%s is no folder", folder);
    Path file = folder.resolve(MANIFEST);
    checkFile(file);
    List<String> lines = AtomicFiles.read(file, LARGEST_MANIFEST).lines().toList();
    Stopwatch.Elapsed elapsed = elapsed(lines.isEmpty() ? "" : lines.get(0));
    Map<String, String> expected = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] parts = line.split(" ", 2);
      Checks.require(parts.length == 2, "%s has a line that is no hash and name", MANIFEST);
      expected.put(parts[1], parts[0]);
    }
    Set<String> found = names(folder);
    Checks.require(
        expected.keySet().equals(found), "its files are %s, not %s", found, expected.keySet());
    for (String name : found) {
      Checks.require(
          expected.get(name).equals(hash(folder.resolve(name))),
          "%s is not as it was written",
          name);
    }
    return elapsed;
  }

  private static Stopwatch.Elapsed elapsed(String line) {
    String[] words = line.split(" ");
    try {
      if (words.length == 3 && words[0].equals("seconds")) {
        return new Stopwatch.Elapsed(Double.parseDouble(words[1]), Double.parseDouble(words[2]));
      }
    } catch (NumberFormatException e) {
      throw new InvalidInputException(MANIFEST + " does not begin with the seconds", e);
    }
    throw new InvalidInputException(MANIFEST + " does not begin with the seconds");
  }

  /** A pipe, say, would be waited for without end. */
  private static void checkFile(Path file) {
    Checks.require(
        !Files.exists(file, LinkOption.NOFOLLOW_LINKS)
            || Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS),
        "%s is no file",
        file.getFileName());
  }

  private static String hash(Path file) {
    checkFile(file);
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw new InvalidInputException(
          file.getFileName() + " cannot be read: " + FileErrors.reason(e), e);
    }
  }

  /** Returns the names of all that is in a folder but for the manifest. */
  private static Set<String> names(Path folder) {
    Set<String> names = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    } catch (IOException e) {
      throw new InvalidInputException("it cannot be listed: " + FileErrors.reason(e), e);
    } catch (DirectoryIteratorException e) {
      throw new InvalidInputException("it cannot be listed: " + FileErrors.reason(e.getCause()), e);
    }
    names.remove(MANIFEST);
    return names;
  }

  /** Deletes a file, or a folder with all that is in it, if it is there; follows no links. */
  public static void delete(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      allow(path);
      List<Path> inside;
      try (Stream<Path> list = Files.list(path)) {
        inside = list.toList();
      }
      for (Path each : inside) {
        delete(each);
      }
    }
    Files.delete(path);
  }

  /** A folder that was taken its rights can be emptied by its owner, who may give them back. */
  private static void allow(Path folder) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
    if (view != null && !Files.isWritable(folder)) {
      view.setPermissions(PosixFilePermissions.fromString("rwx------"));
    }
  }
}
