package org.prefbench.generative;

import java.util.Optional;
import org.prefbench.algorithm.DivergedException;
import org.prefbench.algorithm.PlanDensity;
import org.prefbench.algorithm.TransportPolicy;
import org.prefbench.core.FloatMatrix;
import org.prefbench.flow.DivergenceField;
import org.prefbench.flow.LogDensity;
import org.prefbench.network.MlpEvaluator;

/**
 * The densities of {@link FlowPolicy}'s plans: the flows are followed back to their start, and the
 * log-density changes by minus the integral of the divergence on the way, which is the exact trace
 * (Chen et al. 2018, arXiv 1806.07366). Known where the plans start as noise or as roll-outs of the
 * reference.
 */
public final class FlowDensity implements PlanDensity {
  private static final double LOG_TWO_PI = StrictMath.log(2 * StrictMath.PI);

  @Override
  public String id() {
    return "flow";
  }

  @Override
  public boolean knows(TransportPolicy policy) {
    return policy instanceof FlowPolicy flow
        && (flow.source() instanceof ReferencePlans
            || flow.source() instanceof NoisePlans noise && noise.sampled());
  }

  @Override
  public Origin origin(TransportPolicy policy, FloatMatrix contexts, FloatMatrix plans) {
    FlowPolicy flow = (FlowPolicy) policy;
    double[] change = new double[plans.rows()];
    FloatMatrix points = plans;
    for (int m = flow.maps().size() - 1; m >= 0; m--) {
      points = back(flow.maps().get(m), contexts, points, change);
    }
    return new Origin(
        points,
        change,
        flow.source() instanceof NoisePlans noise
            ? Optional.of(logDensities(noise, points))
            : Optional.empty());
  }

  /** Returns what the map takes to {@code points} and adds the change on the way there. */
  private static FloatMatrix back(
      FlowMap map, FloatMatrix contexts, FloatMatrix points, double[] change) {
    int d = points.columns();
    float[] scaled = map.segments().apply(points).values();
    double[] states = new double[scaled.length];
    for (int k = 0; k < states.length; k++) {
      states[k] = scaled[k];
    }
    LogDensity.Transported moved;
    try {
      moved =
          LogDensity.transport(
              map.integration().create(),
              new Reversed(map, map.contexts().apply(contexts)),
              d,
              states,
              0,
              1);
    } catch (ArithmeticException e) {
      DivergedException diverged = new DivergedException("the flow back: " + e.getMessage());
      diverged.initCause(e);
      throw diverged;
    }
    float[] mean = map.segments().mean();
    float[] scale = map.segments().scale();
    FloatMatrix result = new FloatMatrix(points.rows(), d);
    for (int k = 0; k < states.length; k++) {
      result.values()[k] = (float) (mean[k % d] + scale[k % d] * moved.points()[k]);
    }
    for (int i = 0; i < change.length; i++) {
      change[i] -= moved.change()[i]; // of the way forth; the scales cancel
    }
    return result;
  }

  /** The velocity of a map with time and direction turned round: w(t, y) = - v(1 - t, y). */
  private static final class Reversed implements DivergenceField {
    private final FloatMatrix contexts;
    private final MlpEvaluator evaluator;
    private final int d;
    private final float[] input;
    private final float[] velocity;
    private final FloatMatrix jacobian;

    Reversed(FlowMap map, FloatMatrix contexts) {
      this.contexts = contexts;
      evaluator = map.field().evaluator();
      d = map.segments().size();
      input = new float[map.field().inputs()];
      velocity = new float[d];
      jacobian = new FloatMatrix(d, d);
    }

    @Override
    public void evaluate(Points points) {
      evaluate(points, new double[points.count]);
    }

    @Override
    public void evaluate(Points points, double[] divergences) {
      int size = contexts.columns();
      for (int p = 0; p < points.count; p++) {
        for (int j = 0; j < d; j++) {
          input[j] = (float) points.states[p * d + j];
        }
        input[d] = (float) (1 - points.times[p]);
        System.arraycopy(contexts.values(), points.rows[p] * size, input, d + 1, size);
        evaluator.jacobian(input, velocity, jacobian);
        divergences[p] = 0;
        for (int j = 0; j < d; j++) {
          points.velocities[p * d + j] = -velocity[j];
          divergences[p] -= jacobian.get(j, j);
        }
      }
    }
  }

  private static double[] logDensities(NoisePlans noise, FloatMatrix sources) {
    float[] mean = noise.scales().mean();
    float[] scale = noise.scales().scale();
    double[] result = new double[sources.rows()];
    for (int i = 0; i < result.length; i++) {
      for (int j = 0; j < mean.length; j++) {
        double z = (sources.get(i, j) - mean[j]) / scale[j];
        result[i] -= 0.5 * (z * z + LOG_TWO_PI) + StrictMath.log(scale[j]);
      }
    }
    return result;
  }
}
