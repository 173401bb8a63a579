package org.prefbench.desk;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.prefbench.core.Checks;
import org.prefbench.core.FileErrors;
import org.prefbench.core.InvalidInputException;

/**
 * What one annotator answered: a line per answer, which is on the disk before the page hears of it,
 * and which nothing ever changes. An answer that is taken back gets a line that says so.
 *
 * <pre>
 * query    which of the annotator's queries, counted from 0
 * pair     the pair that was shown
 * left     which of its segments was on the left: first or second
 * answer   left, right, tie or skip; undo takes the last answer that stands back
 * seconds  how long it took, without breaks
 * time     when it was given, UTC
 * </pre>
 *
 * A last line without an end was cut off by a crash, before the page heard of it: it does not
 * count, and is gone when the next one is written.
 */
final class AnswerFile implements Closeable {
  private static final String HEADER = "query,pair,left,answer,seconds,time\n";
  private static final String UNDO = "undo";
  private static final int LARGEST = 1 << 26; // bytes

  private final Path file;
  private final FileChannel channel;
  private final List<Given> answers; // those that stand
  private long length; // bytes of whole lines

  /**
   * An answer that stands.
   *
   * @param seconds how long it took, >= 0
   */
  record Given(Query query, Answer answer, double seconds) {}

  private record Content(List<Given> answers, int length) {}

  private AnswerFile(Path file, FileChannel channel, Content content) {
    this.file = file;
    this.channel = channel;
    answers = new ArrayList<>(content.answers);
    length = content.length;
  }

  /**
   * Opens a file to go on with it, and makes it if there is none.
   *
   * @throws InvalidInputException if a line is not one that was written, or another desk has the
   *     file
   */
  static AnswerFile open(Path file) {
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new InvalidInputException(file + ": another desk is open on it");
      }
      try {
        AnswerFile opened = new AnswerFile(file, channel, content(file));
        if (opened.length == 0) {
          opened.append(HEADER);
        }
        return opened;
      } catch (InvalidInputException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + FileErrors.reason(e), e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) { // in this process
      return false;
    }
  }

  /**
   * Returns the answers that stand.
   *
   * @throws InvalidInputException if a line is not one that was written
   */
  static List<Given> read(Path file) {
    return content(file).answers;
  }

  private static Content content(Path file) {
    byte[] bytes;
    try {
      Checks.require(
          Files.size(file) <= LARGEST, "%s has more than the %d bytes it may have", file, LARGEST);
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InvalidInputException(file + " cannot be read: " + FileErrors.reason(e), e);
    }
    int length = bytes.length;
    while (length > 0 && bytes[length - 1] != '\n') {
      length--;
    }
    String[] lines = new String(bytes, 0, length, StandardCharsets.UTF_8).split("\n");
    Checks.require(
        length == 0 || (lines[0] + "\n").equals(HEADER),
        "%s: the first line must be '%s'",
        file,
        HEADER.strip());
    List<Given> answers = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      add(answers, file + ": line " + (i + 1), lines[i].split(",", -1));
    }
    return new Content(answers, length);
  }

  private static void add(List<Given> answers, String place, String[] cells) {
    Checks.require(cells.length == 6, "%s has %d columns, not 6", place, cells.length);
    boolean undo = cells[3].equals(UNDO);
    int expected = undo ? answers.size() - 1 : answers.size();
    Checks.require(
        expected >= 0 && cells[0].equals(String.valueOf(expected)),
        "%s: query must be %d, got '%s'",
        place,
        expected,
        cells[0]);
    if (undo) {
      answers.remove(expected);
      return;
    }
    Checks.require(
        cells[1].matches("\\d{1,9}"), "%s: pair must be a number, got '%s'", place, cells[1]);
    Checks.require(
        cells[4].matches("\\d{1,6}\\.\\d{3}"),
        "%s: seconds must be a number with three decimals, got '%s'",
        place,
        cells[4]);
    Query.Side left =
        Arrays.stream(Query.Side.values())
            .filter(side -> side.word().equals(cells[2]))
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        place + ": left must be first or second, got '" + cells[2] + "'"));
    Answer answer =
        answer(cells[3])
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        place
                            + ": answer must be left, right, tie or skip, got '"
                            + cells[3]
                            + "'"));
    Query query = new Query(Integer.parseInt(cells[1]), left);
    answers.add(new Given(query, answer, Double.parseDouble(cells[4])));
  }

  /** Returns the answer that is written so. */
  static Optional<Answer> answer(String word) {
    return Arrays.stream(Answer.values()).filter(answer -> answer.word().equals(word)).findFirst();
  }

  /** Returns the answers that stand, in their order. */
  List<Given> answers() {
    return List.copyOf(answers);
  }

  /**
   * Writes an answer; it is on the disk when this returns.
   *
   * @param time when it was given, ISO 8601
   */
  void add(Given given, String time) {
    Query query = given.query;
    String seconds = String.format(Locale.ROOT, "%.3f", given.seconds);
    append(
        String.join(
                ",",
                String.valueOf(answers.size()),
                String.valueOf(query.pair()),
                query.left().word(),
                given.answer.word(),
                seconds,
                time)
            + "\n");
    answers.add(new Given(query, given.answer, Double.parseDouble(seconds)));
  }

  /** Takes the last answer back. */
  void undo(String time) {
    int last = answers.size() - 1;
    append(last + ",,," + UNDO + ",," + time + "\n");
    answers.remove(last);
  }

  /** Writes a line behind the whole ones; if that fails, no part of it stays. */
  private void append(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    try {
      channel.truncate(length).position(length);
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
      length += bytes.length;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + FileErrors.reason(e), e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + file + ": " + FileErrors.reason(e), e);
    }
  }
}
