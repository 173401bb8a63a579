package org.prefbench.run.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.prefbench.core.Checks;
import org.prefbench.core.FileErrors;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Sha256;

/** SHA-256 of what a user's file holds, wherever it lies and whatever it is called. */
public final class FileHash {
  private FileHash() {}

  /**
   * Returns the hash of the bytes of a file; of a folder, that of the names and bytes of all files
   * in it.
   *
   * @throws InvalidInputException if there is none or it cannot be read
   */
  public static String of(Path path) {
    Checks.require(Files.exists(path), "%s: no such file", path);
    try {
      if (!Files.isDirectory(path)) {
        return Sha256.of(path);
      }
      Path folder = path.toRealPath();
      Sha256 hash = new Sha256();
      try (Stream<Path> inside = Files.walk(folder)) {
        List<Path> files = inside.filter(Files::isRegularFile).sorted().toList();
        for (Path file : files) {
          hash.add(folder.relativize(file).toString().replace('\\', '/')).add(Sha256.of(file));
        }
      }
      return hash.hex();
    } catch (IOException e) {
      throw new InvalidInputException(path + ": cannot be read: " + FileErrors.reason(e), e);
    }
  }
}
