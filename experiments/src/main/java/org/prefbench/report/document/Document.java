package org.prefbench.report.document;

import java.util.List;

/**
 * What a reader is given, apart from how it is written down.
 *
 * @param blocks the pieces, from top to bottom
 */
public record Document(List<Block> blocks) {
  /** Copies the list. */
  public Document {
    blocks = List.copyOf(blocks);
  }
}
