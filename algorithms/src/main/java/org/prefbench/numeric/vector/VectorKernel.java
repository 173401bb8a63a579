package org.prefbench.numeric.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.prefbench.numeric.Kernel;

/**
 * The kernel on the machine's preferred vectors. The chains of a panel are local variables, one
 * vector each, so that the compiler keeps them in registers; that is why they are written out, and
 * twice, because one loop for both ways in which the left factor may lie takes a third longer.
 * Loaded by name, and only where the module {@code jdk.incubator.vector} is present.
 */
public final class VectorKernel implements Kernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Vectors may be wider than a sum has chains. */
  private static final VectorSpecies<Float> CHAIN_SPECIES =
      SPECIES.length() > CHAINS ? FloatVector.SPECIES_512 : SPECIES;

  private static final int LANES = SPECIES.length();
  private static final int WIDTH = 2 * LANES;

  @Override
  public int width() {
    return WIDTH;
  }

  /** Processors with shorter vectors have half as many registers for them. */
  @Override
  public boolean inPlace() {
    return LANES >= 16;
  }

  @Override
  public String description() {
    return SPECIES.vectorBitSize() + "-bit vectors";
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
    int row0 = cAt;
    int row1 = cAt + 1 * stride;
    int row2 = cAt + 2 * stride;
    int row3 = cAt + 3 * stride;
    int row4 = cAt + 4 * stride;
    int row5 = cAt + 5 * stride;
    FloatVector c00 = load(c, row0);
    FloatVector c01 = load(c, row0 + LANES);
    FloatVector c10 = load(c, row1);
    FloatVector c11 = load(c, row1 + LANES);
    FloatVector c20 = load(c, row2);
    FloatVector c21 = load(c, row2 + LANES);
    FloatVector c30 = load(c, row3);
    FloatVector c31 = load(c, row3 + LANES);
    FloatVector c40 = load(c, row4);
    FloatVector c41 = load(c, row4 + LANES);
    FloatVector c50 = load(c, row5);
    FloatVector c51 = load(c, row5 + LANES);
    int down1 = 1 * leftStride;
    int down2 = 2 * leftStride;
    int down3 = 3 * leftStride;
    int down4 = 4 * leftStride;
    int down5 = 5 * leftStride;
    for (int p = 0; p < depth; p++) { // one counter: of two, the compiler keeps one in memory
      int a = leftAt + p;
      int b = rightAt + p * WIDTH;
      FloatVector b0 = load(right, b);
      FloatVector b1 = load(right, b + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, left[a]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, left[a + down1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, left[a + down2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, left[a + down3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = FloatVector.broadcast(SPECIES, left[a + down4]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = FloatVector.broadcast(SPECIES, left[a + down5]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
    }
    c00.intoArray(c, row0);
    c01.intoArray(c, row0 + LANES);
    c10.intoArray(c, row1);
    c11.intoArray(c, row1 + LANES);
    c20.intoArray(c, row2);
    c21.intoArray(c, row2 + LANES);
    c30.intoArray(c, row3);
    c31.intoArray(c, row3 + LANES);
    c40.intoArray(c, row4);
    c41.intoArray(c, row4 + LANES);
    c50.intoArray(c, row5);
    c51.intoArray(c, row5 + LANES);
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
    int row0 = cAt;
    int row1 = cAt + 1 * stride;
    int row2 = cAt + 2 * stride;
    int row3 = cAt + 3 * stride;
    int row4 = cAt + 4 * stride;
    int row5 = cAt + 5 * stride;
    FloatVector c00 = load(c, row0);
    FloatVector c01 = load(c, row0 + LANES);
    FloatVector c10 = load(c, row1);
    FloatVector c11 = load(c, row1 + LANES);
    FloatVector c20 = load(c, row2);
    FloatVector c21 = load(c, row2 + LANES);
    FloatVector c30 = load(c, row3);
    FloatVector c31 = load(c, row3 + LANES);
    FloatVector c40 = load(c, row4);
    FloatVector c41 = load(c, row4 + LANES);
    FloatVector c50 = load(c, row5);
    FloatVector c51 = load(c, row5 + LANES);
    for (int p = 0, a = leftAt, b = rightAt; p < depth; p++, a += leftStride, b += WIDTH) {
      FloatVector b0 = load(right, b);
      FloatVector b1 = load(right, b + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, left[a]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, left[a + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, left[a + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, left[a + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = FloatVector.broadcast(SPECIES, left[a + 4]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = FloatVector.broadcast(SPECIES, left[a + 5]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
    }
    c00.intoArray(c, row0);
    c01.intoArray(c, row0 + LANES);
    c10.intoArray(c, row1);
    c11.intoArray(c, row1 + LANES);
    c20.intoArray(c, row2);
    c21.intoArray(c, row2 + LANES);
    c30.intoArray(c, row3);
    c31.intoArray(c, row3 + LANES);
    c40.intoArray(c, row4);
    c41.intoArray(c, row4 + LANES);
    c50.intoArray(c, row5);
    c51.intoArray(c, row5 + LANES);
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
    int panel0 = rightAt;
    int panel1 = rightAt + 1 * panelStride;
    int panel2 = rightAt + 2 * panelStride;
    int panel3 = rightAt + 3 * panelStride;
    FloatVector c00 = load(c, cAt + 0 * LANES);
    FloatVector c01 = load(c, cAt + 1 * LANES);
    FloatVector c10 = load(c, cAt + 2 * LANES);
    FloatVector c11 = load(c, cAt + 3 * LANES);
    FloatVector c20 = load(c, cAt + 4 * LANES);
    FloatVector c21 = load(c, cAt + 5 * LANES);
    FloatVector c30 = load(c, cAt + 6 * LANES);
    FloatVector c31 = load(c, cAt + 7 * LANES);
    for (int p = 0, b = 0; p < depth; p++, b += WIDTH) {
      FloatVector a = FloatVector.broadcast(SPECIES, left[leftAt + p]);
      c00 = a.fma(load(right, panel0 + b), c00);
      c01 = a.fma(load(right, panel0 + b + LANES), c01);
      c10 = a.fma(load(right, panel1 + b), c10);
      c11 = a.fma(load(right, panel1 + b + LANES), c11);
      c20 = a.fma(load(right, panel2 + b), c20);
      c21 = a.fma(load(right, panel2 + b + LANES), c21);
      c30 = a.fma(load(right, panel3 + b), c30);
      c31 = a.fma(load(right, panel3 + b + LANES), c31);
    }
    c00.intoArray(c, cAt + 0 * LANES);
    c01.intoArray(c, cAt + 1 * LANES);
    c10.intoArray(c, cAt + 2 * LANES);
    c11.intoArray(c, cAt + 3 * LANES);
    c20.intoArray(c, cAt + 4 * LANES);
    c21.intoArray(c, cAt + 5 * LANES);
    c30.intoArray(c, cAt + 6 * LANES);
    c31.intoArray(c, cAt + 7 * LANES);
  }

  @Override
  public void addToChains(float[] x, int at, int count, float[] chains) {
    for (int first = 0; first < CHAINS; first += CHAIN_SPECIES.length()) {
      FloatVector sums = FloatVector.fromArray(CHAIN_SPECIES, chains, first);
      for (int i = at + first; i < at + count; i += CHAINS) {
        sums = sums.add(FloatVector.fromArray(CHAIN_SPECIES, x, i));
      }
      sums.intoArray(chains, first);
    }
  }

  @Override
  public void addToChains(float[] x, int xAt, float[] y, int yAt, int count, float[] chains) {
    for (int first = 0; first < CHAINS; first += CHAIN_SPECIES.length()) {
      FloatVector sums = FloatVector.fromArray(CHAIN_SPECIES, chains, first);
      for (int i = first; i < count; i += CHAINS) {
        sums =
            FloatVector.fromArray(CHAIN_SPECIES, x, xAt + i)
                .fma(FloatVector.fromArray(CHAIN_SPECIES, y, yAt + i), sums);
      }
      sums.intoArray(chains, first);
    }
  }

  @Override
  public void keepWherePositive(float[] y, float[] dy, int count) {
    FloatVector zero = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i + LANES <= count; i += LANES) {
      zero.blend(load(dy, i), load(y, i).compare(VectorOperators.GT, zero)).intoArray(dy, i);
    }
    for (; i < count; i++) {
      dy[i] = y[i] > 0 ? dy[i] : 0;
    }
  }

  private static FloatVector load(float[] array, int at) {
    return FloatVector.fromArray(SPECIES, array, at);
  }
}
