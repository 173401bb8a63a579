package org.prefbench.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.prefbench.algorithm.DivergedException;
import org.prefbench.algorithm.Monitor;
import org.prefbench.core.Checks;
import org.prefbench.core.Ledger;
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
 * learner.fit(steps, batches, context.monitor(),
 *     (pass, rows) -> pass.forward(field, pass.rows(x, rows)).sub(pass.rows(y, rows)).square().mean(),
 *     () -> new MyPolicy(learner.read(field)));
 * Mlp trained = learner.read(field);
 * }</pre>
 */
public final class Learner {
  private final Adam adam;
  private final Ledger ledger;
  private final List<Shape> shapes = new ArrayList<>(); // of the pieces of the flat array, in order
  private float[] parameters = new float[0];
  private float[] mean = new float[0];
  private float[] square = new float[0];
  private float[] gradient = new float[0];
  private ByteBuffer shared = ByteBuffer.allocateDirect(0); // what the engine reads parameters from
  private long steps;
  private double rateFactor = 1;
  private boolean sealed;

  /** Creates a learner without parameters that counts its steps and parameters in a ledger. */
  public Learner(Adam adam, Ledger ledger) {
    this.adam = adam;
    this.ledger = ledger;
  }

  /** A network whose weights this learner trains. */
  public static final class Network {
    final Mlp initial;
    final int piece;
    final int offset;

    private Network(Mlp initial, int piece, int offset) {
      this.initial = initial;
      this.piece = piece;
      this.offset = offset;
    }
  }

  /** Networks of one shape that are trained side by side in batched products. */
  public static final class Ensemble {
    final Mlp initial;
    final int members;
    final int piece;
    final int offset;

    private Ensemble(Mlp initial, int members, int piece, int offset) {
      this.initial = initial;
      this.members = members;
      this.piece = piece;
      this.offset = offset;
    }
  }

  /** A free vector of parameters. */
  public static final class Vector {
    final int length;
    final int piece;
    final int offset;

