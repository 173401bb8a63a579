package org.prefbench.cli.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.cli.Shell;
import org.prefbench.cli.TemporaryHome;
import org.prefbench.numeric.Machine;
import org.prefbench.store.Provenance;
import org.prefbench.store.ResultStore;
import org.prefbench.store.TrialTable;

/**
 * The first run of every method of the quickstart, made again on this machine: all that does not
 * measure time or memory is what was committed, to the last digit.
 */
@ExtendWith(TemporaryHome.class)
@EnabledIfSystemProperty(
    named = "os.arch",
    matches = "amd64",
    disabledReason = "the engine's element-wise functions have other bits on other architectures")
class CommittedRowsTest {
  private static final Path COMMITTED = Path.of("..", "results", "quickstart");

  @TempDir private Path folder;

  @Test
  void areMadeAgainToTheLastDigit() throws Exception {
    Shell.ok("run", "quickstart", "--only", "**/0", "--output", folder, "--jobs", 2);
    List<Map<String, String>> expected =
        rows(COMMITTED).stream().filter(row -> row.get("run").equals("0")).toList();
    assertFalse(expected.isEmpty());
    String machines =
        "made on %s, here on %s"
            .formatted(
                Provenance.processor(
                    new ResultStore(COMMITTED).provenance().orElseThrow().machine()),
                Provenance.processor(Provenance.thisMachine(Machine.kernel())));
    assertEquals(expected, rows(folder), machines);
  }

  private static List<Map<String, String>> rows(Path results) throws IOException {
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (Reader file = Files.newBufferedReader(results.resolve("trials.csv"))) {
      return format.parse(file).stream().map(CommittedRowsTest::reproducible).toList();
    }
  }

  private static Map<String, String> reproducible(CSVRecord row) {
    return row.toMap().entrySet().stream()
        .filter(entry -> TrialTable.reproducible(entry.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
