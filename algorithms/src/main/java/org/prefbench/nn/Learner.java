package org.prefbench.nn;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.prefbench.algorithm.DivergedException;
import org.prefbench.algorithm.Monitor;
import org.prefbench.core.Checks;
import org.prefbench.core.Ledger;
import org.prefbench.network.Layers;
import org.prefbench.network.Mlp;
import org.prefbench.policy.Policy;

/**
 * One optimiser and the parameters it trains: any number of networks, ensembles and free vectors,
 * kept in one flat array. The engine computes the loss and its gradient; clipping and Adam are a
 * plain loop over the flat array, which spares the engine's many small operations per parameter.
 * Between steps nothing lives in native memory, so there is nothing to close. Not thread-safe;
 * steps of different learners exclude each other, because the engine differentiates one loss at a
 * time per process.
 *
 * <pre>{@code
 * Learner learner = new Learner(Adam.of(3e-4), context.ledger());
 * Learner.Network field = learner.network(Mlp.initial(List.of(3, 128, 2), Activation.RELU, seed));
 * learner.fit(fitting, batches, context.monitor(),
 *     (pass, rows) -> pass.forward(field, pass.rows(x, rows)).sub(pass.rows(y, rows)).square().mean(),
 *     () -> new MyPolicy(learner.read(field)));
 * Mlp trained = learner.read(field);
 * }</pre>
 */
public final class Learner {
  private final Adam adam;
  private final Ledger ledger;
  private final FlatParameters parameters = new FlatParameters();
  private float[] mean = new float[0];
  private float[] square = new float[0];
  private float[] gradient = new float[0];
  private long steps;
  private double rateFactor = 1;

  /** Creates a learner without parameters that counts its steps and parameters in a ledger. */
  public Learner(Adam adam, Ledger ledger) {
    this.adam = adam;
    this.ledger = ledger;
  }

  /** A network whose weights this learner trains. */
  public static final class Network {
    final Mlp initial;
    final int offset;

    Layers layers() {
      return new Layers(initial, 1, offset, false);
    }

    Network(Mlp initial, int offset) {
      this.initial = initial;
      this.offset = offset;
    }
  }

  /** Networks of one shape that are trained side by side in batched products. */
  public static final class Ensemble {
    final Mlp initial;
    final int members;
    final int offset;

    Layers layers(boolean normalized) {
      return new Layers(initial, members, offset, normalized);
    }

    Ensemble(Mlp initial, int members, int offset) {
      this.initial = initial;
      this.members = members;
      this.offset = offset;
    }
  }

  /** A free vector of parameters. */
  public static final class Vector {
    final int length;
    final int offset;

    Vector(int length, int offset) {
      this.length = length;
      this.offset = offset;
    }
  }

  /**
   * A copy of a learner's parameters that follows them slowly, as the targets of temporal
   * differences do (Lillicrap et al. 2016, arXiv 1509.02971).
   */
  public static final class Target {
    private final Learner learner;
    private final float[] values;

    private Target(Learner learner) {
      this.learner = learner;
      values = learner.parameters.values().clone();
    }

    /** Moves the copy by a share of the way to the parameters. */
    public void follow(double rate) {
      float share = (float) rate;
      float[] parameters = learner.parameters.values();
      for (int i = 0; i < values.length; i++) {
        values[i] += share * (parameters[i] - values[i]);
      }
    }

    /** Returns a copy of the values. */
    public float[] values() {
      return values.clone();
    }

    /** Sets the values, as {@link #values} gave them. */
    public void restore(float[] saved) {
      Checks.require(
          saved.length == values.length,
          "%d values do not fit a target of %d",
          saved.length,
          values.length);
      System.arraycopy(saved, 0, values, 0, values.length);
    }

    float[] live() {
      return values;
    }
  }

  /** A loss on some rows of the data: the mean over {@code rows}, a scalar array. */
  @FunctionalInterface
  public interface RowLoss {
    /** Returns the loss. */
    NDArray of(Pass pass, int[] rows);
  }

  /** Where an optimisation stands: what {@link #restore} needs to go on from there. */
  public record State(float[] parameters, float[] mean, float[] square, long steps) {}

  /** Adds a network that starts with the weights of {@code initial}; before the first step only. */
  public Network network(Mlp initial) {
    return parameters.network(initial);
  }

  /** Adds networks of one shape; before the first step only. */
  public Ensemble ensemble(List<Mlp> members) {
    return parameters.ensemble(members);
  }

  /** Adds a free vector with the given initial values; before the first step only. */
  public Vector vector(float... initial) {
    return parameters.vector(initial);
  }

  /** Returns the network as it stands. */
  public Mlp read(Network handle) {
    return parameters.read(handle);
  }

  /** Returns the members of the ensemble as they stand. */
  public List<Mlp> read(Ensemble handle) {
    return parameters.read(handle);
  }

  /** Returns the vector as it stands. */
  public float[] read(Vector handle) {
    return parameters.read(handle);
  }

  /** Returns the number of steps taken. */
  public long steps() {
    return steps;
  }

  /** Returns a target that starts where the parameters are; no more can be declared then. */
  public Target target() {
    seal();
    return new Target(this);
  }

  /** Returns a copy of parameters, optimiser moments and step count. */
  public State state() {
    seal();
    return new State(parameters.values().clone(), mean.clone(), square.clone(), steps);
  }

  /** Goes back to a state of this learner or of one with the same parameters. */
  public void restore(State state) {
    seal();
    Checks.require(
        state.parameters().length == parameters.size(),
        "a state of %d parameters does not fit a learner of %d",
        state.parameters().length,
        parameters.size());
    parameters.set(state.parameters());
    mean = state.mean().clone();
    square = state.square().clone();
    steps = state.steps();
  }

