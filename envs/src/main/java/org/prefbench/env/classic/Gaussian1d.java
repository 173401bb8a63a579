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
 * {@code gaussian-1d-v0}: choose one number; larger is better. Not a control task but a one-step
 * density problem: with the reference N(0, 1) and a teacher that prefers the larger number, all
 * laws that preference flow matching speaks of are known in closed form.
 *
 * <pre>
 * observation  0  always 0
 * action       0  the number y                    unbounded
 * reward       y
 * start        fixed
 * end          terminates after the first step
 * </pre>
 *
 * Under N(0, 1) the reward has mean 0; the better of two has the density 2 phi(y) Phi(y), mean
 * 1/sqrt(pi) = 0.5642 and variance 1 - 1/pi = 0.6817; the worse of two is its mirror image.
 *
 * <p>Source: the order statistics of two normals; the role of the better of two in preference flow
 * matching is in Kim et al. 2024 (arXiv 2405.19806), section 4.
 */
public final class Gaussian1d implements Environment {
  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          "gaussian-1d-v0",
          "Choose one number, the larger the better (one-step density task)",
          Space.box(1, 0, 0),
          Space.unbounded(1),
          List.of(new StateField("chosen", 1)),
          1,
          1,
          Optional.of(
              new ReferenceScores(
                  0,
                  0.5641895835477563,
                  "closed forms: mean of N(0, 1), and of the better of two, 1/sqrt(pi)")));

  private double chosen; // the last action, 0 at the start

  /** Registers the environment. */
  public static final class Factory implements EnvironmentFactory {
    @Override
    public EnvironmentSpec spec() {
      return SPEC;
    }

    @Override
    public Environment create() {
      return new Gaussian1d();
    }
  }

  private Gaussian1d() {}

  @Override
  public EnvironmentSpec spec() {
    return SPEC;
  }

  @Override
  public void reset(Seed seed, double[] observation) {
    chosen = 0;
    observe(observation);
  }

  @Override
  public void step(double[] action, StepResult result) {
    chosen = SPEC.clippedAction(action, 0);
    result.reward = chosen;
    result.terminated = true;
    observe(result.observation);
  }

  @Override
  public void observe(double[] observation) {
    observation[0] = 0;
  }

  /** A line of numbers with a mark at every whole one, and the chosen number. */
  @Override
  public Optional<Scene> scene() {
    List<Shape> shapes = new ArrayList<>();
    shapes.add(new Shape.Line(List.of(new Point(-4, 0, 0), new Point(4, 0, 0)), 0.04, Role.GUIDE));
    for (int i = -4; i <= 4; i++) {
      double length = i == 0 ? 0.3 : 0.15;
      shapes.add(
          new Shape.Line(
              List.of(new Point(i, 0, -length), new Point(i, 0, length)), 0.04, Role.GUIDE));
    }
    shapes.add(new Shape.Sphere(new Point(chosen, 0, 0), 0.2, Role.BODY));
    return Optional.of(new Scene(View.front(new Point(0, 0, 0), 6.5), shapes));
  }

  @Override
  public void readState(double[] state) {
    state[0] = chosen;
  }

  @Override
  public void writeState(double[] state) {
    chosen = state[0];
  }
}
