package org.prefbench.benchmark;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import org.prefbench.rl.Iql;
import org.prefbench.rl.Transitions;

/** The update of implicit Q-learning in single operations of the engine, see {@link Eagerly}. */
final class EagerIql implements AutoCloseable {
  private static final Engine ENGINE = Engine.getEngine("PyTorch");

  private final NDManager manager = ENGINE.newBaseManager(Device.cpu());
  private final Iql.Settings settings;
  private final Eagerly.Optimized value;
  private final Eagerly.Optimized actor; // the last tensor is the log standard deviation
  private final Eagerly.Optimized critics;
  private final List<NDArray> targets = new ArrayList<>();
  private final int second; // where the second critic begins

  EagerIql(int observations, int actions, Iql.Settings settings) {
    this.settings = settings;
    int width = settings.hiddenSize();
    value = new Eagerly.Optimized(Eagerly.network(manager, observations, width, 1));
    List<NDArray> policy = Eagerly.network(manager, observations, width, actions);
    policy.add(manager.zeros(new Shape(actions)));
    actor = new Eagerly.Optimized(policy);
    List<NDArray> both = Eagerly.network(manager, observations + actions, width, 1);
    second = both.size();
    both.addAll(Eagerly.network(manager, observations + actions, width, 1));
    both.forEach(tensor -> targets.add(tensor.duplicate()));
    critics = new Eagerly.Optimized(both);
  }

  /** Takes one update and returns the critics' loss before it. */
  double update(Transitions data, float[] rewards, int[] rows) {
    try (NDManager pass = manager.newSubManager()) {
      NDArray seen = Eagerly.array(pass, data.observations().select(rows));
      NDArray next = Eagerly.array(pass, data.next().select(rows));
      NDArray taken = Eagerly.array(pass, data.actions().select(rows));
      NDArray inputs = seen.concat(taken, 1);
      NDArray best =
          Eagerly.forward(targets, 0, inputs)
              .minimum(Eagerly.forward(targets, second, inputs))
              .squeeze(1);
      learnValue(pass, seen, best);
      learnActor(pass, seen, taken, best);
      double loss = learnCritics(pass, inputs, next, select(data.continues(), rows), rewards, rows);
      Eagerly.follow(targets, critics, (float) settings.targetRate());
      return loss;
    }
  }

  private void learnValue(NDManager pass, NDArray seen, NDArray best) {
    NDArray share = pass.create((float) settings.expectile());
    try (GradientCollector collector = ENGINE.newGradientCollector()) {
      NDArray above = best.sub(Eagerly.forward(value.weights(), 0, seen).squeeze(1));
      NDArray below = above.lt(0).toType(above.getDataType(), false);
      NDArray weight = below.sub(share).abs();
      collector.backward(weight.mul(above.square()).mean());
    }
    value.step();
  }

  private void learnActor(NDManager pass, NDArray seen, NDArray taken, NDArray best) {
    NDArray temperature = pass.create((float) settings.weights().temperature());
    NDArray half = pass.create(0.5f);
    NDArray advantages =
        best.sub(Eagerly.forward(value.weights(), 0, seen).squeeze(1)).stopGradient();
    NDArray weights =
        advantages.mul(temperature).exp().clip(0, (float) settings.weights().weightLimit());
    List<NDArray> tensors = actor.weights();
    try (GradientCollector collector = ENGINE.newGradientCollector()) {
      NDArray logStd = tensors.get(tensors.size() - 1);
      NDArray scaled = taken.sub(Eagerly.forward(tensors, 0, seen)).div(logStd.exp());
      NDArray minusLog = scaled.square().mul(half).add(logStd).sum(new int[] {1});
      collector.backward(weights.mul(minusLog).mean());
    }
    actor.step();
  }

  private double learnCritics(
      NDManager pass,
      NDArray inputs,
      NDArray next,
      float[] continues,
      float[] rewards,
      int[] rows) {
    NDArray discounts = pass.create(continues).mul(pass.create((float) settings.discount()));
    NDArray y =
        Eagerly.forward(value.weights(), 0, next)
            .squeeze(1)
            .mul(discounts)
            .add(pass.create(select(rewards, rows)))
            .stopGradient();
    double loss;
    try (GradientCollector collector = ENGINE.newGradientCollector()) {
      NDArray first = squares(0, inputs, y);
      NDArray sum = first.add(squares(second, inputs, y));
      collector.backward(sum);
      loss = sum.getFloat();
    }
    critics.step();
    return loss;
  }

  private NDArray squares(int from, NDArray inputs, NDArray y) {
    return Eagerly.forward(critics.weights(), from, inputs).squeeze(1).sub(y).square().mean();
  }

  private static float[] select(float[] values, int[] rows) {
    float[] selected = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      selected[i] = values[rows[i]];
    }
    return selected;
  }

  @Override
  public void close() {
    manager.close();
  }
}
