package org.prefbench.report;

import java.util.List;
import org.prefbench.report.document.Block;

/**
 * A table beside the comparison.
 *
 * @param heading what it shows, in one line
 * @param table the table
 * @param notes how to read it
 */
record NotedTable(String heading, Block.Table table, List<String> notes) {
  /** Copies the list. */
  NotedTable {
    notes = List.copyOf(notes);
  }
}
