package org.prefbench.cli.shared;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Parameters;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** What several commands ask of their arguments. */
public final class Arguments {
  private Arguments() {}

  /** Runs {@code lookup} of something typed, so that what is wrong with it is a usage error. */
  public static <T> T typed(CommandLine command, Supplier<T> lookup) {
    try {
      return lookup.get();
    } catch (InvalidInputException e) {
      throw new ParameterException(command, e.getMessage(), e);
    }
  }

  /** Runs {@code check} of something typed, so that what is wrong with it is a usage error. */
  public static void checkTyped(CommandLine command, Runnable check) {
    typed(
        command,
        () -> {
          check.run();
          return true;
        });
  }

  /** Returns whether {@code text} is a path rather than an id. */
  public static boolean looksLikeFile(String text) {
    return text.contains("/") || text.contains("\\") || Files.isRegularFile(Path.of(text));
  }

  /**
   * Fails early, before hours of work, if {@code output} can surely not be written; the folders
   * above it need not exist yet.
   *
   * @throws InvalidInputException if it cannot be
   */
  public static void checkWritable(Path output) {
    Path file = output.toAbsolutePath().normalize();
    Checks.require(!Files.isDirectory(file), "%s: is a folder, expected a file", output);
    Checks.require(
        !Files.exists(file) || Files.isRegularFile(file), "%s: is a device, not a file", output);
    checkWritableFolder(output, file.getParent(), "");
  }

  /**
   * Fails early if nothing can be written below {@code folder}, which need not exist yet.
   *
   * @throws InvalidInputException if it cannot be
   */
  public static void checkWritableFolder(Path folder) {
    checkWritableFolder(folder, folder.toAbsolutePath().normalize(), "");
  }

  /**
   * Fails early if nothing can be written below the cache's folder, which need not exist yet.
   *
   * @throws InvalidInputException if it cannot be
   */
  public static void checkWritableCache(Path folder) {
    checkWritableFolder(
        folder,
        folder.toAbsolutePath().normalize(),
        "; PREFBENCH_CACHE=DIR keeps the cache elsewhere, --output DIR results");
  }

  private static void checkWritableFolder(Path asked, Path folder, String remedy) {
    Path present = folder;
    while (present != null && !Files.exists(present)) {
      present = present.getParent();
    }
    Checks.require(
        present != null && Files.isDirectory(present),
        "%s: cannot be written, because %s is not a folder%s",
        asked,
        present,
        remedy);
    Checks.require(
        Files.isWritable(present),
        "%s: cannot be written, no permission to write in %s%s",
        asked,
        present,
        remedy);
  }

  /**
   * Has every option and argument of a command that is a choice, and of those below, typed as a
   * word.
   */
  public static void readWords(CommandLine command) {
    for (ArgSpec argument : command.getCommandSpec().args()) {
      for (Class<?> type : argument.auxiliaryTypes()) {
        if (type.isEnum()) {
          readWords(command, type);
        }
      }
    }
    command.getSubcommands().values().forEach(Arguments::readWords);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // what an enumeration is of, nobody knows here
  private static void readWords(CommandLine command, Class type) {
    command.registerConverter(type, word -> choice(type, word));
  }

  /**
   * Returns the choice that is typed as {@code word}.
   *
   * @throws TypeConversionException if there is none
   */
  public static <E extends Enum<E>> E choice(Class<E> type, String word) {
    List<String> words = Arrays.stream(type.getEnumConstants()).map(Parameters::word).toList();
    int index = words.indexOf(word);
    if (index < 0) {
      throw new TypeConversionException(Checks.unknown("word", word, words).getMessage());
    }
    return type.getEnumConstants()[index];
  }

  /** Returns the {@code KEY=VALUE} texts of the option {@code --set} as a map. */
  public static Map<String, String> settings(CommandLine command, Iterable<String> texts) {
    return settings(command, "--set", texts);
  }

  /**
   * Returns {@code KEY=VALUE} texts as a map.
   *
   * @param option what they were typed behind
   * @throws ParameterException if a text has another form or a key comes twice
   */
  public static Map<String, String> settings(
      CommandLine command, String option, Iterable<String> texts) {
    Map<String, String> settings = new TreeMap<>();
    for (String text : texts) {
      int at = text.indexOf('=');
      checkTyped(
          command,
          () -> {
            Checks.require(at > 0, "%s must be KEY=VALUE, got '%s'", option, text);
            String before = settings.put(text.substring(0, at), text.substring(at + 1));
            Checks.require(before == null, "%s names '%s' twice", option, text.substring(0, at));
          });
    }
    return settings;
  }

  /** Returns all words of the command line as they were typed, for the provenance. */
  public static List<String> words(CommandLine command) {
    CommandLine root = command;
    while (root.getParent() != null) {
      root = root.getParent();
    }
    return root.getParseResult().originalArgs();
  }
}
