package org.prefbench.method.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.prefbench.algorithm.TransportPolicy;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.generative.FlowPolicy;
import org.prefbench.generative.ReferencePlans;
import org.prefbench.generative.RejectedPlans;
import org.prefbench.preference.Teacher;

/**
 * The reference N(0, 1) on the line with a teacher for whom more is better. Rejected and preferred
 * are the smaller and the larger of two draws, with distribution functions 1 - (1 - Phi)^2 and
 * Phi^2; a flow on the line keeps the order of points, so the map is T(y) = Phi^-1(sqrt(1 - (1 -
 * Phi(y))^2)). The larger of two has mean 1/sqrt(pi) and variance 1 - 1/pi; the moments of T and
 * T(T) on N(0, 1) are quadratures of T: 1.1664 and 1.1454, 2.489 and 1.658.
 */
class PfmOnTheLineTest {
  private static final Seed SEED = Line.SEED;
  private static TransportPolicy policy;
  private static Teacher teacher;

  @BeforeAll
  static void train() {
    teacher = new Teacher(Line.ORACLE, Line.FACTORY, new Ledger());
    policy = Line.train(Map.of());
  }

  @Test
  void mapIsTheClosedForm() {
    // T at -2, -1.5 .. 2 by Python's statistics.NormalDist
    double[] exact = {-0.7992, -0.3601, 0.1017, 0.5900, 1.1078, 1.6567, 2.2363, 2.8431, 3.4715};
    FloatMatrix sources = new FloatMatrix(9, 1);
    for (int i = 0; i < 9; i++) {
      sources.set(i, 0, -2 + 0.5f * i);
    }
    FloatMatrix moved = policy.transport(new FloatMatrix(9, 1), sources);
    for (int i = 0; i < 9; i++) {
      // Of 60,000 rejected points 31 lie beyond 2 and as many preferred ones beyond T(2), so that
      // the pairs themselves place T(2) with a standard error of about 0.06 only.
      double tolerance = i < 8 ? 0.05 : 0.18;
      assertEquals(exact[i], moved.get(i, 0), tolerance, "T(" + sources.get(i, 0) + ")");
    }
  }

  @Test
  void rejectedBecomesPreferred() {
    RandomStream random = SEED.child("p0").generator();
    FloatMatrix rejected = new FloatMatrix(20_000, 1);
    for (int i = 0; i < rejected.rows(); i++) {
      rejected.set(i, 0, (float) Math.min(random.nextGaussian(), random.nextGaussian()));
    }
    FloatMatrix moved = policy.transport(new FloatMatrix(rejected.rows(), 1), rejected);
    assertEquals(1 / Math.sqrt(Math.PI), Line.mean(moved), 0.03);
    assertEquals(1 - 1 / Math.PI, Line.variance(moved), 0.03);
  }

  @Test
  void fromTheReferenceItOvershootsAndReappliedItRunsAway() {
    FloatMatrix sources = Line.normal(20_000);
    FloatMatrix contexts = new FloatMatrix(sources.rows(), 1);
    FloatMatrix once = policy.transport(contexts, sources);
    assertEquals(1.1664, Line.mean(once), 0.06);
    assertEquals(1.1454, Line.variance(once), 0.06);
    FloatMatrix twice = policy.transport(contexts, once);
    assertEquals(2.489, Line.mean(twice), 0.15);
    // T(T(x)) at -2, -1.5 .. 0 by Python's statistics.NormalDist; from larger x on, T(x) lies off
    // the support of the pairs, where nothing says what a network does
    double[] exact = {0.2944, 0.7318, 1.2169, 1.7589, 2.3650};
    FloatMatrix points = new FloatMatrix(exact.length, 1);
    for (int i = 0; i < exact.length; i++) {
      points.set(i, 0, -2 + 0.5f * i);
    }
    FloatMatrix start = new FloatMatrix(exact.length, 1);
    FloatMatrix moved = policy.transport(start, policy.transport(start, points));
    for (int i = 0; i < exact.length; i++) {
      assertEquals(exact[i], moved.get(i, 0), 0.1, "T(T(" + points.get(i, 0) + "))");
    }
  }

  @Test
  void actingIsTheMapOfTheReferencesSample() {
    int copies = 2000;
    assertEquals(1.1664, Line.meanReturn(policy, copies), 0.06 + 4 * 1.07 / Math.sqrt(copies));
    FlowPolicy flow = (FlowPolicy) policy;
    FlowPolicy fromRejected =
        new FlowPolicy(
            new RejectedPlans(((ReferencePlans) flow.source()).reference(), teacher),
            1,
            flow.maps(),
            1);
    assertEquals(
        1 / Math.sqrt(Math.PI),
        Line.meanReturn(fromRejected, copies),
        0.03 + 4 * 0.83 / Math.sqrt(copies));
    // the mean of the reference, 0, is flowed to T(0)
    assertEquals(1.1078, Line.meanReturn(policy.deterministic(), 1), 0.05);
  }

  @Test
  void changeOfLogDensityMakesTheImageADensity() {
    // Image of N(0, 1) under the map, integrated over the image points by the trapezoidal rule.
    int n = 1201;
    FloatMatrix sources = new FloatMatrix(n, 1);
    for (int i = 0; i < n; i++) {
      sources.set(i, 0, -4 + 8f * i / (n - 1));
    }
    FloatMatrix contexts = new FloatMatrix(n, 1);
    FloatMatrix image = policy.transport(contexts, sources);
    double[] change = policy.logDensityChange(contexts, sources);
    double integral = 0;
    for (int i = 1; i < n; i++) {
      double width = image.get(i, 0) - image.get(i - 1, 0);
      assertTrue(width > 0, "the map must be increasing");
      integral +=
          0.5
              * width
              * (density(sources.get(i, 0)) * Math.exp(change[i])
                  + density(sources.get(i - 1, 0)) * Math.exp(change[i - 1]));
    }
    assertEquals(1, integral, 0.01);
  }

  @Test
  void pathsStartAtTheSourceAndEndAtTheImage() {
    FloatMatrix sources = Line.normal(7);
    FloatMatrix contexts = new FloatMatrix(7, 1);
    FloatMatrix[] path = policy.paths(contexts, sources, new double[] {0, 0.5, 1});
    FloatMatrix image = policy.transport(contexts, sources);
    for (int i = 0; i < 7; i++) {
      assertEquals(sources.get(i, 0), path[0].get(i, 0), 1e-5);
      assertTrue(path[1].get(i, 0) > sources.get(i, 0) && path[1].get(i, 0) < image.get(i, 0));
      assertEquals(image.get(i, 0), path[2].get(i, 0), 0f);
    }
    FlowPolicy once = (FlowPolicy) policy;
    FlowPolicy twice = once.with(once.maps().get(0));
    FloatMatrix[] both = twice.paths(contexts, sources, new double[] {0.25, 0.5, 0.75, 1});
    assertEquals(path[1], both[0]);
    assertEquals(image, both[1]);
    assertEquals(policy.transport(contexts, image), both[3]);
    assertEquals(twice.transport(contexts, sources), both[3]);
  }

  private static double density(double y) {
    return Math.exp(-y * y / 2) / Math.sqrt(2 * Math.PI);
  }
}
