package org.prefbench.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import ai.djl.ndarray.NDArray;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.env.Space;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;

/**
 * A derivative reads arrays that went into its loss, so Java's garbage collector must not free them
 * in between. It rarely runs there by itself; here it always does.
 */
class LossMemoryTest {
  @Test
  void numbersLiveAsLongAsTheirPass() {
    Learner learner = new Learner(Adam.of(0.1), new Ledger());
    Learner.Vector vector = learner.vector(3, -5);
    // d/dv of v * 7 / 2, and of max(v, 1), which only 3 exceeds, by hand
    assertArrayEquals(
        new float[] {3.5f, 3.5f},
        collected(learner, p -> p.value(vector).mul(p.scalar(7)).div(p.scalar(2)).sum()));
    assertArrayEquals(
        new float[] {1, 0}, collected(learner, p -> p.value(vector).maximum(p.scalar(1)).sum()));
  }

  @ParameterizedTest
  @EnumSource
  void networksAndConstantsDo(Activation activation) {
    Mlp initial = Mlp.initial(List.of(3, 8, 2), activation, new Seed(1));
    Mlp frozen = Mlp.initial(List.of(2, 8, 1), activation, new Seed(2));
    Learner learner = new Learner(Adam.of(0.1), new Ledger());
    Learner.Network network = learner.network(initial);
    float[] inputs = {1, 2, 3, -1, 0, 1};
    expectSame(
        learner,
        pass -> {
          NDArray outputs = pass.forward(network, pass.array(inputs, 2, 3));
          return pass.forward(frozen, outputs).mul(pass.array(new float[] {2, -1}, 2, 1)).sum();
        });
  }

  @Test
  void logDensitiesDo() {
    for (float[] logStd : List.of(new float[] {-0.5f, 0.25f}, new float[0])) {
      int outputs = logStd.length > 0 ? 2 : 4;
      Learner learner = new Learner(Adam.of(0.1), new Ledger());
      GaussianHead head =
          new GaussianHead(
              learner,
              new GaussianPolicy(
                  GaussianPolicy.Form.TANH_GAUSSIAN,
                  Space.box(2, -1, 1),
                  Standardizer.identity(3),
                  Mlp.initial(List.of(3, 8, outputs), Activation.RELU, new Seed(3)),
                  logStd));
      expectSame(
          learner,
          pass ->
              head.logProbabilities(
                      pass,
                      pass.array(new float[] {1, 2, 3, -1, 0, 1}, 2, 3),
                      pass.array(new float[] {0.5f, -0.5f, 1, 0.25f}, 2, 2))
                  .sum());
    }
  }

  @Test
  void sharedLossesDo() {
    Learner learner = new Learner(Adam.of(0.1), new Ledger());
    Learner.Vector vector = learner.vector(3, -5, 0.25f);
    expectSame(learner, p -> Losses.hinge(p, p.value(vector), 1).sum());
    expectSame(learner, p -> Losses.expectile(p, p.value(vector), 0.7).sum());
    expectSame(learner, p -> Losses.huber(p, p.value(vector), 1).sum());
    expectSame(
        learner, p -> Losses.logistic(p.value(vector), p.array(new float[] {1, 0, 0.5f}, 3)).sum());
  }

  private static void expectSame(Learner learner, Function<Pass, NDArray> loss) {
    assertArrayEquals(learner.gradient(loss), collected(learner, loss));
  }

  /** The gradient when the garbage collector runs between the loss and its derivative. */
  private static float[] collected(Learner learner, Function<Pass, NDArray> loss) {
    return learner.gradient(
        pass -> {
          NDArray scalar = loss.apply(pass);
          // What one round finds is freed before the next round's sentinel is announced.
          collect();
          collect();
          return scalar;
        });
  }

  private static void collect() {
    ReferenceQueue<Object> queue = new ReferenceQueue<>();
    PhantomReference<Object> sentinel = new PhantomReference<>(new Object(), queue);
    System.gc();
    try {
      assertNotNull(queue.remove(10_000), () -> sentinel + " was not collected");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
