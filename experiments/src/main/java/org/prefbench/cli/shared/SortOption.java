package org.prefbench.cli.shared;

import java.util.Optional;
import org.prefbench.report.document.Document;
import org.prefbench.report.document.Sorting;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** In which order a person wants the rows of tables. */
public final class SortOption {
  @Option(
      names = "--sort",
      paramLabel = "COLUMN",
      description =
          "Order the rows by this column, of which the beginning is enough: numbers from the largest, "
              + "words from A; ':up' or ':down' behind it says otherwise.")
  private Optional<String> column = Optional.empty();

  /**
   * Returns the order that was asked for, if any was.
   *
   * @throws org.prefbench.core.InvalidInputException if it names no column
   */
  Optional<Sorting> sorting() {
    return column.map(Sorting::parse);
  }

  /**
   * Returns a document whose tables are in the order that was asked for.
   *
   * @throws picocli.CommandLine.ParameterException if no table has the column
   */
  public Document of(CommandLine command, Document document) {
    return Arguments.typed(
        command, () -> sorting().map(order -> order.of(document)).orElse(document));
  }
}
