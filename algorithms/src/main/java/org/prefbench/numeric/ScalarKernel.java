package org.prefbench.numeric;

/** The kernel without vectors: the same bits where the vector module is missing, more slowly. */
final class ScalarKernel implements Kernel {
  private static final int WIDTH = 16;

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public boolean inPlace() {
    return true;
  }

  @Override
  public String description() {
    return "scalars";
  }

  @Override
  public void panel(
      float[] left,
      int leftAt,
      int leftStride,
      float[] right,
      int rightAt,
      int depth,
      float[] c,
      int cAt,
      int stride) {
    panel(left, leftAt, leftStride, 1, right, rightAt, depth, c, cAt, stride);
  }

  @Override
  public void panelTransposed(
      float[] left,
      int leftAt,
      int leftStride,
      float[] right,
      int rightAt,
      int depth,
      float[] c,
      int cAt,
      int stride) {
    panel(left, leftAt, 1, leftStride, right, rightAt, depth, c, cAt, stride);
  }

  private static void panel(
      float[] left,
      int leftAt,
      int leftRow,
      int leftStep,
      float[] right,
      int rightAt,
      int depth,
      float[] c,
      int cAt,
      int stride) {
    for (int p = 0; p < depth; p++) {
      for (int i = 0; i < ROWS; i++) {
        float a = left[leftAt + i * leftRow + p * leftStep];
        add(a, right, rightAt + p * WIDTH, c, cAt + i * stride);
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

  @Override
  public void addToChains(float[] x, int at, int count, float[] chains) {
    for (int i = 0; i < count; i += CHAINS) {
      for (int j = 0; j < CHAINS; j++) {
        chains[j] += x[at + i + j];
      }
    }
  }

  @Override
  public void addToChains(float[] x, int xAt, float[] y, int yAt, int count, float[] chains) {
    for (int i = 0; i < count; i += CHAINS) {
      for (int j = 0; j < CHAINS; j++) {
        chains[j] = Math.fma(x[xAt + i + j], y[yAt + i + j], chains[j]);
      }
    }
  }

  @Override
  public void keepWherePositive(float[] y, float[] dy, int count) {
    for (int i = 0; i < count; i++) {
      dy[i] = y[i] > 0 ? dy[i] : 0;
    }
  }

  private static void add(float a, float[] right, int rightAt, float[] c, int cAt) {
    for (int j = 0; j < WIDTH; j++) {
      c[cAt + j] = Math.fma(a, right[rightAt + j], c[cAt + j]);
    }
  }
}
