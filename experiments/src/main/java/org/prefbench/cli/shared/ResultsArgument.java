package org.prefbench.cli.shared;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.prefbench.core.Checks;
import org.prefbench.run.Runs;
import org.prefbench.store.Home;
import org.prefbench.study.StudyFile;
import picocli.CommandLine;

/** A folder of results as it is named on the command line. */
public final class ResultsArgument {
  private ResultsArgument() {}

  /**
   * Returns the folder of results called {@code name}: a folder that is there comes first; a
   * shipped study stands for its results, local or committed.
   *
   * @throws CommandLine.ParameterException if there is no such folder and no such study
   */
  public static Path folder(CommandLine command, String name) {
    if (Files.isDirectory(Path.of(name)) || Arguments.looksLikeFile(name)) {
      return Path.of(name);
    }
    Arguments.checkTyped(
        command,
        () -> {
          if (!StudyFile.shipped().contains(name)) {
            throw Checks.unknown("folder or study", name, StudyFile.shipped());
          }
        });
    Path local = Runs.standardOutput(StudyFile.load(name, Map.of()).study());
    Path committed = Home.results().resolve(name);
    return Stream.of(local, committed).filter(Files::isDirectory).findFirst().orElse(local);
  }
}