    private Vector(int length, int piece, int offset) {
      this.length = length;
      this.piece = piece;
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
    private final ByteBuffer shared;

    private Target(Learner learner) {
      this.learner = learner;
      values = learner.parameters.clone();
      shared = direct(values.length);
    }

    /** Moves the copy by a share of the way to the parameters. */
    public void follow(double rate) {
      float share = (float) rate;
      float[] parameters = learner.parameters;
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

    Pass constants(NDManager manager) {
      return new Pass(manager, view(manager, shared, values), learner.shapes);
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
    Network handle = new Network(initial, shapes.size(), parameters.length);
    for (int layer = 0; layer < initial.layers(); layer++) {
      shapes.add(new Shape(initial.size(layer), initial.size(layer + 1)));
      shapes.add(new Shape(initial.size(layer + 1)));
    }
    append(initial.liveWeights());
    return handle;
  }

  /** Adds networks of one shape; before the first step only. */
  public Ensemble ensemble(List<Mlp> members) {
    Mlp first = members.get(0);
    for (Mlp member : members) {
      Checks.require(
          member.sizes().equals(first.sizes())
              && member.hidden() == first.hidden()
              && member.output() == first.output(),
          "members of an ensemble differ: %s and %s",
          first,
          member);
    }
    Ensemble handle = new Ensemble(first, members.size(), shapes.size(), parameters.length);
    for (int layer = 0; layer < first.layers(); layer++) {
      int inputs = first.size(layer);
      int outputs = first.size(layer + 1);
      shapes.add(new Shape(members.size(), inputs, outputs));
      shapes.add(new Shape(members.size(), 1, outputs));
      int from = first.weightOffset(layer);
      for (Mlp member : members) {
        append(Arrays.copyOfRange(member.liveWeights(), from, from + inputs * outputs));
      }
      for (Mlp member : members) {
        int bias = from + inputs * outputs;
        append(Arrays.copyOfRange(member.liveWeights(), bias, bias + outputs));
      }
    }
    return handle;
  }

  /** Adds a free vector with the given initial values; before the first step only. */
  public Vector vector(float... initial) {
    Vector handle = new Vector(initial.length, shapes.size(), parameters.length);
    shapes.add(new Shape(initial.length));
    append(initial);
    return handle;
  }

  /** Returns the network as it stands. */
  public Mlp read(Network handle) {
    int count = handle.initial.liveWeights().length;
    return handle.initial.withWeights(
        Arrays.copyOfRange(parameters, handle.offset, handle.offset + count));
  }

  /** Returns the members of the ensemble as they stand. */
  public List<Mlp> read(Ensemble handle) {
    Mlp shape = handle.initial;
    List<Mlp> members = new ArrayList<>();
    for (int m = 0; m < handle.members; m++) {
      float[] weights = new float[shape.liveWeights().length];
      int at = handle.offset;
      for (int layer = 0; layer < shape.layers(); layer++) {
        int to = shape.weightOffset(layer);
        int outputs = shape.size(layer + 1);
        for (int length : new int[] {shape.size(layer) * outputs, outputs}) { // matrix, bias
          System.arraycopy(parameters, at + m * length, weights, to, length);
          at += handle.members * length;
          to += length;
        }
      }
      members.add(shape.withWeights(weights));
    }
    return members;
  }

  /** Returns the vector as it stands. */
  public float[] read(Vector handle) {
    return Arrays.copyOfRange(parameters, handle.offset, handle.offset + handle.length);
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
    return new State(parameters.clone(), mean.clone(), square.clone(), steps);
  }

  /** Goes back to a state of this learner or of one with the same parameters. */
  public void restore(State state) {
    seal();
    Checks.require(
        state.parameters().length == parameters.length,
        "a state of %d parameters does not fit a learner of %d",
        state.parameters().length,
        parameters.length);
    parameters = state.parameters().clone();
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
    double value = differentiate(loss);
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
        derivatives.length == parameters.length,
        "%d derivatives do not fit a learner of %d parameters",
        derivatives.length,
        parameters.length);
    System.arraycopy(derivatives, 0, gradient, 0, gradient.length);
    descend(0);
  }

  /** Takes one step down {@link #gradient}. */
  private void descend(double value) {
    double norm = Math.sqrt(sumOfSquares(gradient));
    if (!Double.isFinite(value) || !Double.isFinite(norm)) {
      throw new DivergedException(
          "loss " + value + " with gradient norm " + norm + " at step " + (steps + 1));
    }
    steps++;
    double scale = norm > adam.maxNorm() ? adam.maxNorm() / norm : 1;
    adam.update(steps, parameters, gradient, scale, rateFactor, mean, square);
    ledger.add(Ledger.Entry.GRADIENT_STEPS, 1);
  }

  /**
   * Returns the gradient of {@code loss} at the present parameters, in the order of their
   * declaration; changes nothing.
   */
  public float[] gradient(Function<Pass, NDArray> loss) {
    differentiate(loss);
    return gradient.clone();
  }

  /** Returns {@code loss} at the present parameters without differentiating it. */
  public double evaluate(Function<Pass, NDArray> loss) {
    seal();
    synchronized (Learner.class) {
      try (NDManager manager = Engines.newManager()) {
        return loss.apply(new Pass(manager, flat(manager), shapes)).getFloat();
      }
    }
  }

  /**
   * Takes {@code steps} steps on minibatches, tells the monitor how it goes and offers it the
   * policy at its checkpoints, each with the loss on the held-out rows.
   *
   * @param policy makes the policy from the parameters as they stand
   * @return the loss on the held-out rows at the end; NaN without such rows
   * @throws DivergedException if a loss or a derivative is not finite
   */
  public double fit(
      long steps, Minibatches batches, Monitor monitor, RowLoss loss, Supplier<Policy> policy) {
    long reports = Math.max(1, steps / 100);
    double sum = 0;
    long summed = 0;
    double validationLoss = Double.NaN;
    for (long step = 1; step <= steps; step++) {
      int[] rows = batches.next();
      sum += step(pass -> loss.of(pass, rows));
      summed++;
      if (step % reports == 0 || step == steps) {
        monitor.progress(step, steps);
        monitor.metric("loss", step, sum / summed);
        sum = 0;
        summed = 0;
      }
      boolean due = monitor.checkpointDue(step, steps);
      if (due || step == steps) {
        validationLoss = meanLoss(batches.validation(), loss);
        if (!Double.isNaN(validationLoss)) {
          monitor.metric("validation-loss", step, validationLoss);
        }
      }
      if (due) {
        monitor.checkpoint(step, steps, validationLoss, policy);
      }
    }
    return validationLoss;
  }

  /**
   * Returns the mean loss over batches of rows, each weighted by its size; NaN without rows.
   *
   * @throws DivergedException if it is not finite
   */
  public double meanLoss(List<int[]> batches, RowLoss loss) {
    double sum = 0;
    long count = 0;
    for (int[] rows : batches) {
      sum += rows.length * evaluate(pass -> loss.of(pass, rows));
      count += rows.length;
    }
    double result = sum / count;
    if (count > 0 && !Double.isFinite(result)) {
      throw new DivergedException("validation loss " + result + " at step " + steps);
    }
    return result;
  }

  /** Leaves the gradient in {@link #gradient} and returns the loss. */
  private double differentiate(Function<Pass, NDArray> loss) {
    seal();
    synchronized (Learner.class) {
      try (NDManager manager = Engines.newManager()) {
        NDArray flat = flat(manager);
        flat.setRequiresGradient(true);
        double value;
        try (GradientCollector collector = Engines.engine().newGradientCollector()) {
          NDArray scalar = loss.apply(new Pass(manager, flat, shapes));
          collector.backward(scalar);
          value = scalar.getFloat();
        }
        // true: a view of the engine's memory, read while the manager still holds it
        ByteBuffer bytes = flat.getGradient().toByteBuffer(true);
        bytes.order(ByteOrder.nativeOrder()).asFloatBuffer().get(gradient);
        return value;
      }
    }
  }

  /** The parameters as constants of a computation. */
  Pass constants(NDManager manager) {
    seal();
    return new Pass(manager, flat(manager), shapes);
  }

  /** The parameters as an array of the engine. */
  private NDArray flat(NDManager manager) {
    return view(manager, shared, parameters);
  }

  /** Values as an array of the engine, which reads them from a buffer that outlives it. */
  private static NDArray view(NDManager manager, ByteBuffer buffer, float[] values) {
    buffer.clear();
    buffer.asFloatBuffer().put(values);
    return manager.create(buffer, new Shape(values.length), DataType.FLOAT32);
  }

  private static ByteBuffer direct(int count) {
    return ByteBuffer.allocateDirect(count * Float.BYTES).order(ByteOrder.nativeOrder());
  }

  private void append(float[] values) {
    Checks.require(!sealed, "parameters must be declared before the first step");
    int at = parameters.length;
    parameters = Arrays.copyOf(parameters, at + values.length);
    System.arraycopy(values, 0, parameters, at, values.length);
  }

  private void seal() {
    if (sealed) {
      return;
    }
    Checks.require(parameters.length > 0, "nothing to learn: no parameters were declared");
    sealed = true;
    mean = new float[parameters.length];
    square = new float[parameters.length];
    gradient = new float[parameters.length];
    shared = direct(parameters.length);
    ledger.add(Ledger.Entry.PARAMETERS, parameters.length);
  }

  /** Eight partial sums, because one would wait for itself at every addition. */
  private static double sumOfSquares(float[] values) {
    double[] sums = new double[8];
    int i = 0;
    for (; i + 8 <= values.length; i += 8) {
      for (int lane = 0; lane < 8; lane++) {
        sums[lane] += (double) values[i + lane] * values[i + lane];
      }
    }
    double sum = 0;
    for (; i < values.length; i++) {
      sum += (double) values[i] * values[i];
    }
    for (double part : sums) {
      sum += part;
    }
    return sum;
  }
}
