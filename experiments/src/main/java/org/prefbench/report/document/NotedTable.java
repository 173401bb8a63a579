package org.prefbench.report.document;

import java.util.List;

/**
 * A table beside the comparison.
 *
 * @param heading what it shows, in one line
 * @param table the table
 * @param notes how to read it
 */
public record NotedTable(String heading, Block.Table table, List<String> notes) {
  /** Copies the list. */
  public NotedTable {
    notes = List.copyOf(notes);
  }
}
