package org.prefbench.physics;

import java.util.Arrays;
import org.prefbench.physics.ModelDescription.Geom;
import org.prefbench.physics.ModelDescription.GeomType;

/** Mass and inertia of shapes, and how solids add up. */
final class MassProperties {
  private MassProperties() {}

  /** Returns a shape's mass, kg, and writes its principal moments about its centre, kg m^2. */
  static double ofGeom(Geom geom, CapsuleInertia capsuleInertia, double[] moments) {
    double r = geom.radius();
    double h = geom.halfLength();
    double ball = geom.density() * 4 / 3 * Math.PI * r * r * r;
    if (geom.type() == GeomType.SPHERE) {
      Arrays.fill(moments, 0.4 * ball * r * r);
      return ball;
    }
    if (capsuleInertia == CapsuleInertia.CYLINDER) {
      double height = 2 * h + r;
      double mass = geom.density() * Math.PI * r * r * height;
      moments[0] = mass * (3 * r * r + height * height) / 12;
      moments[1] = moments[0];
      moments[2] = mass * r * r / 2;
      return mass;
    }
    double cylinder = geom.density() * Math.PI * r * r * 2 * h;
    moments[0] =
        cylinder * (3 * r * r + 4 * h * h) / 12 + ball * (0.4 * r * r + h * h + 0.75 * h * r);
    moments[1] = moments[0];
    moments[2] = cylinder * r * r / 2 + 0.4 * ball * r * r;
    return cylinder + ball;
  }

  /**
   * Adds solid {@code s} of the last arrays to solid {@code t} of the first, by the parallel axis
   * theorem. Centres have 3 values per solid, inertias 6: (xx, xy, xz, yy, yz, zz) about the
   * centre.
   */
  static void merge(
      double[] masses,
      double[] centers,
      double[] inertias,
      int t,
      double mass,
      double[] center,
      double[] inertia,
      int s) {
    if (mass == 0) {
      return;
    }
    double total = masses[t] + mass;
    double reduced = masses[t] * mass / total;
    double[] d = new double[3];
    for (int i = 0; i < 3; i++) {
      d[i] = center[3 * s + i] - centers[3 * t + i];
      centers[3 * t + i] += d[i] * mass / total;
    }
    double square = d[0] * d[0] + d[1] * d[1] + d[2] * d[2];
    int k = 0;
    for (int i = 0; i < 3; i++) {
      for (int j = i; j < 3; j++, k++) {
        inertias[6 * t + k] += inertia[6 * s + k] + reduced * ((i == j ? square : 0) - d[i] * d[j]);
      }
    }
    masses[t] = total;
  }
}
