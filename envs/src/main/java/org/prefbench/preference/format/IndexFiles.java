package org.prefbench.preference.format;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.numpy.NumpyArray;
import org.prefbench.preference.numpy.PickleReader;

/**
 * Labels of people that point at rows: two lists of the rows where segments begin and one of
 * labels, of equal lengths. Rows are those of D4RL's {@code qlearning_dataset}, see {@link
 * Rows#ofTransitions}; the authors' code takes windows that cross the end of an episode as one
 * segment, here such pairs are left out.
 */
final class IndexFiles {
  private static final int USUAL_LENGTH = 100; // of Preference Transformer

  private IndexFiles() {}

  /**
   * Returns the pairs.
   *
   * @param folder as it was typed, for messages
   * @param length steps of a segment, as the names of the files tell them
   * @param annotator the name under which the labels stand
   */
  static PreferenceDataset read(
      Path folder,
      Path firsts,
      Path seconds,
      Path labels,
      OptionalInt length,
      String annotator,
      PreferenceContext context) {
    Checks.require(
        length.isEmpty()
            || context.segmentLength().isEmpty()
            || length.equals(context.segmentLength()),
        "%s: its name says that segments have %d steps, not %d",
        labels,
        length.orElse(0),
        context.segmentLength().orElse(0));
    int steps = length.orElse(context.segmentLength().orElse(USUAL_LENGTH));
    NumpyArray first = NumpyFiles.list(firsts);
    NumpyArray second = NumpyFiles.list(seconds);
    NumpyArray answers = PickleReader.read(labels);
    requireCount(seconds, second.size(), first.size());
    Checks.require(answers.axes() >= 1, "%s: holds a single number", labels);
    requireCount(labels, answers.shape(0), first.size());
    PairBuilder pairs =
        new PairBuilder(folder, Rows.ofTransitions(context.requireData(folder)), true);
    for (int i = 0; i < first.size(); i++) {
      String place = labels + ": pair " + i;
      pairs.add(
          place,
          new PairBuilder.Window(NumpyFiles.whole(first, i, firsts + ": item " + i), steps),
          new PairBuilder.Window(NumpyFiles.whole(second, i, seconds + ": item " + i), steps),
          label(answers, i, place),
          annotator);
    }
    return pairs.build(
        context, Map.of("labels", annotator, "segment-length", String.valueOf(steps)));
  }

  private static void requireCount(Path file, int found, int expected) {
    Checks.require(
        found == expected,
        "%s: holds %d pairs, the rows of the first segments %d",
        file,
        found,
        expected);
  }

  /** A number (0 first, 1 second, -1 equal) or a row of two shares, as scripted labels have. */
  private static Label label(NumpyArray answers, int index, String place) {
    if (answers.axes() == 2 && answers.shape(1) == 2) {
      double first = answers.get(2 * index);
      double second = answers.get(2 * index + 1);
      Checks.require(
          first + second == 1, "%s: shares must sum to 1, got %s and %s", place, first, second);
      return NumpyFiles.secondWins(second, place);
    }
    Checks.require(answers.axes() == 1, "%s: labels have %d axes", place, answers.axes());
    double answer = answers.get(index);
    if (answer == 0) {
      return Label.FIRST;
    } else if (answer == 1) {
      return Label.SECOND;
    } else if (answer == -1) {
      return Label.TIE;
    }
    throw new InvalidInputException(
        place + ": a label must be 0 (first), 1 (second) or -1 (equal), got " + answer);
  }

  /** Returns the number behind a word in a name, such as 200 in {@code num_2000_len_200_ab}. */
  static OptionalInt lengthIn(String name, String word) {
    Matcher found = Pattern.compile(Pattern.quote(word) + "([1-9]\\d{0,4})(?!\\d)").matcher(name);
    return found.find() ? OptionalInt.of(Integer.parseInt(found.group(1))) : OptionalInt.empty();
  }
}
