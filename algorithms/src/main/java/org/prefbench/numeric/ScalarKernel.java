package org.prefbench.numeric;

/** The kernel without vectors: the same bits where the vector module is missing, more slowly. */
final class ScalarKernel implements Kernel {
  private static final int WIDTH = 16;

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public String description() {
    return "scalars";
  }

  @Override
  public void panel(
      float[] left,
      int leftAt,
      float[] right,
      int rightAt,
      int depth,
      float[] c,
      int cAt,
      int stride) {
    for (int p = 0; p < depth; p++) {
      for (int i = 0; i < ROWS; i++) {
        add(left[leftAt + p * ROWS + i], right, rightAt + p * WIDTH, c, cAt + i * stride);
      }
    }
  }

  @Override
  public void row(
      float[] left,
      int leftAt,
      float[] right,
      int rightAt,
      int panelStride,
      int depth,
      float[] c,
      int cAt) {
    for (int panel = 0; panel < ROW_PANELS; panel++) {
      for (int p = 0; p < depth; p++) {
        add(
            left[leftAt + p],
            right,
            rightAt + panel * panelStride + p * WIDTH,
            c,
            cAt + panel * WIDTH);
      }
    }
  }

  private static void add(float a, float[] right, int rightAt, float[] c, int cAt) {
    for (int j = 0; j < WIDTH; j++) {
      c[cAt + j] = Math.fma(a, right[rightAt + j], c[cAt + j]);
    }
  }
}
