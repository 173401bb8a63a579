package org.prefbench.env.classic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prefbench.core.Seed;
import org.prefbench.env.Environment;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.ReferenceScores;
import org.prefbench.env.Space;
import org.prefbench.env.StateField;
import org.prefbench.env.StepResult;
import org.prefbench.env.scene.Point;
import org.prefbench.env.scene.Role;
import org.prefbench.env.scene.Scene;
import org.prefbench.env.scene.Shape;
import org.prefbench.env.scene.View;

/**
 * {@code eight-gaussians-v0}: choose a point of the plane where a ring of eight Gaussians is dense.
 * Not a control task but a one-step density problem, the toy of preference flow matching.
 *
 * <pre>
 * observation  0     always 0
 * action       0, 1  the point y                  unbounded
 * reward       exp(-|y - c1|^2 / (2 v)) + ... + exp(-|y - c8|^2 / (2 v)), v = sqrt(0.1)
 * start        fixed
 * end          terminates after the first step
 * </pre>
 *
 * The centres c1 ... c8 lie on a circle of radius 5 at multiples of 45 degrees. The reward is the
 * density of the even mixture of the eight N(ck, v I), times 16 pi v = 15.895, so that it is 1 at
 * every centre (neighbours add less than 1e-10) and lies between 0 and 1 elsewhere.
 *
 * <p>A point drawn from N(0, w I) earns 8 v/(v + w) exp(-25 / (2 (v + w))) on average: 0.0744 for
 * the Gaussian with the moments of the eight, w = 12.5 + v. A point drawn from the eight themselves
 * earns 0.5000.
 *
 * <p>Source: Kim et al. 2024 (arXiv 2405.19806), section 3.2 and figure 2, which takes the density
 * as reward; radius and covariance are those of the sampler of eight Gaussians in torchcfm (Tong et
 * al. 2024, arXiv 2302.00482). The factor is ours: the paper names none.
 */
public final class EightGaussians implements Environment {
  /** Distance of every centre from the origin. */
  public static final double RADIUS = 5;

  /** Variance of each Gaussian along either axis, sqrt(0.1). */
  public static final double VARIANCE = Math.sqrt(0.1);

  private static final double[] CENTERS = centers();

  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          "eight-gaussians-v0",
          "Choose a point where a ring of eight Gaussians is dense (one-step density task)",
          Space.box(1, 0, 0),
          Space.unbounded(2),
          List.of(new StateField("chosen", 2)),
          1,
          1,
          Optional.of(
              new ReferenceScores(
                  0.0743643988994279,
                  0.5000093735277977,
                  "closed forms: mean reward of tier random, the fitted Gaussian, and of tier expert, the eight Gaussians themselves")));

  private final double[] chosen = new double[2]; // the last action, 0 at the start

  /** Registers the environment. */
  public static final class Factory implements EnvironmentFactory {
    @Override
    public EnvironmentSpec spec() {
      return SPEC;
    }

    @Override
    public Environment create() {
      return new EightGaussians();
    }
  }

  private EightGaussians() {}

  /** Returns the eight centres as x, y, x, y, ..., counter-clockwise from (5, 0): {@code [16]}. */
  public static double[] centers() {
    double diagonal = RADIUS * Math.sqrt(0.5);
    return new double[] {
      RADIUS, 0, diagonal, diagonal, 0, RADIUS, -diagonal, diagonal, -RADIUS, 0, -diagonal,
      -diagonal, 0, -RADIUS, diagonal, -diagonal
    };
  }

  @Override
  public EnvironmentSpec spec() {
    return SPEC;
  }

  @Override
  public void reset(Seed seed, double[] observation) {
    chosen[0] = 0;
    chosen[1] = 0;
    observe(observation);
  }

  @Override
  public void step(double[] action, StepResult result) {
    double x = SPEC.clippedAction(action, 0);
    double y = SPEC.clippedAction(action, 1);
    chosen[0] = x;
    chosen[1] = y;
    double sum = 0;
    for (int k = 0; k < CENTERS.length; k += 2) {
      double dx = x - CENTERS[k];
      double dy = y - CENTERS[k + 1];
      sum += StrictMath.exp(-(dx * dx + dy * dy) / (2 * VARIANCE));
    }
    result.reward = sum;
    result.terminated = true;
    observe(result.observation);
  }

  @Override
  public void observe(double[] observation) {
    observation[0] = 0;
  }

  /** The eight centres, discs of two standard deviations, and the chosen point. */
  @Override
  public Optional<Scene> scene() {
    List<Shape> shapes = new ArrayList<>();
    for (int k = 0; k < 8; k++) {
      Point center = new Point(CENTERS[2 * k], CENTERS[2 * k + 1], -1);
      List<Point> disc = new ArrayList<>();
      for (int i = 0; i < 48; i++) {
        double angle = 2 * Math.PI * i / 48;
        double radius = 2 * Math.sqrt(VARIANCE);
        disc.add(
            center.plus(
                new Point(radius * StrictMath.cos(angle), radius * StrictMath.sin(angle), 0)));
      }
      shapes.add(new Shape.Area(disc, Role.GOAL));
    }
    Point point = new Point(chosen[0], chosen[1], 0);
    shapes.add(new Shape.Line(List.of(new Point(0, 0, 0), point), 0.06, Role.GUIDE));
    shapes.add(new Shape.Sphere(point, 0.3, Role.BODY));
    // the picture grows with the way to the point, and is the same for points on the ring
    double reach = Math.max(Math.abs(chosen[0]), Math.abs(chosen[1]));
    double height = 2 * Math.max(1.6 * RADIUS, 1.1 * reach);
    return Optional.of(new Scene(View.above(new Point(0, 0, 0), height), shapes));
  }

  @Override
  public void readState(double[] state) {
    System.arraycopy(chosen, 0, state, 0, chosen.length);
  }

  @Override
  public void writeState(double[] state) {
    System.arraycopy(state, 0, chosen, 0, chosen.length);
  }
}
