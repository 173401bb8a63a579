package org.prefbench.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prefbench.core.DoubleMatrix;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.StateField;

/** Made-up datasets of an environment that does not exist. */
public final class Trajectories {
  public static final List<StateField> FIELDS =
      List.of(new StateField("qpos", 2), new StateField("qvel", 1));

  private Trajectories() {}

  /** Returns episodes of 3 observations and 2 actions with the given lengths and ends. */
  public static TrajectoryDataset made(
      long seed, boolean states, boolean densities, Object... shape) {
    RandomStream random = new Seed(seed).generator();
    List<Segment> episodes = new ArrayList<>();
    for (int i = 0; i < shape.length; i += 2) {
      int length = (Integer) shape[i];
      episodes.add(
          new Segment(
              floats(random, length + 1, 3),
              floats(random, length, 2),
              floats(random, length, 1),
              (End) shape[i + 1],
              states ? Optional.of(doubles(random, length, 3)) : Optional.empty(),
              densities ? Optional.of(floats(random, length, 1)) : Optional.empty()));
    }
    return new TrajectoryDataset(
        "made-up-v3", states ? FIELDS : List.of(), episodes, Map.of("algorithm", "none"));
  }

  /** Numbers of every kind of bit pattern that is finite. */
  private static FloatMatrix floats(RandomStream random, int rows, int columns) {
    FloatMatrix matrix = new FloatMatrix(rows, columns);
    for (int i = 0; i < matrix.values().length; i++) {
      int bits = random.nextInt();
      float value = Float.intBitsToFloat(bits);
      matrix.values()[i] = Float.isFinite(value) ? value : Float.intBitsToFloat(bits & ~(1 << 30));
    }
    return matrix;
  }

  private static DoubleMatrix doubles(RandomStream random, int rows, int columns) {
    DoubleMatrix matrix = new DoubleMatrix(rows, columns);
    for (int i = 0; i < matrix.values().length; i++) {
      long bits = random.nextLong();
      double value = Double.longBitsToDouble(bits);
      matrix.values()[i] =
          Double.isFinite(value) ? value : Double.longBitsToDouble(bits & ~(1L << 62));
    }
    return matrix;
  }
}
