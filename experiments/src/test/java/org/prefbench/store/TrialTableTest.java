package org.prefbench.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.core.InvalidInputException;
import org.prefbench.study.Protocol;
import org.prefbench.study.Study;
import org.prefbench.study.Trial;

class TrialTableTest {
  private static final Trial TRIAL =
      new Trial(
          new Study.Task("pendulum-medium-v1", 10), new Study.Method("pfm", "pfm", Map.of()), 4);

  @TempDir private Path folder;

  private Path written() {
    Path file = folder.resolve("trials.csv");
    TrialTable.write(
        file,
        List.of(
            Rows.row(TRIAL, Protocol.Evaluation.CHECKPOINT, -123.456, ""),
            Rows.row(TRIAL, Protocol.Evaluation.LAST, Math.PI, "a \"quoted\", text, é")));
    return file;
  }

  @Test
  void whatIsWrittenIsReadBackToTheLastDigit() {
    List<TrialRow> rows = TrialTable.read(written());
    assertEquals(2, rows.size());
    assertEquals(Rows.row(TRIAL, Protocol.Evaluation.CHECKPOINT, -123.456, ""), rows.get(0));
    assertEquals(
        Rows.row(TRIAL, Protocol.Evaluation.LAST, Math.PI, "a \"quoted\", text, é"), rows.get(1));
  }

  @Test
  void columnsAreInSnakeCaseAndTimesAreMarked() throws IOException {
    String header = Files.readAllLines(written()).get(0);
    assertTrue(header.startsWith("study,task,method,run,status,evaluation,mode,step,"), header);
    assertTrue(header.endsWith(",message,training_seconds,evaluation_seconds,peak_bytes"), header);
    assertFalse(TrialTable.reproducible("training_seconds"));
    assertFalse(TrialTable.reproducible("peak_bytes"));
    assertTrue(TrialTable.reproducible("return_mean"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-123.456 | many | :2: return_mean must be a number, got 'many'",
        ",ok, | ,okay, | :2: status must be one of ok, diverged, failed, got 'okay'",
        "return_mean | mean | :1: column 'return_mean' is missing",
        "return_mean | '' | :1: column 'return_mean' is missing",
        "return_std | return_mean | :1: column 'return_mean' is there twice",
        ",4,ok,checkpoint | ,-1,ok,checkpoint | :2: run must be >= 0, got -1",
        ",4,ok,checkpoint | ,4,ok | :2: expected 30 values, got 29",
      })
  void aDamagedTableIsNamedWithItsLine(String good, String bad, String message) throws IOException {
    Path file = written();
    Files.writeString(file, Files.readString(file).replaceFirst(good, bad));
    String error =
        assertThrows(InvalidInputException.class, () -> TrialTable.read(file)).getMessage();
    assertEquals(file + message, error);
  }

  @Test
  void aMissingTableIsNamed() {
    String error =
        assertThrows(InvalidInputException.class, () -> TrialTable.read(folder.resolve("none.csv")))
            .getMessage();
    assertTrue(error.startsWith(folder.resolve("none.csv") + " cannot be read"), error);
  }
}
