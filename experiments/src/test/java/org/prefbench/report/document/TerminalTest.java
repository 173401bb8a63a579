package org.prefbench.report.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents in terminals of several widths. */
class TerminalTest {
  private static final List<String> COLUMNS =
      List.of(
          "method",
          "family",
          "runs",
          "mean",
          "IQM [95 %]",
          "vs reference [95 %]",
          "P(> reference) [95 %]",
          "vs dpo [95 %]");

  /** Twenty-five methods of five families, as a large study has them. */
  private static Document scores() {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      int method = i;
      List<String> row = new ArrayList<>(List.of("method-number-" + i, "family-" + i / 5));
      IntStream.range(2, COLUMNS.size())
          .forEach(j -> row.add(method + "." + j + " [-1.0, " + (100 + method) + ".0]"));
      rows.add(row);
    }
    String sentence =
        IntStream.range(0, 60).mapToObj(i -> "word" + i).collect(Collectors.joining(" "));
    return new Document(
        List.of(
            new Block.Heading(1, sentence),
            new Block.Text(sentence),
            new Block.Table(COLUMNS, rows),
            new Block.Notes(List.of(sentence, "x".repeat(300)))));
  }

  private static List<String> cells(String line) {
    return List.of(line.split("\\|")).stream().map(String::strip).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 120})
  void noLineIsLongerAndNothingIsLost(int width) {
    String text = Terminal.of(scores(), new Terminal.Look(width, false));
    text.lines().forEach(line -> assertTrue(line.length() <= width, line));
    Block.Table table = (Block.Table) scores().blocks().get(2);
    List<String> lines = text.lines().filter(line -> line.endsWith("|")).toList();
    for (List<String> row : table.lines()) {
      List<String> seen =
          lines.stream()
              .map(TerminalTest::cells)
              .filter(cells -> cells.get(0).equals(row.get(0)))
              .flatMap(cells -> cells.stream().skip(1))
              .toList();
      assertEquals(row.subList(1, row.size()), seen);
    }
    String sentence = ((Block.Text) scores().blocks().get(1)).text();
    String words = text.replaceAll("\\s+", " ");
    assertEquals(3, words.split(sentence, -1).length - 1, "heading, text and note");
    assertEquals(300, text.chars().filter(letter -> letter == 'x').count());
  }

  @Test
  void whereAllFitsTheTableIsWhole() {
    String whole = Terminal.of(scores());
    int widest =
        whole.lines().filter(line -> line.endsWith("|")).mapToInt(String::length).max().getAsInt();
    assertEquals(25 + 1, whole.lines().filter(line -> line.endsWith("|")).count());
    assertEquals(
        tableOf(whole),
        tableOf(Terminal.of(scores(), new Terminal.Look(widest, false))),
        "it fits to the last column");
    assertTrue(
        Terminal.of(scores(), new Terminal.Look(widest - 1, false))
                .lines()
                .filter(line -> line.endsWith("|"))
                .count()
            > 26);
  }

  private static List<String> tableOf(String text) {
    return text.lines().filter(line -> line.endsWith("|") || line.startsWith("---")).toList();
  }

  @Test
  void familiesArePartedByALine() {
    Block.Table table =
        new Block.Table(
            List.of("method", "family"),
            List.of(List.of("bc", "copy"), List.of("dpo", "pairs"), List.of("ipo", "pairs")));
    assertEquals(
        """
          method  |  family  |
        ----------------------
              bc  |    copy  |
        ----------------------
             dpo  |   pairs  |
             ipo  |   pairs  |
        """,
        Terminal.of(new Document(List.of(table))));
  }

  /** Two columns take 2 + 6 + 3 and 2 + 10 + 3 of 40, a third would take 15 more. */
  @Test
  void aTableIsFoldedBehindItsFirstColumn() {
    Block.Table table =
        new Block.Table(
            List.of("method", "aaaaaaaaaa", "bbbbbbbbbb"), List.of(List.of("dpo", "1", "2")));
    assertEquals(
        """
          method  |  aaaaaaaaaa  |
        --------------------------
             dpo  |           1  |

          method  |  bbbbbbbbbb  |
        --------------------------
             dpo  |           2  |
        """,
        Terminal.of(new Document(List.of(table)), new Terminal.Look(40, false)));
    assertEquals(
        3, Terminal.of(new Document(List.of(table)), new Terminal.Look(41, false)).lines().count());
  }

  @Test
  void cellsThatNoWidthHoldsBecomeAList() {
    String statement = "the mean of the rewards of the better segment is " + "no less ".repeat(5);
    Block.Table table =
        new Block.Table(
            List.of("statement", "verdict"), List.of(List.of(statement.strip(), "holds")));
    assertEquals(
        """
        the mean of the rewards of the better segment is no less no
          less no less no less no less
          verdict: holds
        """,
        Terminal.of(new Document(List.of(table)), new Terminal.Look(60, false)));
  }

  /** The colours of a terminal are sequences of ESC [ ... m (ECMA-48, 8.3.117). */
  @Test
  void coloursAddNothingButColours() {
    Block.Table table =
        new Block.Table(
            List.of("method", "vs reference"),
            List.of(
                List.of("pfm", "+2.00 [1.00, 3.00] *"),
                List.of("dpo", "-2.00 [-3.00, -1.00] *"),
                List.of("rlhf", "+0.10 [-1.00, 1.20]"),
                List.of("ipo", "[0.10, 0.20]")),
            Set.of(new Block.Cell(2, 0)));
    Document document = new Document(List.of(new Block.Heading(1, "Scores"), table));
    String colored = Terminal.of(document, new Terminal.Look(80, true));
    assertEquals(
        Terminal.of(document, new Terminal.Look(80, false)),
        colored.replaceAll("\u001b\\[\\d+m", ""));
    assertEquals(
        List.of(
            "1 Scores",
            "1 method",
            "1 vs reference",
            "36 +2.00 [1.00, 3.00] *",
            "33 -2.00 [-3.00, -1.00] *",
            "1 [rlhf]"),
        Pattern.compile("\u001b\\[([1-9]\\d*)m(.*?)\u001b\\[0m")
            .matcher(colored)
            .results()
            .map(match -> match.group(1) + " " + match.group(2).strip())
            .toList());
  }
}
