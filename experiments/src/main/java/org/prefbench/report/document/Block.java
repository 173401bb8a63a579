package org.prefbench.report.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.prefbench.core.Checks;
import org.prefbench.plot.Picture;

/** A piece of a {@link Document}; texts are plain, and each {@link Renderer} escapes them. */
public sealed interface Block {

  /** Returns the block as a renderer writes it. */
  String render(Renderer renderer);

  /**
   * A heading.
   *
   * @param level 1 of the document, 2 of its sections, 3 below
   * @param text one line
   */
  record Heading(int level, String text) implements Block {
    /** Validates the level. */
    public Heading {
      Checks.between("level of a heading", level, 1, 3);
    }

    @Override
    public String render(Renderer renderer) {
      return renderer.heading(this);
    }
  }

  /**
   * A paragraph.
   *
   * @param text one line, however long
   */
  record Text(String text) implements Block {
    @Override
    public String render(Renderer renderer) {
      return renderer.text(this);
    }
  }

  /** A place in a table, counted from 0, without the headings. */
  record Cell(int row, int column) {}

  /**
   * A table, whose first column names what its rows are about.
   *
   * @param columns the headings of the columns
   * @param rows the cells, {@code [row][column]}
   * @param strong the cells that stand out
   */
  record Table(List<String> columns, List<List<String>> rows, Set<Cell> strong) implements Block {
    /** Creates a table in which no cell stands out. */
    public Table(List<String> columns, List<List<String>> rows) {
      this(columns, rows, Set.of());
    }

    /** Copies the lists and validates the number of cells in each row. */
    public Table {
      columns = List.copyOf(columns);
      strong = Set.copyOf(strong);
      rows = rows.stream().map(List::copyOf).toList();
      for (List<String> row : rows) {
        Checks.require(
            row.size() == columns.size(),
            "a row of a table must have %d cells, got %s",
            columns.size(),
            row);
      }
    }

    /** Returns the headings and the rows. */
    public List<List<String>> lines() {
      List<List<String>> lines = new ArrayList<>();
      lines.add(columns);
      lines.addAll(rows);
      return lines;
    }

    /** Returns whether a cell of {@link #lines} stands out. */
    public boolean isStrong(int line, int column) {
      return strong.contains(new Cell(line - 1, column));
    }

    @Override
    public String render(Renderer renderer) {
      return renderer.table(this);
    }
  }

  /**
   * Remarks, such as those on how to read what stands above.
   *
   * @param lines one remark each
   */
  record Notes(List<String> lines) implements Block {
    /** Copies the list. */
    public Notes {
      lines = List.copyOf(lines);
    }

    @Override
    public String render(Renderer renderer) {
      return renderer.notes(this);
    }
  }

  /**
   * A picture.
   *
   * @param picture the picture, with its title
   * @param file where its files lie, relative to the document, without extension
   */
  record Figure(Picture picture, String file) implements Block {
    @Override
    public String render(Renderer renderer) {
      return renderer.figure(this);
    }
  }
}
