package org.prefbench.numeric;

import java.util.Arrays;
import org.prefbench.core.Checks;

/**
 * Adds products of single-precision matrices: {@code c += a b} with a of {@code [m, k]} and b of
 * {@code [k, n]}, either of which may lie transposed. Every element of the result is one chain of
 * fused multiply-adds, {@code c[i][j] = fma(a[i][p], b[p][j], c[i][j])} over p = 0, 1, .. k - 1,
 * from what stands in c: zeros for a product, biases for a layer. So the bits of an element depend
 * on its row of a, its column of b and its start alone: not on the processor, the width of its
 * vectors, the other rows of the batch or how the work is cut.
 *
 * <p>The right factor is packed first, in panels of columns that the kernel reads straight through;
 * a weight that serves many batches is packed once. The left factor is packed in panels of {@value
 * Kernel#ROWS} rows as it is used (Goto and van de Geijn 2008, "Anatomy of high-performance matrix
 * multiplication"). An instance owns its buffers and is not thread-safe.
 */
public final class MatrixProduct {
  private static final int DEPTH = 256; // steps of the chains per pass, so that panels stay cached

  private final Kernel kernel;
  private float[] panels = new float[0]; // of the left factor, [panel][p][row]
  private final float[] edge; // a panel of c that reaches beyond its columns or rows
  private final float[] edgeRow;

  /** Creates a product that computes with the machine's vectors where it can. */
  public MatrixProduct() {
    this(Kernels.BEST);
  }

  MatrixProduct(Kernel kernel) {
    this.kernel = kernel;
    edge = new float[Kernel.ROWS * kernel.width()];
    edgeRow = new float[Kernel.ROW_PANELS * kernel.width()];
  }

  /** A right factor, packed for the kernel of one {@link MatrixProduct}. */
  public static final class Packed {
    private final Kernel kernel;
    private int rows;
    private int columns;
    private float[] panels = new float[0]; // [panel][p][column], columns beyond the last are 0

    private Packed(Kernel kernel) {
      this.kernel = kernel;
    }

    /** Returns k, the rows of the factor. */
    public int rows() {
      return rows;
    }

    /** Returns n, the columns of the factor. */
    public int columns() {
      return columns;
    }

    /**
     * Takes another factor in place of what was packed before.
     *
     * @param b {@code [k, n]}, row after row from {@code at}; {@code [n, k]} if transposed
     */
    public void set(float[] b, int at, int k, int n, boolean transposed) {
      checkPart("right factor", b, at, k, n);
      rows = k;
      columns = n;
      int width = kernel.width();
      int count = panelCount();
      if (panels.length < count * k * width) {
        panels = new float[count * k * width];
      }
      for (int panel = 0; panel < count; panel++) {
        int first = panel * width;
        int some = Math.max(0, Math.min(width, n - first));
        int to = panel * k * width;
        for (int p = 0; p < k; p++, to += width) {
          if (transposed) {
            for (int j = 0; j < some; j++) {
              panels[to + j] = b[at + (first + j) * k + p];
            }
          } else {
            System.arraycopy(b, at + p * n + Math.min(first, n), panels, to, some);
          }
          Arrays.fill(panels, to + some, to + width, 0);
        }
      }
    }

    /** As many panels as hold the columns, in whole groups of {@link Kernel#ROW_PANELS}. */
    private int panelCount() {
      int group = kernel.width() * Kernel.ROW_PANELS;
      return (columns + group - 1) / group * Kernel.ROW_PANELS;
    }
  }

  /** Returns a right factor of no elements, to be {@link Packed#set}. */
  public Packed packed() {
    return new Packed(kernel);
  }

  /** Returns a right factor, see {@link Packed#set}. */
  public Packed pack(float[] b, int at, int k, int n, boolean transposed) {
    Packed packed = packed();
    packed.set(b, at, k, n, transposed);
    return packed;
  }

