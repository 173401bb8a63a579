package org.prefbench.cli.shared;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.dataset.Datasets;
import org.prefbench.dataset.EpisodeReader;
import picocli.CommandLine.Option;

/**
 * Whether a command may replace what is there. What this program wrote, it replaces; what it did
 * not, or cannot tell, it refuses by name unless it is told to.
 */
public final class Overwriting {
  /** For files of which nobody can tell who wrote them. */
  public static final Predicate<Path> NEVER = file -> false;

  @Option(
      names = "--overwrite",
      description = "Replace what is there even if PrefBench did not write it.")
  private boolean overwrite;

  /** Returns whether everything may be replaced. */
  public boolean allowed() {
    return overwrite;
  }

  /**
   * Fails early if a file is there that may not be replaced.
   *
   * @param own whether a file that is there was written by this program
   * @throws InvalidInputException with the file's name
   */
  public void check(Path file, Predicate<Path> own) {
    if (overwrite || !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Checks.require(
        !Files.isSymbolicLink(file),
        "%s: is a link, in whose place a file would be; --overwrite does so",
        file);
    Checks.require(
        own.test(file), "%s: exists already, and may be yours; --overwrite replaces it", file);
  }

  /** Returns whether a dataset file bears the content hash that this program writes. */
  public static boolean isOwnDataset(Path file) {
    try (EpisodeReader reader = Datasets.open(file)) {
      while (reader.declaredContentHash().isEmpty() && reader.hasNext()) {
        reader.next(); // a text has it at its end
      }
      return reader.declaredContentHash().isPresent();
    } catch (InvalidInputException e) {
      return false;
    }
  }

  /** Returns a test whether a file begins with a line, such as the heading of a page. */
  public static Predicate<Path> beginningWith(String line) {
    byte[] expected = (line + "\n").getBytes(StandardCharsets.UTF_8);
    return file -> {
      try (InputStream input = Files.newInputStream(file)) {
        return Arrays.equals(expected, input.readNBytes(expected.length));
      } catch (IOException e) {
        return false;
      }
    };
  }
}