  /** Multiplies the learning rate of the steps to come; not part of the {@link #state}. */
  public void scaleRate(double factor) {
    rateFactor = Checks.notNegative("factor of the learning rate", factor);
  }

  /**
   * Takes one step down the gradient of {@code loss} and returns the loss before the step.
   *
   * @throws DivergedException if the loss or a derivative is not finite; the parameters are then
   *     unchanged
   */
  public double step(Function<Pass, NDArray> loss) {
    return step(loss, Metrics.UNSEEN);
  }

  /** Takes one step like {@link #step(Function)} and keeps what the loss tells of itself. */
  double step(Function<Pass, NDArray> loss, Metrics metrics) {
    seal();
    double value = parameters.differentiate(loss, metrics, gradient);
    descend(value);
    return value;
  }

  /**
   * Takes one step down a gradient that the caller has worked out.
   *
   * @param derivatives by every parameter, in the order of their declaration
   * @throws DivergedException if a derivative is not finite; the parameters are then unchanged
   */
  public void step(float... derivatives) {
    seal();
    Checks.require(
        derivatives.length == parameters.size(),
        "%d derivatives do not fit a learner of %d parameters",
        derivatives.length,
        parameters.size());
    System.arraycopy(derivatives, 0, gradient, 0, gradient.length);
    descend(0);
  }

  /** Takes one step down {@link #gradient}. */
  private void descend(double value) {
    double norm = Adam.norm(gradient);
    if (!Double.isFinite(value) || !Double.isFinite(norm)) {
      throw new DivergedException(
          "loss " + value + " with gradient norm " + norm + " at step " + (steps + 1));
    }
    steps++;
    double scale = norm > adam.maxNorm() ? adam.maxNorm() / norm : 1;
    adam.update(steps, parameters.values(), gradient, scale, rateFactor, mean, square);
    ledger.add(Ledger.Entry.GRADIENT_STEPS, 1);
  }

  /**
   * Returns the gradient of {@code loss} at the present parameters, in the order of their
   * declaration; changes nothing.
   */
  public float[] gradient(Function<Pass, NDArray> loss) {
    seal();
    parameters.differentiate(loss, Metrics.UNSEEN, gradient);
    return gradient.clone();
  }

  /** Returns {@code loss} at the present parameters without differentiating it. */
  public double evaluate(Function<Pass, NDArray> loss) {
    return evaluate(loss, Metrics.UNSEEN);
  }

  /** Evaluates like {@link #evaluate(Function)} and keeps what the loss tells of itself. */
  double evaluate(Function<Pass, NDArray> loss, Metrics metrics) {
    seal();
    return parameters.evaluate(loss, metrics);
  }

  /**
   * Takes the steps of {@code fitting} on minibatches, tells the monitor how it goes, offers it the
   * policy at its checkpoints, each with the loss on the held-out rows, and leaves the learner at
   * the state that {@link Fitting#keep} asks for.
   *
   * <p>About a hundred times it tells the mean {@code loss} since it last did, and what the loss
   * puts on the learning curve itself ({@link Pass#metric}) on the batch of that step. Where a
   * curve is kept, then and before the first step the same over the held-out rows, by names that
   * begin with {@code validation-}; else at checkpoints and at the end alone. Where the best state
   * is kept, {@code kept-step} and {@code kept-validation-loss} say which it is.
   *
   * @param policy makes the policy from the parameters as they stand
   * @throws DivergedException if a loss or a derivative is not finite
   */
  public Fitting.Result fit(
      Fitting fitting,
      Minibatches batches,
      Monitor monitor,
      Objective objective,
      Supplier<Policy> policy) {
    return new TrainingLoop(this, fitting, batches, monitor, objective).run(Optional.of(policy));
  }

  /** Fits like {@link #fit(Fitting, Minibatches, Monitor, Objective, Supplier)}. */
  public Fitting.Result fit(
      Fitting fitting,
      Minibatches batches,
      Monitor monitor,
      RowLoss loss,
      Supplier<Policy> policy) {
    return fit(fitting, batches, monitor, Objective.of(loss), policy);
  }

  /**
   * Fits like {@link #fit(Fitting, Minibatches, Monitor, Objective, Supplier)} what is a part of a
   * training, such as a reward: offers no policy in between.
   */
  public Fitting.Result fitPart(
      Fitting fitting, Minibatches batches, Monitor monitor, Objective objective) {
    return new TrainingLoop(this, fitting, batches, monitor, objective).run(Optional.empty());
  }

  /** Returns the mean loss over batches of rows, each weighted by its size; NaN without rows. */
  double meanLoss(List<int[]> rowBatches, RowLoss loss, Metrics metrics) {
    double sum = 0;
    long count = 0;
    for (int[] rows : rowBatches) {
      sum += rows.length * evaluate(pass -> loss.of(pass, rows), metrics);
      count += rows.length;
    }
    double result = sum / count;
    if (count > 0 && !Double.isFinite(result)) {
      throw new DivergedException("validation loss " + result + " at step " + steps);
    }
    return result;
  }

  /** Returns the parameters themselves. */
  float[] live() {
    seal();
    return parameters.values();
  }

  private void seal() {
    if (parameters.seal()) {
      mean = new float[parameters.size()];
      square = new float[parameters.size()];
      gradient = new float[parameters.size()];
      ledger.add(Ledger.Entry.PARAMETERS, parameters.size());
    }
  }
}
