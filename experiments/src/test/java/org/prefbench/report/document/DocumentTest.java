package org.prefbench.report.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Message;
import org.prefbench.plot.Format;
import org.prefbench.plot.Picture;
import org.prefbench.plot.Sheet;
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

  private static final Sheet SHEET = Sheet.of((graphics, width, height) -> {}, 20, 10);

  private static final Document DOCUMENT =
      new Document(
          List.of(
              new Heading(1, "A & B"),
              new Text("50 % < 60 %."),
              new Heading(2, "Scores"),
              TABLE,
              new Notes(List.of("one | line", "another")),
              new Figure(new Picture("bars", "Bars", SHEET), "charts/bars")));

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

        ![Bars](charts/bars.svg)
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
        \\includegraphics[width=\\linewidth]{charts/bars.pdf}
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
        <thead>
        <tr><th scope="col">method</th><th scope="col">mean ±</th></tr>
        </thead>
        <tbody>
        <tr><th scope="row">a_b</th><td>1.5</td></tr>
        <tr><th scope="row">pfm</th><td>12.0</td></tr>
        <tr><th scope="row">best</th><td>*</td></tr>
        </tbody>
        </table>
        </div>
        <ul>
        <li>one | line</li>
        <li>another</li>
        </ul>
        <figure><img alt="Bars" src='data:image/svg+xml,...'>\
        <figcaption>Bars</figcaption></figure>
        """,
        page.substring(page.indexOf("<h1>"), page.indexOf("</body>"))
            .replaceFirst("xml,[^']*%3C/svg[^']*", "xml,..."));
    assertEquals("&lt;b&gt;&amp;&quot;", Html.escape("<b>&\""));
  }

  /** Texts as somebody may put them into the title of a study, the label of a method, a note. */
  private static final List<String> HOSTILE =
      List.of(
          "<img src=x onerror=alert(1)>",
          "</td></table><script>alert(1)</script>",
          "[here](javascript:alert(1))",
          "![x](javascript:alert(1))",
          "[a][b]",
          "[b]: javascript:alert(1)",
          "<javascript:alert(1)>",
          "a | b\\|c",
          "*a* _b_ ~~c~~ a_b",
          "&lt;b&gt; &#60;",
          "# heading\n# another",
          "1. list",
          "```\ncode",
          "    code",
          "' onmouseover='alert(1)",
          "\\input{/etc/passwd} $x$ 50%",
          "x\n\\input{/etc/passwd}\r\\y",
          "[1cm]",
          "*",
          "\u001b[2J\u202e",
          "");

  private static Document hostile() {
    return new Document(
        HOSTILE.stream()
            .flatMap(
                text ->
                    Stream.<Block>of(
                        new Heading(1, text),
                        new Text(text),
                        new Block.Table(List.of(text, text), List.of(List.of(text, text))),
                        new Notes(List.of(text)),
                        new Figure(new Picture("bars", text, SHEET), "charts/bars")))
            .toList());
  }

  /** Expected by the rules of CommonMark and of GitHub's tables, by hand. */
  @Test
  void hostileTextsAreNoMarkdown() {
    assertEquals("\\<img src=x onerror=alert(1)>", Markdown.escape(HOSTILE.get(0)));
    assertEquals("\\</td>\\</table>\\<script>alert(1)\\</script>", Markdown.escape(HOSTILE.get(1)));
    assertEquals("[here\\](javascript:alert(1))", Markdown.escape(HOSTILE.get(2)));
    assertEquals("[a\\][b]", Markdown.escape(HOSTILE.get(4)));
    assertEquals("[b\\]: javascript:alert(1)", Markdown.escape(HOSTILE.get(5)));
    assertEquals("\\<javascript:alert(1)>", Markdown.escape(HOSTILE.get(6)));
    assertEquals("a \\| b\\\\\\|c", Markdown.escape(HOSTILE.get(7)));
    assertEquals("\\*a\\* \\_b\\_ \\~\\~c\\~\\~ a_b", Markdown.escape(HOSTILE.get(8)));
    assertEquals("\\&lt;b\\&gt; \\&#60;", Markdown.escape(HOSTILE.get(9)));
    List<String> lines = Markdown.of(hostile()).lines().toList();
    assertTrue(lines.contains("\\# heading # another"), lines.toString());
    assertTrue(lines.contains("1\\. list"), lines.toString());
    assertTrue(lines.contains("- 1\\. list"), lines.toString());
    assertTrue(lines.contains("\\``` code"), lines.toString());
    assertTrue(lines.contains("code"), lines.toString());
    assertTrue(lines.contains("![\\[1cm\\]](charts/bars.svg)"), lines.toString());
    assertTrue(lines.contains("\\u001b[2J\\u202e".replace("\\", "\\\\")), lines.toString());
    // a line for a heading, a text, a head, its rule, a row, a note and a picture; empty ones
    // between
    assertEquals(HOSTILE.size() * (7 + 5) - 1, lines.size());
  }

  /** Nothing but the elements and attributes that the renderer itself writes. */
  @Test
  void hostileTextsAreNoHtml() {
    String page = Html.of(hostile());
    String body = page.substring(page.indexOf("<body>"));
    Matcher tags = Pattern.compile("<[^>]*>").matcher(body);
    while (tags.find()) {
      assertTrue(
          tags.group()
              .matches(
                  "</?(body|html|h1|p|div|table|thead|tbody|tr|th|td|ul|li|figure|figcaption)"
                      + "( scope=\"(col|row)\")?( class=\"(finding|scroll|words)\")?>"
                      + "|<img alt=\"[^\"<>]*\" src='data:image/svg[+]xml,[^'<>#]*'>"),
          tags.group());
    }
    assertFalse(body.matches("(?s).*&(?!(amp|lt|gt|quot);).*"), body);
    assertTrue(body.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), body);
    assertTrue(body.contains("\\u001b[2J\\u202e"), body);
  }

  /** Every line is a comment, a row of escaped cells, or one of the renderer's own commands. */
  @Test
  void hostileTextsAreNoLatex() {
    String escaped = "(?:[^\\\\&%$#_{}~^]|\\\\[&%$#_{}]|\\\\text\\w+\\{}|\\$[<>|]\\$|^\\{})*";
    for (String line : Latex.of(hostile()).lines().toList()) {
      assertTrue(
          line.isEmpty()
              || line.startsWith("% ")
              || line.matches("\\\\(begin\\{tabular}\\{lr}|(top|mid|bottom)rule|end\\{tabular})")
              || line.equals("\\includegraphics[width=\\linewidth]{charts/bars.pdf}")
              || line.matches(escaped + " & " + escaped + " \\\\\\\\"),
          line);
      assertFalse(line.startsWith("[") || line.startsWith("*"), line); // an argument of \\ before
    }
  }

  @Test
  void hostileTextsAreLinesOfATerminal() {
    for (String line : Terminal.of(hostile()).lines().toList()) {
      assertEquals(Message.printable(line), line);
    }
  }

  @Test
  void aLargePictureIsEmbeddedAsPixels() {
    Sheet lines =
        Sheet.of(
            (graphics, width, height) -> {
              for (int i = 0; i < 20_000; i++) {
                graphics.drawLine(i, 0, 0, i);
              }
            },
            20,
            10);
    Picture large = new Picture("bars", "Bars", lines);
    assertTrue(large.svg().length() > 400_000);
    String page = Html.of(new Document(List.of(new Figure(large, "charts/bars"))));
    String pixels = Base64.getEncoder().encodeToString(large.bytes(Format.PNG));
    assertTrue(page.contains("src='data:image/png;base64," + pixels + "'"), page);
  }

  @Test
  void terminal() {
    String text = Terminal.of(DOCUMENT);
    assertEquals(List.of("A & B", "50 % < 60 %.", "Scores", ""), text.lines().limit(4).toList());
    assertEquals(
        List.of("", "one | line", "another", "Bars: charts/bars.svg"),
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