  /**
   * Adds {@code a b} to c.
   *
   * @param a {@code [m, k]}, row after row from {@code aAt}; {@code [k, m]} if transposed
   * @param b the right factor, packed by this product or one like it
   * @param c {@code [m, n]}, row after row from {@code cAt}
   */
  public void add(float[] a, int aAt, boolean transposed, int m, Packed b, float[] c, int cAt) {
    Checks.require(b.kernel.width() == kernel.width(), "a factor packed for another kernel");
    checkPart("left factor", a, aAt, m, b.rows);
    checkPart("result", c, cAt, m, b.columns);
    if (b.rows == 0 || b.columns == 0) {
      return;
    }
    int paired = m % Kernel.ROWS == 1 && !transposed ? m - 1 : m; // one row left over goes alone
    for (int from = 0; from < b.rows; from += DEPTH) {
      int depth = Math.min(DEPTH, b.rows - from);
      if (paired > 0) {
        packLeft(a, aAt, transposed, m, b.rows, paired, from, depth);
        addPanels(b, paired, from, depth, c, cAt);
      }
      if (paired < m) {
        addRow(a, aAt + paired * b.rows + from, b, from, depth, c, cAt + paired * b.columns);
      }
    }
  }

  private void packLeft(
      float[] a, int at, boolean transposed, int m, int k, int rows, int from, int depth) {
    int count = (rows + Kernel.ROWS - 1) / Kernel.ROWS;
    if (panels.length < count * depth * Kernel.ROWS) {
      panels = new float[count * DEPTH * Kernel.ROWS];
    }
    for (int panel = 0; panel < count; panel++) {
      int first = panel * Kernel.ROWS;
      int some = Math.min(Kernel.ROWS, rows - first);
      int to = panel * depth * Kernel.ROWS;
      int start = transposed ? at + from * m + first : at + first * k + from;
      int across = transposed ? m : 1;
      int down = transposed ? 1 : k;
      if (some == Kernel.ROWS) {
        packFull(a, start, across, down, depth, to);
        continue;
      }
      for (int p = 0; p < depth; p++) {
        for (int i = 0; i < Kernel.ROWS; i++) {
          panels[to + p * Kernel.ROWS + i] = i < some ? a[start + p * across + i * down] : 0;
        }
      }
    }
  }

  /** A panel of {@value Kernel#ROWS} rows, written out so that it is copied without a loop. */
  private void packFull(float[] a, int start, int across, int down, int depth, int to) {
    int second = start + down;
    int third = second + down;
    int fourth = third + down;
    int fifth = fourth + down;
    int sixth = fifth + down;
    for (int p = 0; p < depth; p++) {
      int q = to + p * Kernel.ROWS;
      int step = p * across;
      panels[q] = a[start + step];
      panels[q + 1] = a[second + step];
      panels[q + 2] = a[third + step];
      panels[q + 3] = a[fourth + step];
      panels[q + 4] = a[fifth + step];
      panels[q + 5] = a[sixth + step];
    }
  }

  private void addPanels(Packed b, int rows, int from, int depth, float[] c, int cAt) {
    int width = kernel.width();
    int n = b.columns;
    for (int column = 0; column < n; column += width) {
      int right = (column * b.rows) + from * width;
      int columns = Math.min(width, n - column);
      for (int row = 0; row < rows; row += Kernel.ROWS) {
        int left = row * depth;
        int some = Math.min(Kernel.ROWS, rows - row);
        int at = cAt + row * n + column;
        if (columns == width && some == Kernel.ROWS) {
          kernel.panel(panels, left, b.panels, right, depth, c, at, n);
        } else {
          for (int i = 0; i < some; i++) {
            System.arraycopy(c, at + i * n, edge, i * width, columns);
          }
          kernel.panel(panels, left, b.panels, right, depth, edge, 0, width);
          for (int i = 0; i < some; i++) {
            System.arraycopy(edge, i * width, c, at + i * n, columns);
          }
        }
      }
    }
  }

  private void addRow(float[] a, int aAt, Packed b, int from, int depth, float[] c, int cAt) {
    int width = kernel.width();
    int group = width * Kernel.ROW_PANELS;
    for (int column = 0; column < b.columns; column += group) {
      int right = column * b.rows + from * width;
      int columns = Math.min(group, b.columns - column);
      if (columns == group) {
        kernel.row(a, aAt, b.panels, right, b.rows * width, depth, c, cAt + column);
      } else {
        System.arraycopy(c, cAt + column, edgeRow, 0, columns);
        kernel.row(a, aAt, b.panels, right, b.rows * width, depth, edgeRow, 0);
        System.arraycopy(edgeRow, 0, c, cAt + column, columns);
      }
    }
  }

  private static void checkPart(String name, float[] values, int at, int rows, int columns) {
    Checks.require(
        rows >= 0 && columns >= 0 && at >= 0 && at + (long) rows * columns <= values.length,
        "%s [%d, %d] from %d does not lie in %d values",
        name,
        rows,
        columns,
        at,
        values.length);
  }
}
