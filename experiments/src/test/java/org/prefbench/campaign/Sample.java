package org.prefbench.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.prefbench.cli.Shell;

/**
 * A kind of input: a valid one, the commands that read it, and what counts as an answer.
 *
 * @param kind its name in tables
 * @param original a file or a folder; its copy is called {@code name} wherever it is tried
 * @param name the name of the copy, which decides about the format of some kinds
 * @param damaged what of a folder is damaged, as the end of file names; empty for any of its files
 * @param coding what lies around the content and is made anew after most mutations
 * @param text whether mutations of text apply
 * @param place how the program comes by the input
 * @param commands words of the command line; INPUT and SCRATCH stand for the input and for a new
 *     path beside it
 * @param codes exit codes that are right, apart from 0
 * @param numbers what was read, by which a damaged input that is accepted is told from the valid
 *     one; nothing where no hash guards it
 */
record Sample(
    String kind,
    Path original,
    String name,
    List<String> damaged,
    Coding coding,
    boolean text,
    Place place,
    List<List<String>> commands,
    Set<Integer> codes,
    Optional<Numbers> numbers) {
  /** Stands for the input in a command. */
  static final String INPUT = "INPUT";

  /** Stands for a path beside the input that does not exist yet, in a command. */
  static final String SCRATCH = "SCRATCH";

  /** How the program comes by an input. */
  enum Place {
    /** A word of the command names it. */
    ARGUMENT,
    /** It is on the class path, as plug-ins are. */
    CLASS_PATH,
    /** It is the program's home, with the cache. */
    HOME
  }

  /** Tells what was read from an input that was accepted. */
  @FunctionalInterface
  interface Numbers {
    /** Returns the numbers, or nothing if the input is refused after all. */
    Optional<String> of(Path input) throws IOException;
  }

  /** Returns the files that may be damaged, as paths below the original. */
  List<Path> files() throws IOException {
    if (Files.isRegularFile(original)) {
      return List.of(Path.of(""));
    }
    try (Stream<Path> walk = Files.walk(original)) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> damaged.isEmpty() || damaged.stream().anyMatch(file.toString()::endsWith))
          .map(original::relativize)
          .sorted()
          .toList();
    }
  }

  /** Returns a command with its paths. */
  static String[] words(List<String> command, Path input) {
    return command.stream()
        .map(word -> word.replace(INPUT, input.toString()))
        .map(word -> word.replace(SCRATCH, input.resolveSibling("scratch").toString()))
        .toArray(String[]::new);
  }

  /** Runs a command on an input. */
  static Shell run(List<String> command, Path input) {
    return Shell.run(Arrays.stream(words(command, input)).toArray());
  }
}
