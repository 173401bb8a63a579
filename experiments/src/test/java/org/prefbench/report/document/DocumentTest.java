package org.prefbench.report.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.prefbench.core.InvalidInputException;
import org.prefbench.plot.Picture;
import org.prefbench.report.document.Block.Figure;
import org.prefbench.report.document.Block.Heading;
import org.prefbench.report.document.Block.Notes;
import org.prefbench.report.document.Block.Text;

/** One document with a block of each kind, written down by hand in every form. */
class DocumentTest {
  private record Line(String method, double mean) {}

  private static final Block.Table TABLE =
      new TextTable<>(List.of(new Line("a_b", 1.5), new Line("pfm", 12)))
          .column("method", Line::method)
          .column("empty", line -> "–")
          .column("mean ±", line -> Double.toString(line.mean()))
          .withoutColumnsOf("–")
          .table(List.of("best"), (name, column) -> column.equals("method") ? name : "*");

  private static final Document DOCUMENT =
      new Document(
          List.of(
              new Heading(1, "A & B"),
              new Text("50 % < 60 %."),
              new Heading(2, "Scores"),
              TABLE,
              new Notes(List.of("one | line", "another")),
              new Figure(
                  new Picture("bars", "Bars", new byte[] {1, 2, 3}, "<svg>#</svg>\n"),
                  "charts/bars")));

  @Test
  void markdown() {
    assertEquals(
        """
        # A & B

        50 % < 60 %.

        ## Scores

        | method | mean ± |
        | :----- | -----: |
        | a_b    |    1.5 |
        | pfm    |   12.0 |
        | best   |     \\* |

        - one \\| line
        - another

        ![Bars](charts/bars.png)
        """,
        Markdown.of(DOCUMENT));
  }

  @Test
  void latex() {
    assertEquals(
        """
        % needs \\usepackage{booktabs}

        % A & B
        % 50 % < 60 %.

        % Scores
        \\begin{tabular}{lr}
        \\toprule
        method & mean $\\pm$ \\\\
        \\midrule
        a\\_b & 1.5 \\\\
        pfm & 12.0 \\\\
        best & * \\\\
        \\bottomrule
        \\end{tabular}
        % one | line
        % another
        \\includegraphics[width=\\linewidth]{charts/bars.png}
        """,
        Latex.of(DOCUMENT));
    assertEquals("a\\_b \\& 5 \\% $<$ --", Latex.escape("a_b & 5 % < –"));
  }

  @Test
  void html() {
    String page = Html.of(DOCUMENT);
    assertTrue(page.contains("<title>A &amp; B</title>"), page);
    assertEquals(
        """
        <h1>A &amp; B</h1>
        <p class="finding">50 % &lt; 60 %.</p>
        <h2>Scores</h2>
        <div class="scroll">
        <table>
        <tr><th>method</th><th>mean ±</th></tr>
        <tr><td>a_b</td><td>1.5</td></tr>
        <tr><td>pfm</td><td>12.0</td></tr>
        <tr><td>best</td><td>*</td></tr>
        </table>
        </div>
        <ul>
        <li>one | line</li>
        <li>another</li>
        </ul>
        <figure><img alt="Bars" src='data:image/svg+xml,%3Csvg%3E%23%3C/svg%3E%0A'>\
        <figcaption>Bars</figcaption></figure>
        """,
        page.substring(page.indexOf("<h1>"), page.indexOf("</body>")));
    assertEquals("&lt;b&gt;&amp;&quot;", Html.escape("<b>&\""));
  }

  @Test
  void aLargePictureIsEmbeddedAsPixels() {
    Picture large = new Picture("bars", "Bars", new byte[] {1, 2, 3}, "-".repeat(400_001));
    String page = Html.of(new Document(List.of(new Figure(large, "charts/bars"))));
    assertTrue(page.contains("src='data:image/png;base64,AQID'"), page);
  }

  @Test
  void terminal() {
    String text = Terminal.of(DOCUMENT);
    assertEquals(List.of("A & B", "50 % < 60 %.", "Scores", ""), text.lines().limit(4).toList());
    assertEquals(
        List.of("", "one | line", "another", "Bars: charts/bars.png"),
        text.lines().skip(text.lines().count() - 4).toList());
    assertTrue(text.lines().anyMatch(line -> line.matches(" *pfm *\\| *12\\.0 *\\|")), text);
  }

  @Test
  void aRowHasACellForEachColumn() {
    InvalidInputException error =
        assertThrows(
            InvalidInputException.class,
            () -> new Block.Table(List.of("a", "b"), List.of(List.of("1"))));
    assertEquals("a row of a table must have 2 cells, got [1]", error.getMessage());
  }
}
