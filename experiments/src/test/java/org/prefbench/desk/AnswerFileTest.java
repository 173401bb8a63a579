package org.prefbench.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.core.InvalidInputException;

/** The file of answers: what was written is read, whatever a crash cut off, and nothing else. */
class AnswerFileTest {
  private static final String TIME = "2026-01-01T00:00:00Z";

  @TempDir private Path folder;
  private Path path;

  @BeforeEach
  void name() {
    path = folder.resolve("labels-me.csv");
  }

  private static AnswerFile.Given given(int pair, Answer answer) {
    return new AnswerFile.Given(new Query(pair, Query.Side.SECOND), answer, 1.25);
  }

  private void write(Answer... answers) {
    try (AnswerFile file = AnswerFile.open(path)) {
      for (Answer answer : answers) {
        file.add(given(file.answers().size(), answer), TIME);
      }
    }
  }

  @Test
  void linesAreAnswersAndWhatWasTakenBack() throws Exception {
    try (AnswerFile file = AnswerFile.open(path)) {
      file.add(given(7, Answer.LEFT), TIME);
      file.undo(TIME);
      file.add(given(7, Answer.TIE), TIME);
    }
    assertEquals(
        List.of(
            "query,pair,left,answer,seconds,time",
            "0,7,second,left,1.250," + TIME,
            "0,,,undo,," + TIME,
            "0,7,second,tie,1.250," + TIME),
        Files.readAllLines(path));
    assertEquals(List.of(given(7, Answer.TIE)), AnswerFile.read(path));
  }

  /** Cut anywhere, the file holds the whole lines before the cut, and goes on from there. */
  @Test
  void aTornLastLineDoesNotCount() throws Exception {
    write(Answer.LEFT, Answer.RIGHT);
    byte[] whole = Files.readAllBytes(path);
    int header = "query,pair,left,answer,seconds,time\n".length();
    int first = header + ("0,0,second,left,1.250," + TIME + "\n").length();
    for (int length = 0; length <= whole.length; length++) {
      Files.write(path, Arrays.copyOf(whole, length));
      int expected = length == whole.length ? 2 : length >= first ? 1 : 0;
      assertEquals(expected, AnswerFile.read(path).size(), "cut at " + length);
      try (AnswerFile file = AnswerFile.open(path)) {
        for (int i = expected; i < 2; i++) {
          file.add(given(i, i == 0 ? Answer.LEFT : Answer.RIGHT), TIME);
        }
      }
      assertEquals(new String(whole, StandardCharsets.UTF_8), Files.readString(path));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "query;pair | line 1|the first line must be 'query,pair,left,answer,seconds,time'",
        "1,0,first,left,1.000,t | line 2|query must be 0, got '1'",
        "0,x,first,left,1.000,t | line 2|pair must be a number, got 'x'",
        "0,0,third,left,1.000,t | line 2|left must be first or second, got 'third'",
        "0,0,first,lefty,1.000,t | line 2|answer must be left, right, tie or skip, got 'lefty'",
        "0,0,first,left,-1,t | line 2|seconds must be a number with three decimals, got '-1'",
        "0,0,first,left,1.000 | line 2|has 5 columns, not 6",
        "-1,,,undo,,t | line 2|query must be -1, got '-1'",
      })
  void otherLinesAreRefusedByTheirPlace(String line, String place, String reason) throws Exception {
    write();
    String text = Files.readString(path);
    Files.writeString(path, place.equals("line 1") ? line + "\n" : text + line + "\n");
    for (Executable reading :
        List.<Executable>of(() -> AnswerFile.read(path), () -> AnswerFile.open(path))) {
      String message = assertThrows(InvalidInputException.class, reading).getMessage();
      assertTrue(message.startsWith(path + ":"), message);
      assertTrue(message.contains(reason), message);
      assertTrue(place.equals("line 1") || message.contains(place), message);
    }
  }

  @Test
  void oneDeskHasTheFile() {
    try (AnswerFile file = AnswerFile.open(path)) {
      assertEquals(
          path + ": another desk is open on it",
          assertThrows(InvalidInputException.class, () -> AnswerFile.open(path)).getMessage());
      file.add(given(0, Answer.SKIP), TIME);
    }
    write(Answer.LEFT);
    assertEquals(2, AnswerFile.read(path).size());
  }
}
