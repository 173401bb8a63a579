package org.prefbench.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prefbench.cli.Shell;
import org.prefbench.core.Message;

/** The rules that hold for what the program says, whatever it is given. */
final class Judge {
  /** The longest line of an error or a warning, in characters. */
  static final int LONGEST_LINE = 500;

  /** The note on a file of others, whatever becomes of the command. */
  private static final String NO_HASH =
      ": stores no content hash, so that damage to its numbers is not seen";

  /** What only people who know the program's inside understand. */
  private static final Pattern INSIDE =
      Pattern.compile(
          "\\b[A-Z]\\w*(Exception|Error)\\b" // a class of throwables
              + "|(?<![\\w/.])(java|javax|jdk|sun|io\\.jhdf|org\\.(prefbench|apache|yaml)|com\\.fasterxml|picocli)"
              + "\\.\\w+\\.\\w+" // a package, but no file
              + "|\\b\\w+\\.[a-z]\\w*\\(\\)" // a method
              + "|(\\[[A-Z]\\w*|[a-z]\\.[A-Z]\\w*);?@[0-9a-f]{6,8}\\b" // an object's address
              + "|\\benum constant\\b|\\bconstructor of\\b|\\bbecause \"");

  private Judge() {}

  /**
   * Returns what is wrong with an answer, nothing if all is as it should be.
   *
   * @param codes the exit codes that are right, apart from 0
   * @param names one of these names the file in an error
   */
  static List<String> faults(Shell answer, Set<Integer> codes, Set<String> names) {
    List<String> faults = new ArrayList<>();
    if (answer.code() != 0 && !codes.contains(answer.code())) {
      faults.add("exit code " + answer.code());
    }
    List<String> lines = answer.err().lines().toList();
    // a check that fails names each thing that is wrong; all other errors are one
    long errors = lines.stream().filter(line -> !line.endsWith(NO_HASH)).count();
    if (answer.code() != 0 && answer.code() != 5 && answer.code() != 4 && errors != 1) {
      faults.add(errors + " lines on standard error");
    }
    for (String line : lines) {
      if (!line.startsWith("prefbench: ")) {
        faults.add("a line that is not ours");
      }
      if (line.length() > LONGEST_LINE) {
        faults.add("a line of " + line.length() + " characters");
      }
      Matcher inside = INSIDE.matcher(line);
      if (inside.find()) {
        faults.add("speaks of " + inside.group());
      }
    }
    if (!isPrintable(answer.err().replace("\n", ""))) {
      faults.add("control characters on standard error");
    }
    // what is written for other programs may hold every letter, but nothing that a terminal obeys
    if (answer.out().replace("\n", "").chars().anyMatch(Character::isISOControl)) {
      faults.add("control characters on standard output");
    }
    String said = answer.err() + answer.out();
    // what is typed wrong is no file
    if (answer.code() > 2 && names.stream().noneMatch(said::contains)) {
      faults.add("names no file");
    }
    return faults.stream().distinct().toList();
  }

  /** Returns whether a terminal shows every character and does nothing else. */
  static boolean isPrintable(String text) {
    return Message.printable(text).equals(text);
  }
}
