package org.prefbench.numeric;

/**
 * The inner loops of {@link MatrixProduct} and of {@link Vectors}. Every element of a product is
 * one chain {@code c = fma(a[p], b[p], c)} over p = 0, 1, .., from what stands in c; kernels differ
 * in how many chains they run at a time and in nothing else.
 */
public interface Kernel {
  /** Rows of the left factor that {@link #panel} takes at a time. */
  int ROWS = 6;

  /** Panels of the right factor that {@link #row} takes at a time. */
  int ROW_PANELS = 4;

  /** Chains that a sum is divided into. */
  int CHAINS = 16;

  /** Returns the columns of a panel of the right factor. */
  int width();

  /**
   * Returns whether {@link #panel} is worth it: it reads rows where they lie, but needs registers
   * for six places instead of one. Elsewhere a left factor is turned first.
   */
  boolean inPlace();

  /** Returns what computes, for people: {@code "512-bit vectors"}. */
  String description();

  /**
   * Adds the product of two panels.
   *
   * @param left {@code [ROWS][depth]} from {@code leftAt}, rows {@code leftStride} apart
   * @param right {@code [depth][width]} from {@code rightAt}
   * @param c {@code [ROWS][width]} from {@code cAt}, rows {@code stride} apart
   */
  void panel(
      float[] left,
      int leftAt,
      int leftStride,
      float[] right,
      int rightAt,
      int depth,
      float[] c,
      int cAt,
      int stride);

  /**
   * Does as {@link #panel} with a left factor that lies transposed.
   *
   * @param left {@code [depth][ROWS]} from {@code leftAt}, steps {@code leftStride} apart
   */
  void panelTransposed(
      float[] left,
      int leftAt,
      int leftStride,
      float[] right,
      int rightAt,
      int depth,
      float[] c,
      int cAt,
      int stride);

  /**
   * Adds the product of one row, as it lies, and {@link #ROW_PANELS} panels.
   *
   * @param left {@code [depth]} from {@code leftAt}
   * @param right {@code [ROW_PANELS][depth][width]} from {@code rightAt}, panels {@code
   *     panelStride} apart
   * @param c {@code [ROW_PANELS * width]} from {@code cAt}
   */
  void row(
      float[] left,
      int leftAt,
      float[] right,
      int rightAt,
      int panelStride,
      int depth,
      float[] c,
      int cAt);

  /**
   * Adds entries to chains, {@code chains[i % CHAINS] += x[i]}, in the order of i.
   *
   * @param x {@code [count]} from {@code at}
   * @param count a multiple of {@link #CHAINS}
   */
  void addToChains(float[] x, int at, int count, float[] chains);

  /** Adds products to chains, {@code chains[i % CHAINS] = fma(x[i], y[i], chains[i % CHAINS])}. */
  void addToChains(float[] x, int xAt, float[] y, int yAt, int count, float[] chains);

  /** Sets {@code dy[i]} to 0 wherever {@code y[i]} is not above 0, for i below {@code count}. */
  void keepWherePositive(float[] y, float[] dy, int count);
}
