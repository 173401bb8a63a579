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
 * a weight that serves many batches is packed once (Goto and van de Geijn 2008, "Anatomy of
 * high-performance matrix multiplication"). The left factor is read where it lies, or turned first,
 * {@value Kernel#ROWS} rows at a time. An instance owns its buffers and is not thread-safe.
 */
public final class MatrixProduct {
  private static final int DEPTH = 256; // steps of the chains per pass, so that panels stay cached
  private static final int BLOCK = 32; // columns that are turned while their cache lines are near

  private final Kernel kernel;
  private float[] turned = new float[0]; // a left factor, [p][row]
  private final float[] lastRows; // the left factor's, fewer than a panel
  private final float[] edge; // a panel of c that reaches beyond its columns or rows
  private final float[] edgeRow;

  /** Creates a product that computes with the machine's vectors where it can. */
  public MatrixProduct() {
    this(Kernels.BEST);
  }

  MatrixProduct(Kernel kernel) {
    this.kernel = kernel;
    lastRows = new float[Kernel.ROWS * DEPTH];
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
        if (some < width) {
          Arrays.fill(panels, to, to + k * width, 0);
        }
        if (transposed) {
          transpose(b, at + first * k, k, some, k, panels, to, width);
        } else {
          for (int p = 0; p < k; p++) {
            System.arraycopy(b, at + p * n + Math.min(first, n), panels, to + p * width, some);
          }
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
    boolean turn = !transposed && !kernel.inPlace() && m >= Kernel.ROWS;
    for (int from = 0; from < b.rows; from += DEPTH) {
      int depth = Math.min(DEPTH, b.rows - from);
      if (turn) {
        if (turned.length < depth * m) {
          turned = new float[DEPTH * m];
        }
        transpose(a, aAt + from, b.rows, m, depth, turned, 0, m);
        addBlock(turned, 0, true, m, m, b, from, depth, c, cAt);
      } else if (transposed) {
        addBlock(a, aAt + from * m, true, m, m, b, from, depth, c, cAt);
      } else {
        addBlock(a, aAt + from, false, b.rows, m, b, from, depth, c, cAt);
      }
    }
  }

  /** Runs all chains for {@code depth} steps, from a left factor that begins at the first. */
  private void addBlock(
      float[] a,
      int at,
      boolean transposed,
      int stride,
      int m,
      Packed b,
      int from,
      int depth,
      float[] c,
      int cAt) {
    int full = m / Kernel.ROWS * Kernel.ROWS;
    int rest = m - full;
    if (transposed) {
      transpose(a, at + full, stride, depth, rest, lastRows, 0, depth);
    } else {
      copy(a, at + full * stride, stride, lastRows, 0, depth, rest, depth);
    }
    if (rest == 1) {
      addRow(b, from, depth, c, cAt + full * b.columns);
    }
    for (int column = 0; column < b.columns; column += kernel.width()) {
      int to = cAt + column;
      for (int row = 0; row < full; row += Kernel.ROWS) {
        int left = transposed ? at + row : at + row * stride;
        int place = to + row * b.columns;
        addPanel(a, left, transposed, stride, b, column, from, depth, c, place, Kernel.ROWS);
      }
      if (rest > 1) {
        int place = to + full * b.columns;
        addPanel(lastRows, 0, false, depth, b, column, from, depth, c, place, rest);
      }
    }
  }

  private void addPanel(
      float[] a,
      int aAt,
      boolean transposed,
      int stride,
      Packed b,
      int column,
      int from,
      int depth,
      float[] c,
      int cAt,
      int rows) {
    int width = kernel.width();
    int columns = Math.min(width, b.columns - column);
    int right = column * b.rows + from * width;
    boolean whole = columns == width && rows == Kernel.ROWS;
    float[] to = whole ? c : edge;
    int toAt = whole ? cAt : 0;
    int toStride = whole ? b.columns : width;
    if (!whole) {
      copy(c, cAt, b.columns, edge, 0, width, rows, columns);
    }
    if (transposed) {
      kernel.panelTransposed(a, aAt, stride, b.panels, right, depth, to, toAt, toStride);
    } else {
      kernel.panel(a, aAt, stride, b.panels, right, depth, to, toAt, toStride);
    }
    if (!whole) {
      copy(edge, 0, width, c, cAt, b.columns, rows, columns);
    }
  }

  private static void copy(
      float[] a, int at, int stride, float[] to, int toAt, int toStride, int rows, int columns) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(a, at + i * stride, to, toAt + i * toStride, columns);
    }
  }

  /**
   * Copies {@code [rows, columns]}, rows {@code stride} apart, to {@code [columns, rows]}, rows
   * {@code toStride} apart; in blocks that stay in the nearest cache.
   */
  private static void transpose(
      float[] a, int at, int stride, int rows, int columns, float[] to, int toAt, int toStride) {
    for (int from = 0; from < columns; from += BLOCK) {
      int end = Math.min(columns, from + BLOCK);
      int row = 0;
      for (; row + 8 <= rows; row += 8) {
        transposeEight(a, at + row * stride, stride, from, end, to, toAt + row, toStride);
      }
      for (; row < rows; row++) {
        for (int j = from; j < end; j++) {
          to[toAt + row + j * toStride] = a[at + row * stride + j];
        }
      }
    }
  }

  private static void transposeEight(
      float[] a, int at, int stride, int from, int end, float[] to, int toAt, int toStride) {
    int row1 = at + stride;
    int row2 = row1 + stride;
    int row3 = row2 + stride;
    int row4 = row3 + stride;
    int row5 = row4 + stride;
    int row6 = row5 + stride;
    int row7 = row6 + stride;
    for (int j = from; j < end; j++) {
      int target = toAt + j * toStride;
      to[target] = a[at + j];
      to[target + 1] = a[row1 + j];
      to[target + 2] = a[row2 + j];
      to[target + 3] = a[row3 + j];
      to[target + 4] = a[row4 + j];
      to[target + 5] = a[row5 + j];
      to[target + 6] = a[row6 + j];
      to[target + 7] = a[row7 + j];
    }
  }

  private void addRow(Packed b, int from, int depth, float[] c, int cAt) {
    int width = kernel.width();
    int group = width * Kernel.ROW_PANELS;
    for (int column = 0; column < b.columns; column += group) {
      int right = column * b.rows + from * width;
      int columns = Math.min(group, b.columns - column);
      if (columns == group) {
        kernel.row(lastRows, 0, b.panels, right, b.rows * width, depth, c, cAt + column);
      } else {
        System.arraycopy(c, cAt + column, edgeRow, 0, columns);
        kernel.row(lastRows, 0, b.panels, right, b.rows * width, depth, edgeRow, 0);
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
