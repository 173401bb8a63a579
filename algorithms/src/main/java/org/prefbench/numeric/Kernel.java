package org.prefbench.numeric;

/**
 * The inner loops of {@link MatrixProduct}, over packed factors. Every element of the result is one
 * chain {@code c = fma(a[p], b[p], c)} over p = 0, 1, .., from what stands in c; kernels differ in
 * how many chains they run at a time and in nothing else.
 */
public interface Kernel {
  /** Rows of a panel of the left factor. */
  int ROWS = 6;

  /** Panels of the right factor that {@link #row} takes at a time. */
  int ROW_PANELS = 4;

  /** Returns the columns of a panel of the right factor. */
  int width();

  /** Returns what computes, for people: {@code "512-bit vectors"}. */
  String description();

  /**
   * Adds the product of two panels.
   *
   * @param left {@code [depth][ROWS]} from {@code leftAt}
   * @param right {@code [depth][width]} from {@code rightAt}
   * @param c {@code [ROWS][width]} from {@code cAt}, rows {@code stride} apart
   */
  void panel(
      float[] left,
      int leftAt,
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
}
