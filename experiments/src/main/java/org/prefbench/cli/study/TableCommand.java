package org.prefbench.cli.study;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Overwriting;
import org.prefbench.cli.shared.SortOption;
import org.prefbench.cli.shared.TerminalOptions;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.ReportOptions.Coloring;
import org.prefbench.core.AtomicFiles;
import org.prefbench.report.PaperTable;
import org.prefbench.report.document.Document;
import org.prefbench.report.document.Html;
import org.prefbench.report.document.Latex;
import org.prefbench.report.document.Markdown;
import org.prefbench.report.document.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the table of a paper from results that are there. */
@Command(
    name = "table",
    description = {
      "Writes the table of a paper from results that are there: mean and standard deviation of each"
          + " method on each task.",
      "LaTeX is for the package booktabs."
    },
    footer = {
      "",
      "Examples:",
      "  prefbench table results/table3 --methods reference,pfm --bold not-worse",
      "  prefbench table results/table3 --format latex --bold best",
      "  prefbench table ours=results/table3 theirs=their/table3 --rows methods"
    })
public final class TableCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private SelectionOptions selected;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text, markdown, latex, html or csv (default: text).")
  private TableFormat format = TableFormat.TEXT;

  @Option(
      names = "--bold",
      paramLabel = "RULE",
      description =
          "What is bold: none, best (the highest mean of a task) or not-worse (those too that are"
              + " not shown to be below it); default: none.")
  private PaperTable.Bold bold = PaperTable.Bold.NONE;

  @Option(
      names = "--rows",
      paramLabel = "KIND",
      description = "What a row is: tasks or methods (default: tasks).")
  private RowKind rows = RowKind.TASKS;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where to write the table (default: standard output).")
  private Optional<Path> output = Optional.empty();

  @Mixin private SortOption sort;

  @Mixin private TerminalOptions terminal;

  @Mixin private Overwriting overwriting;

  private enum TableFormat {
    TEXT,
    MARKDOWN,
    LATEX,
    HTML,
    CSV
  }

  private enum RowKind {
    TASKS,
    METHODS
  }

  @Override
  public Integer call() {
    output.ifPresent(Arguments::checkWritable);
    output.ifPresent(file -> overwriting.check(file, Overwriting.NEVER));
    ReportData data =
        selected.data(spec.commandLine(), selected.stores(spec.commandLine()), Coloring.FAMILY);
    String text = text(data);
    if (output.isPresent()) {
      AtomicFiles.write(output.get(), text);
    } else {
      spec.commandLine().getOut().print(text);
    }
    return ExitCode.OK;
  }

  private String text(ReportData data) {
    if (format == TableFormat.CSV) {
      return PaperTable.csv(data, bold);
    }
    Document document =
        sort.of(spec.commandLine(), PaperTable.document(data, bold, rows == RowKind.METHODS));
    return switch (format) {
      case TEXT -> Terminal.of(document, output.isEmpty() ? terminal.look() : Terminal.Look.PLAIN);
      case MARKDOWN -> Markdown.of(document);
      case LATEX -> Latex.of(document);
      case HTML -> Html.of(document);
      case CSV -> throw new IllegalStateException("written above");
    };
  }
}
