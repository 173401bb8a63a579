package org.prefbench.report.document;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.prefbench.core.Message;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Text for a terminal. An empty line stands before and after a table. */
public final class Terminal implements Renderer {
  private Terminal() {}

  /** Returns the document as lines of text. */
  public static String of(Document document) {
    Terminal terminal = new Terminal();
    StringBuilder text = new StringBuilder();
    boolean afterTable = false;
    for (Block block : document.blocks()) {
      boolean table = block instanceof Block.Table;
      text.append(!text.isEmpty() && (table || afterTable) ? "\n" : "");
      text.append(block.render(terminal));
      afterTable = table;
    }
    return text.toString();
  }

  @Override
  public String heading(Block.Heading heading) {
    return Message.printable(heading.text()) + "\n";
  }

  @Override
  public String text(Block.Text text) {
    return Message.printable(text.text()) + "\n";
  }

  @Override
  public String table(Block.Table table) {
    Table printed =
        Table.create(
            "",
            IntStream.range(0, table.columns().size())
                .mapToObj(
                    column ->
                        StringColumn.create(
                            Message.line(table.columns().get(column)),
                            table.rows().stream().map(row -> Message.line(row.get(column)))))
                .toArray(StringColumn[]::new));
    return printed
        .printAll()
        .lines()
        .skip(1) // the name
        .map(line -> line.stripTrailing() + "\n")
        .collect(Collectors.joining());
  }

  @Override
  public String notes(Block.Notes notes) {
    return notes.lines().stream()
        .map(line -> Message.printable(line) + "\n")
        .collect(Collectors.joining());
  }

  @Override
  public String figure(Block.Figure figure) {
    return Message.printable(figure.picture().title()) + ": " + figure.file() + ".png\n";
  }
}
