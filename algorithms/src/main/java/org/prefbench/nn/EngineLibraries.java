package org.prefbench.nn;

import ai.djl.engine.Engine;
import ai.djl.util.Platform;
import ai.djl.util.Utils;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.prefbench.core.Checks;
import org.prefbench.core.FileErrors;
import org.prefbench.core.InvalidInputException;

/**
 * The engine's native libraries. They come in a jar and have to lie in a folder to be loaded:
 * DJL's, {@code DJL_CACHE_DIR} or {@code .djl.ai} in the home folder. DJL unpacks what is missing
 * and trusts what is there; a file that was cut short or changed would end the process. Here each
 * is held against the size and CRC-32 in its jar whenever the engine starts, and unpacked again if
 * it differs. Any number of processes may do so at once: one unpacks, the others wait.
 */
final class EngineLibraries {
  private static final String ENGINE = "pytorch";
  private static final String TEMPORARY = ".tmp";

  private EngineLibraries() {}

  /** What a library on disk has to be. */
  private record Content(long size, long crc) {}

  /**
   * Sees to it that the engine will find its libraries whole. Does nothing where the user names
   * libraries of his own, or none for this machine is on the class path.
   *
   * @throws InvalidInputException with the remedy if they cannot be unpacked
   */
  static void prepare() {
    if (Stream.of("PYTORCH_LIBRARY_PATH", "PYTORCH_VERSION")
        .map(Utils::getEnvOrSystemProperty)
        .anyMatch(own -> own != null && !own.isEmpty())) {
      return;
    }
    Platform platform = Platform.detectPlatform(ENGINE);
    if (platform.isPlaceholder()) {
      return;
    }
    String kind = platform.getFlavor() + "/" + platform.getClassifier() + "/";
    Map<String, String> resources = new LinkedHashMap<>(); // by the name of the file
    for (String library : platform.getLibraries()) {
      resources.put(library, ENGINE + "/" + kind + library);
    }
    String door = System.mapLibraryName("djl_torch");
    resources.put(
        Engine.getDjlVersion() + "-" + door,
        "jnilib/" + platform.getClassifier() + "/" + platform.getFlavor() + "/" + door);
    unpack(
        resources,
        Utils.getEngineCacheDir(ENGINE)
            .resolve(
                platform.getVersion()
                    + "-"
                    + platform.getFlavor()
                    + "-"
                    + platform.getClassifier()));
  }

  /**
   * Unpacks what is missing or damaged.
   *
   * @param resources on the class path, by the name of the file that each becomes; one that is not
   *     there is left to the engine
   * @throws InvalidInputException with the remedy if {@code folder} cannot be written to
   */
  static void unpack(Map<String, String> resources, Path folder) {
    try {
      if (damaged(resources, folder).isEmpty()) {
        return;
      }
      Files.createDirectories(folder);
      Path lockFile = folder.resolveSibling(folder.getFileName() + ".lock");
      try (FileChannel channel =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        Checks.require(lock.isValid(), "cannot lock %s", lockFile);
        removeRests(folder);
        for (String name : damaged(resources, folder)) { // by now another may have done it
          unpack(resources.get(name), folder.resolve(name));
        }
      }
    } catch (IOException e) {
      throw new InvalidInputException(
          "the training engine's libraries cannot be unpacked into "
              + folder
              + ": "
              + FileErrors.reason(e)
              + "; make room there, or let DJL_CACHE_DIR name another folder",
          e);
    }
  }

  private static List<String> damaged(Map<String, String> resources, Path folder)
      throws IOException {
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, String> each : resources.entrySet()) {
      Optional<Content> wanted = packed(each.getValue());
      if (wanted.isPresent() && !wanted.equals(found(folder.resolve(each.getKey())))) {
        names.add(each.getKey());
      }
    }
    return names;
  }

  private static Optional<Content> packed(String resource) throws IOException {
    Optional<URL> url = url(resource);
    if (url.isEmpty()) {
      return Optional.empty();
    }
    URLConnection connection = url.get().openConnection();
    if (connection instanceof JarURLConnection jar) {
      return Optional.of(new Content(jar.getJarEntry().getSize(), jar.getJarEntry().getCrc()));
    }
    try (InputStream input = connection.getInputStream()) {
      return Optional.of(content(input));
    }
  }

  private static Optional<Content> found(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (InputStream input = Files.newInputStream(file)) {
      return Optional.of(content(input));
    }
  }

  private static Content content(InputStream input) throws IOException {
    CRC32 crc = new CRC32();
    byte[] buffer = new byte[1 << 20];
    long size = 0;
    for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
      crc.update(buffer, 0, count);
      size += count;
    }
    return new Content(size, crc.getValue());
  }

  /** Replaces a file as a whole: processes that have loaded the old one keep it. */
  private static void unpack(String resource, Path file) throws IOException {
    Path temporary =
        file.resolveSibling(
            "." + file.getFileName() + "." + ProcessHandle.current().pid() + TEMPORARY);
    try (InputStream input = url(resource).orElseThrow().openStream()) {
      Files.copy(input, temporary, StandardCopyOption.REPLACE_EXISTING);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** What a process that was killed left; nobody else unpacks, because we hold the lock. */
  private static void removeRests(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files.filter(path -> path.getFileName().toString().endsWith(TEMPORARY)).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Where a library's jar has it; results depend on the jar, not on a resource of this program. */
  private static Optional<URL> url(String resource) {
    return EngineLibraries.class.getClassLoader().resources(resource).findFirst();
  }
}
