package org.prefbench.desk;

import java.io.Closeable;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.prefbench.canvas.CanvasReplay;
import org.prefbench.core.Checks;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.preference.SegmentPair;

/**
 * One annotator at work: the queries in their order and the answers so far. An answer names its
 * query, so that a request that comes again, because its reply was lost, changes nothing. Safe for
 * use by several threads.
 */
public final class Desk implements Closeable {
  private static final double LONGEST = 86_400; // s, of one answer

  private final DeskFolder folder;
  private final String annotator;
  private final EnvironmentFactory environment;
  private final PairChoice choice;
  private final AnswerFile file;
  private final Clock clock;

  /**
   * Opens the desk where the annotator left it.
   *
   * @param clock tells when an answer is given
   * @throws org.prefbench.core.InvalidInputException if the answers so far are to other queries
   */
  public Desk(DeskFolder folder, String annotator, DeskPlan plan, Clock clock) {
    this.folder = folder;
    this.annotator = DeskFolder.checkAnnotator(annotator);
    this.clock = clock;
    environment = Environments.registered().get(folder.environment());
    choice = new PairChoice(plan, folder, annotator);
    file = AnswerFile.open(folder.file(annotator));
    List<AnswerFile.Given> answers = file.answers();
    for (int i = 0; i < answers.size(); i++) {
      if (!choice.allows(answers.get(i).query(), answers.subList(0, i))) {
        file.close();
        Checks.require(
            false,
            "%s: answer %d is to another query than that of this seed, order and share of repeats",
            folder.file(annotator),
            i);
      }
    }
  }

  /** Returns who labels. */
  public String annotator() {
    return annotator;
  }

  /** Returns what the task is, in one line. */
  String title() {
    return environment.spec().title();
  }

  /** Returns the number of queries. */
  public int total() {
    return choice.total();
  }

  /** Returns the number of answers that stand, which is the number of the query that is next. */
  public synchronized int answered() {
    return file.answers().size();
  }

  /**
   * Returns the replays of a query, the left one first; nothing if there is no such query.
   *
   * @param number counted from 0, at most that of the next one
   */
  synchronized Optional<List<CanvasReplay>> replays(int number) {
    if (number >= total()) {
      return Optional.empty();
    }
    SegmentPair shown = folder.shown(choice.next(file.answers().subList(0, number)));
    return Optional.of(
        List.of(
            CanvasReplay.of(environment, shown.first()),
            CanvasReplay.of(environment, shown.second())));
  }

  /**
   * Takes the answer to a query; it is on the disk when this returns.
   *
   * @param seconds how long it took
   * @return whether this is the answer that stands: false if the query is not the next one and was
   *     not answered so
   * @throws org.prefbench.core.InvalidInputException if the seconds are none
   */
  synchronized boolean answer(int number, Answer answer, double seconds) {
    Checks.between("seconds", seconds, 0, LONGEST);
    List<AnswerFile.Given> given = file.answers();
    if (number < 0 || number > given.size() || number >= total()) {
      return false;
    }
    if (number < given.size()) {
      return given.get(number).answer() == answer;
    }
    file.add(new AnswerFile.Given(choice.next(given), answer, seconds), now());
    return true;
  }

  /**
   * Takes the last answer back.
   *
   * @param number of its query
   * @return whether that query is the next one now: false if it is not the last that was answered
   */
  synchronized boolean undo(int number) {
    int answered = file.answers().size();
    if (number >= 0 && number == answered - 1) {
      file.undo(now());
      return true;
    }
    return number == answered;
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** Returns what there is to tell of the answers so far. */
  public synchronized DeskCard card() {
    return DeskCard.of(folder, annotator, file.answers(), answered() == total());
  }

  @Override
  public synchronized void close() {
    file.close();
  }
}
