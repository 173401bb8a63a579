package org.prefbench.benchmark;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.StackBatchifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.Algorithms;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Space;
import org.prefbench.env.StateField;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Adam;
import org.prefbench.nn.GaussianHead;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Minibatches;
import org.prefbench.nn.Pass;
import org.prefbench.nn.Standardizer;
import org.prefbench.policy.Policy;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;

/**
 * Gradient steps per second of the methods with their default networks on random data of Hopper's
 * size (11 observations, 3 actions; pairs of 10 steps), and of the same step of behaviour cloning
 * in the engine's stock training loop. {@link #cloningStep} and {@link #cloningGradient} are one
 * step with and without the optimiser: their ratio is the share of a step spent on the engine's
 * side.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TrainingBenchmark {
  private static final int OBSERVATIONS = 11;
  private static final int ACTIONS = 3;
  private static final int SEGMENT = 10;
  private static final int STEPS = 2_000;
  private static final Seed SEED = new Seed(1);

  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          "random-v0",
          "Random numbers of Hopper's shape",
          Space.unbounded(OBSERVATIONS),
          Space.box(ACTIONS, -1, 1),
          List.of(new StateField("unused", 1)),
          1,
          1000,
          Optional.empty());

  /** Batch sizes. */
  @State(Scope.Thread)
  public static class Batches {
    /** State-action pairs (bc) or pairs of segments (dpo, pfm) per step. */
    @Param({"64", "256"})
    public int batchSize;
  }

  /** A registered method ready to train. */
  @State(Scope.Thread)
  public static class Method {
    /** The method's id. */
    @Param({"bc", "dpo", "pfm"})
    public String method;

    private Algorithm algorithm;
    private TrainingInput input;

    /** Draws the data. */
    @Setup(Level.Trial)
    public void prepare(Batches batches) {
      RandomStream random = SEED.child("data").generator();
      List<Segment> episodes = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        episodes.add(segment(1000, random));
      }
      List<PreferencePair> pairs = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        Label label = random.nextInt(2) == 0 ? Label.FIRST : Label.SECOND;
        pairs.add(
            new PreferencePair(
                segment(SEGMENT, random), segment(SEGMENT, random), label, "random"));
      }
      algorithm =
          ConfiguredAlgorithm.of(
                  Algorithms.registered().get(method),
                  Map.of(
                      "steps", String.valueOf(STEPS),
                      "batch-size", String.valueOf(batches.batchSize),
                      "validation-share", "0"))
              .algorithm();
      input =
          new TrainingInput(
              SPEC,
              Optional.of(policy()),
              new TrajectoryDataset(SPEC.id(), episodes, Map.of()),
              new PreferenceDataset(SPEC.id(), pairs, Map.of()),
              Optional.empty(),
              Optional.empty());
    }
  }

  /** One optimiser on random rows. */
  @State(Scope.Thread)
  public static class Cloning {
    private FloatMatrix observations;
    private FloatMatrix actions;
    private Learner learner;
    private GaussianHead head;
    private Minibatches rows;

    /** Draws the data. */
    @Setup(Level.Trial)
    public void prepare(Batches batches) {
      RandomStream random = SEED.child("data").generator();
      observations = normal(20_000, OBSERVATIONS, random);
      actions = normal(20_000, ACTIONS, random);
      learner = new Learner(Adam.of(3e-4), new Ledger());
      head = new GaussianHead(learner, policy());
      rows = Minibatches.of(20_000, 0, batches.batchSize, SEED);
    }
  }

  /** The engine's own training loop. */
  @State(Scope.Thread)
  public static class Stock {
    private FloatMatrix observations;
    private FloatMatrix actions;
    private Minibatches rows;
    private Model model;
    private Trainer trainer;

    /** Builds the same network with the engine's blocks. */
    @Setup(Level.Trial)
    public void prepare(Batches batches) {
      RandomStream random = SEED.child("data").generator();
      observations = normal(20_000, OBSERVATIONS, random);
      actions = normal(20_000, ACTIONS, random);
      rows = Minibatches.of(20_000, 0, batches.batchSize, SEED);
      model = Model.newInstance("stock", Device.cpu(), "PyTorch");
      model.setBlock(
          new SequentialBlock()
              .add(Linear.builder().setUnits(256).build())
              .add(Activation::relu)
              .add(Linear.builder().setUnits(256).build())
              .add(Activation::relu)
              .add(Linear.builder().setUnits(ACTIONS).build()));
      trainer =
          model.newTrainer(
              new DefaultTrainingConfig(Loss.l2Loss())
                  .optDevices(new Device[] {Device.cpu()})
                  .optOptimizer(
                      Optimizer.adam().optLearningRateTracker(Tracker.fixed(3e-4f)).build()));
      trainer.initialize(new Shape(batches.batchSize, OBSERVATIONS));
    }

    /** Frees the engine's memory. */
    @TearDown(Level.Trial)
    public void close() {
      trainer.close();
      model.close();
    }
  }

  /** Trains a method for {@value #STEPS} steps, preparation of the data included. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public Policy method(Method method, Batches batches) {
    return method.algorithm.train(
        method.input, new TrainingContext(SEED, new Ledger(), Monitor.SILENT));
  }

  /** One step of behaviour cloning: gradient and optimiser. */
  @Benchmark
  public double cloningStep(Cloning cloning, Batches batches) {
    int[] rows = cloning.rows.next();
    return cloning.learner.step(pass -> loss(cloning, pass, rows));
  }

  /** The gradient of behaviour cloning alone. */
  @Benchmark
  public float[] cloningGradient(Cloning cloning, Batches batches) {
    int[] rows = cloning.rows.next();
    return cloning.learner.gradient(pass -> loss(cloning, pass, rows));
  }

  /** One step of regression on the action with the same network in the engine's training loop. */
  @Benchmark
  public void stockTrainerStep(Stock stock, Batches batches) {
    int[] rows = stock.rows.next();
    try (NDManager manager = stock.trainer.getManager().newSubManager()) {
      NDList data =
          new NDList(
              manager.create(
                  stock.observations.select(rows).values(), new Shape(rows.length, OBSERVATIONS)));
      NDList labels =
          new NDList(
              manager.create(stock.actions.select(rows).values(), new Shape(rows.length, ACTIONS)));
      try (Batch batch =
          new Batch(
              manager,
              data,
              labels,
              rows.length,
              new StackBatchifier(),
              new StackBatchifier(),
              0,
              0)) {
        EasyTrain.trainBatch(stock.trainer, batch);
        stock.trainer.step();
      }
    }
  }

  private static NDArray loss(Cloning cloning, Pass pass, int[] rows) {
    return cloning
        .head
        .logProbabilities(
            pass, pass.rows(cloning.observations, rows), pass.rows(cloning.actions, rows))
        .mean()
        .neg();
  }

  private static GaussianPolicy policy() {
    return new GaussianPolicy(
        GaussianPolicy.Form.GAUSSIAN,
        SPEC.actions(),
        Standardizer.identity(OBSERVATIONS),
        Mlp.initial(
            Mlp.sizes(OBSERVATIONS, 256, 2, ACTIONS), org.prefbench.network.Activation.RELU, SEED),
        new float[ACTIONS]);
  }

  private static Segment segment(int length, RandomStream random) {
    return new Segment(
        normal(length + 1, OBSERVATIONS, random),
        normal(length, ACTIONS, random),
        new FloatMatrix(length, 1),
        End.TRUNCATED,
        Optional.empty());
  }

  private static FloatMatrix normal(int rows, int columns, RandomStream random) {
    FloatMatrix matrix = new FloatMatrix(rows, columns);
    for (int i = 0; i < matrix.values().length; i++) {
      matrix.values()[i] = (float) random.nextGaussian();
    }
    return matrix;
  }
}
