package org.prefbench.physics;

import java.util.List;
import java.util.stream.Stream;

/**
 * The models that golden data exist for; {@code _mj200} stands for the masses of MuJoCo up to
 * 2.1.0.
 */
public final class GoldenModels {
  /** The four models with internals, masses of MuJoCo 2.1.1 and later. */
  public static final List<String> MAIN = List.of("hopper", "halfcheetah", "walker2d", "ant");

  /** The same with the masses of D4RL's data. */
  public static final List<String> LEGACY =
      List.of("hopper_mj200", "halfcheetah_mj200", "walker2d_mj200", "ant_mj200");

  /** The small ones. */
  public static final List<String> SMALL =
      List.of("swimmer", "reacher", "inverted_pendulum", "inverted_double_pendulum");

  /** All of them. */
  public static final List<String> ALL =
      Stream.of(MAIN, LEGACY, SMALL).flatMap(List::stream).toList();

  private GoldenModels() {}

  /** Returns the compiled model. */
  public static Model load(String golden) {
    boolean legacy = golden.endsWith("_mj200");
    return Model.shipped(
        golden.replace("_mj200", "") + ".xml",
        legacy ? CapsuleInertia.CYLINDER : CapsuleInertia.EXACT);
  }

  /** Returns the id of the environment. */
  public static String environment(String golden) {
    boolean legacy = golden.endsWith("_mj200");
    return golden.replace("_mj200", "").replace('_', '-') + (legacy ? "-v2" : "-v4");
  }
}
