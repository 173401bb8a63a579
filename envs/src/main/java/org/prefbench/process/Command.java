package org.prefbench.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.prefbench.core.Checks;

/**
 * How a process is started.
 *
 * @param words program and arguments
 * @param seconds how long it may take to answer
 */
public record Command(List<String> words, double seconds) {
  /** Validates the words and copies the list. */
  public Command {
    words = List.copyOf(words);
    Checks.require(
        !words.isEmpty() && words.stream().noneMatch(String::isBlank),
        "a command must name a program, got %s",
        words);
    Checks.positive("seconds of a command", seconds);
  }

  /** Returns the files that the words name, in their order. */
  public List<Path> files() {
    return words.stream().map(Path::of).filter(Files::isRegularFile).toList();
  }

  /** Returns where the process works: in the folder of the first file that is named, if any is. */
  Optional<Path> folder() {
    return files().stream().findFirst().map(file -> file.toAbsolutePath().getParent());
  }

  /** Returns the words as they are typed. */
  @Override
  public String toString() {
    return String.join(" ", words);
  }
}
