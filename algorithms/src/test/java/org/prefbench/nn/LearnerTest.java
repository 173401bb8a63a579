package org.prefbench.nn;

import static java.util.Comparator.comparingDouble;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.prefbench.algorithm.DivergedException;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.RecordingMonitor;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.policy.Policy;
import org.prefbench.policy.UniformPolicy;

/** Gradients, optimiser and training loop against hand work. */
class LearnerTest {
  /** Three steps of Adam from 1 with gradients 0.5, -1, 2, by the paper's Algorithm 1 in double. */
  @Test
  void adamMatchesHandWork() {
    assertArrayEquals(
        new double[] {0.900000002, 0.936610352, 0.894644819}, descend(Adam.of(0.1)), 1e-6);
  }

  /**
   * The same with decoupled decay 0.1 and the learning rate on a half cosine of 4 steps: rates 0.1,
   * 0.0853553, 0.05; before every step the parameter is multiplied by 1 - 0.1 rate.
   */
  @Test
  void decayAndScheduleMatchHandWork() {
    double[] rates = {0.1, 0.05 * (1 + Math.sqrt(0.5)), 0.05};
    double[] moves = {0.1, -0.0366103499 / 0.1 * rates[1], 0.0419655330 / 0.1 * rates[2]};
    double[] expected = new double[3];
    double p = 1;
    for (int t = 0; t < 3; t++) {
      p = p * (1 - 0.1 * rates[t]) - moves[t];
      expected[t] = p;
    }
    assertArrayEquals(expected, descend(Adam.of(0.1).withWeightDecay(0.1).withCosine(4)), 1e-6);
  }

  private static double[] descend(Adam adam) {
    Learner learner = new Learner(adam, new Ledger());
    Learner.Vector vector = learner.vector(1);
    double[] path = new double[3];
    float[] gradients = {0.5f, -1, 2};
    for (int t = 0; t < 3; t++) {
      float gradient = gradients[t];
      learner.step(pass -> pass.value(vector).mul(gradient).sum());
      path[t] = learner.read(vector)[0];
    }
    return path;
  }

  @Test
  void clipsTheNormOfTheWholeGradient() {
    // gradient (3, 4) has norm 5; clipped to 1 it is (0.6, 0.8). Adam's second step, from moments
    // of
    // clipped gradients (0.6, 0.8) and then (0.6, 0.8) again, moves both by exactly the rate; so
    // clipping shows in the stored mean: 0.1 * 0.6 and 0.1 * 0.8.
    Learner learner = new Learner(Adam.of(0.1).withMaxNorm(1), new Ledger());
    Learner.Vector first = learner.vector(0);
    Learner.Vector second = learner.vector(0);
    learner.step(pass -> pass.value(first).mul(3f).add(pass.value(second).mul(4f)).sum());
    assertArrayEquals(new float[] {0.06f, 0.08f}, learner.state().mean(), 1e-7f);
    assertArrayEquals(new float[] {0.00036f, 0.00064f}, learner.state().square(), 1e-8f);
  }

  @Test
  void gradientOfSquaredErrorMatchesHandWork() {
    // y = 2 x1 - x2 + 0.5 at (1, 3) is -0.5; target 1.5: error -2; squared error's derivatives are
    // 2 * error * (x1, x2, 1) = (-4, -12, -4)
    Learner learner = new Learner(Adam.of(0.1), new Ledger());
    Learner.Network network =
        learner.network(
            new Mlp(
                List.of(2, 1), Activation.RELU, Activation.IDENTITY, new float[] {2, -1, 0.5f}));
    float[] gradient =
        learner.gradient(
            pass ->
                pass.forward(network, pass.array(new float[] {1, 3}, 1, 2))
                    .sub(1.5f)
                    .square()
                    .sum());
    assertArrayEquals(new float[] {-4, -12, -4}, gradient);
  }

  @Test
  void membersOfAnEnsembleTrainAsIfAlone() {
    Seed seed = new Seed(3);
    List<Mlp> members =
        List.of(
            Mlp.initial(List.of(2, 5, 1), Activation.TANH, seed.child(0)),
            Mlp.initial(List.of(2, 5, 1), Activation.TANH, seed.child(1)),
            Mlp.initial(List.of(2, 5, 1), Activation.TANH, seed.child(2)));
    FloatMatrix inputs = FloatMatrix.of(new float[] {1, 2}, new float[] {-1, 0.5f});
    float[] targets = {1, -1};
    Learner together = new Learner(Adam.of(0.01), new Ledger());
    Learner.Ensemble ensemble = together.ensemble(members);
    assertEquals(members, together.read(ensemble));
    for (int step = 0; step < 20; step++) {
      together.step(
          pass ->
              pass.forward(ensemble, pass.array(inputs))
                  .sub(pass.array(targets, 1, 2, 1))
                  .square()
                  .sum());
    }
    for (int m = 0; m < 3; m++) {
      Learner alone = new Learner(Adam.of(0.01), new Ledger());
      Learner.Network network = alone.network(members.get(m));
      for (int step = 0; step < 20; step++) {
        alone.step(
            pass ->
                pass.forward(network, pass.array(inputs))
                    .sub(pass.array(targets, 2, 1))
                    .square()
                    .sum());
      }
      assertArrayEquals(
          alone.read(network).weights(), together.read(ensemble).get(m).weights(), 1e-5f);
    }
  }

  @Test
  void fitsALine() {
    // y = 3 x - 2 without noise: the least-squares solution is exact
    FloatMatrix x = new FloatMatrix(64, 1);
    FloatMatrix y = new FloatMatrix(64, 1);
    for (int i = 0; i < 64; i++) {
      x.set(i, 0, i / 32f - 1);
      y.set(i, 0, 3 * x.get(i, 0) - 2);
    }
    Ledger ledger = new Ledger();
    Learner learner = new Learner(Adam.of(0.1).withCosine(400), ledger);
    Learner.Network line =
        learner.network(Mlp.initial(List.of(1, 1), Activation.IDENTITY, new Seed(1)));
    Recorder recorder = new Recorder(4);
    Minibatches batches = Minibatches.of(64, 0.25, 16, new Seed(2));
    Learner.RowLoss loss =
        (pass, rows) -> {
          NDArray error = pass.forward(line, pass.rows(x, rows)).sub(pass.rows(y, rows));
          return error.square().mean();
        };
    Fitting fitting = Fitting.of(0.1, Schedule.COSINE, 16, 400, 0.25);
    double validation =
        learner.fit(fitting, batches, recorder, loss, UniformPolicy::new).validationLoss();
    assertArrayEquals(new float[] {3, -2}, learner.read(line).weights(), 1e-3f);
    assertTrue(validation < 1e-6, "held-out loss " + validation);
    assertEquals(List.of(100L, 200L, 300L, 400L), recorder.checkpoints);
    assertEquals(validation, recorder.lastValidation);
    assertEquals(400, ledger.count(Ledger.Entry.GRADIENT_STEPS));
    assertEquals(2, ledger.count(Ledger.Entry.PARAMETERS));
  }

  @Test
  void restoresToTheSameBytes() {
    Learner learner = new Learner(Adam.of(0.1), new Ledger());
    Learner.Network network =
        learner.network(Mlp.initial(List.of(3, 8, 1), Activation.RELU, new Seed(5)));
    float[] inputs = {1, 2, 3, -1, 0, 1};
    Runnable fiveSteps =
        () -> {
          for (int i = 0; i < 5; i++) {
            learner.step(
                pass -> pass.forward(network, pass.array(inputs, 2, 3)).sub(1f).square().mean());
          }
        };
    fiveSteps.run();
    Learner.State middle = learner.state();
    fiveSteps.run();
    Mlp end = learner.read(network);
    learner.restore(middle);
    fiveSteps.run();
    assertEquals(end, learner.read(network));
    assertEquals(10, learner.steps());
  }

  @Test
  void tellsWhenALossIsNotFinite() {
    Learner learner = new Learner(Adam.of(0.1), new Ledger());
    Learner.Vector vector = learner.vector(-1);
    DivergedException error =
        assertThrows(
            DivergedException.class, () -> learner.step(pass -> pass.value(vector).log().sum()));
    assertTrue(error.getMessage().contains("at step 1"), error.getMessage());
    assertArrayEquals(new float[] {-1}, learner.read(vector));
  }

  @Test
  void refusesParametersAfterTheFirstStep() {
    Learner learner = new Learner(Adam.of(0.1), new Ledger());
    Learner.Vector vector = learner.vector(1);
    learner.step(pass -> pass.value(vector).sum());
    assertThrows(InvalidInputException.class, () -> learner.vector(1));
  }

  @Test
  void batchesDealEveryRowOncePerEpochAndHoldOutWholeGroups() {
    Minibatches batches = Minibatches.ofGroups(new int[] {3, 2, 4, 1}, 0.25, 4, new Seed(9));
    int[] training = batches.training();
    List<Integer> all = new ArrayList<>();
    Arrays.stream(training).forEach(all::add);
    batches.validation().forEach(rows -> Arrays.stream(rows).forEach(all::add));
    all.sort(null);
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), all);
    int held = 10 - training.length;
    assertTrue(held >= 1 && held <= 4, "one group is held out, got " + held + " rows");
    int[] counts = new int[10];
    for (int i = 0; i < training.length; i++) { // training.length batches of 4 are 4 epochs
      for (int row : batches.next()) {
        counts[row]++;
      }
    }
    for (int row : training) {
      assertEquals(4, counts[row], "row " + row);
    }
  }

  /**
   * Twelve rows, three of them held out, loss (v - 1)^2 on the rows that are trained on and (v -
   * 0.35)^2 on the others. From 0, Adam's steps of 0.1 pass 0.35 between the third and the fourth,
   * near 0.3 and 0.4.
   */
  private static final class Overshot {
    final Minibatches batches = Minibatches.of(12, 0.25, 4, new Seed(1));
    final Learner learner = new Learner(Adam.of(0.1), new Ledger());
    final Learner.Vector value = learner.vector(0);
    final Set<Integer> held =
        Arrays.stream(batches.validation().get(0)).boxed().collect(Collectors.toSet());

    Fitting.Result fit(Fitting fitting, Monitor monitor) {
      return learner.fitPart(fitting, batches, monitor, Objective.of(this::loss));
    }

    NDArray loss(Pass pass, int[] rows) {
      float target = held.contains(rows[0]) ? 0.35f : 1;
      NDArray square = pass.value(value).sub(target).square().mean();
      pass.metric("value", pass.value(value));
      return square;
    }
  }

  @Test
  void theBestStateIsTheOneWithTheSmallestHeldOutLoss() {
    Overshot all = new Overshot();
    double[] path = new double[8];
    for (int step = 0; step < 8; step++) {
      all.learner.step(pass -> all.loss(pass, all.batches.training()));
      path[step] = all.learner.read(all.value)[0];
    }
    int best = IntStream.range(0, 8).boxed().min(comparingDouble(i -> off(path[i]))).orElseThrow();
    assertTrue(best > 0 && best < 7, "the best is in the middle: " + best);

    Overshot kept = new Overshot();
    RecordingMonitor watcher = new RecordingMonitor(3);
    Fitting.Result smallest = kept.fit(eight(Fitting.Keep.BEST), watcher);
    assertEquals(path[best], kept.learner.read(kept.value)[0]);
    assertEquals(best + 1, kept.learner.steps());
    assertEquals(best + 1, smallest.step());
    assertEquals(off(path[best]), smallest.validationLoss(), 1e-6);
    List<Double> looks = watcher.values("validation-loss");
    assertEquals(off(0), looks.get(0), 1e-6, "before the first step");
    for (int step = 0; step < 8; step++) {
      assertEquals(off(path[step]), looks.get(step + 1), 1e-6, "look " + step);
    }
    assertEquals(List.of(), watcher.validationLosses(), "no checkpoints");
    assertEquals(List.of(best + 1.0), watcher.values("kept-step"));
    assertEquals(off(path[best]), watcher.values("kept-validation-loss").get(0), 1e-6);

    Overshot last = new Overshot();
    Fitting.Result end = last.fit(eight(Fitting.Keep.LAST), watcher);
    assertEquals(path[7], last.learner.read(last.value)[0]);
    assertEquals(off(path[7]), end.validationLoss(), 1e-6);
    assertEquals(8, end.step());
  }

  private static Fitting eight(Fitting.Keep keep) {
    return Fitting.of(0.2, Schedule.CONSTANT, 4, 8, 0.25).keeping(keep);
  }

  /** Whatever is learned here explains the held-out rows worse than the start, or than idling. */
  @Test
  void theBestMayBeTheStart() {
    Learner learner = new Learner(Adam.of(0.1), new Ledger());
    Learner.Vector value = learner.vector(0);
    Minibatches batches = Minibatches.of(12, 0.25, 4, new Seed(1));
    Set<Integer> held =
        Arrays.stream(batches.validation().get(0)).boxed().collect(Collectors.toSet());
    Learner.RowLoss loss =
        (pass, rows) -> pass.value(value).sub(held.contains(rows[0]) ? -1 : 1).square().mean();
    RecordingMonitor watcher = new RecordingMonitor();
    Fitting.Result kept =
        learner.fitPart(eight(Fitting.Keep.BEST), batches, watcher, Objective.fromIdle(loss));
    assertEquals(new Fitting.Result(0, 1, true), kept);
    assertArrayEquals(new float[1], learner.read(value));
    assertEquals(1, watcher.values("validation-loss-ratio").get(0));
    assertEquals(1.21, watcher.values("validation-loss-ratio").get(1), 1e-6, "(-1 - 0.1)^2 / 1");

    Objective idle = Objective.beside((pass, rows) -> pass.scalar(0.5f), loss);
    assertEquals(
        new Fitting.Result(0, 0.5, true),
        learner.fitPart(eight(Fitting.Keep.BEST), batches, watcher, idle));
    assertEquals(8, learner.fitPart(eight(Fitting.Keep.LAST), batches, watcher, idle).step());
  }

  private static double off(double value) {
    return (value - 0.35) * (value - 0.35);
  }

  @Test
  void withoutHeldOutRowsTheEndIsTheBest() {
    Overshot run = new Overshot();
    Fitting.Result kept =
        run.learner.fitPart(
            eight(Fitting.Keep.BEST),
            Minibatches.of(12, 0, 4, new Seed(1)),
            Monitor.SILENT,
            Objective.of((pass, rows) -> run.loss(pass, run.batches.training())));
    assertTrue(Double.isNaN(kept.validationLoss()), "no held-out loss: " + kept);
    assertEquals(8, kept.step());
    assertEquals(8, run.learner.steps());
  }

  /** In the step that is reported the loss finds the value of the step before. */
  @Test
  void whatALossTellsGoesOnTheCurveAndChangesNothing() {
    Overshot told = new Overshot();
    RecordingMonitor watcher = new RecordingMonitor();
    told.fit(eight(Fitting.Keep.LAST), watcher);
    Overshot plain = new Overshot();
    double[] path = new double[8];
    for (int step = 0; step < 8; step++) {
      plain.learner.step(pass -> plain.loss(pass, plain.batches.training()));
      path[step] = plain.learner.read(plain.value)[0];
    }
    List<Double> before = new ArrayList<>(List.of(0.0));
    Arrays.stream(path).forEach(before::add);
    assertEquals(before, watcher.values("validation-value"));
    assertEquals(before.subList(0, 8), watcher.values("value"));
  }

  @Test
  void whatNobodyWatchesIsNotWorkedOut() {
    Learner learner = new Learner(Adam.of(0.1), new Ledger());
    Learner.Vector vector = learner.vector(1, 2);
    int[] watched = {0, 0};
    Learner.RowLoss loss =
        (pass, rows) -> {
          watched[pass.watched() ? 1 : 0]++;
          return pass.value(vector).sum();
        };
    learner.evaluate(pass -> loss.of(pass, new int[0]));
    learner.gradient(pass -> loss.of(pass, new int[0]));
    learner.step(pass -> loss.of(pass, new int[0]));
    assertArrayEquals(new int[] {3, 0}, watched);
    learner.fit(
        Fitting.of(0.1, Schedule.CONSTANT, 4, 200, 0),
        Minibatches.of(4, 0, 4, new Seed(1)),
        Monitor.SILENT,
        loss,
        UniformPolicy::new);
    assertArrayEquals(new int[] {103, 100}, watched, "every second of 200 steps is reported");
  }

  /** Batches of 2 and 1 values with means 2 and 5: three values with mean 3, not (2 + 5) / 2. */
  @Test
  void metricsAreMeansOverAllValues() {
    Metrics metrics = new Metrics();
    metrics.add("margin", 1, 3);
    metrics.add("margin", 5);
    metrics.add("empty");
    RecordingMonitor watcher = new RecordingMonitor();
    metrics.report(watcher, "validation-", 1);
    assertEquals(List.of(3.0), watcher.values("validation-margin"));
    assertEquals(List.of(), watcher.values("validation-empty"));
  }

  private static final class Recorder implements Monitor {
    private final int parts;
    private final List<Long> checkpoints = new ArrayList<>();
    private double lastValidation;

    Recorder(int parts) {
      this.parts = parts;
    }

    @Override
    public int checkpoints() {
      return parts;
    }

    @Override
    public void progress(long step, long steps) {}

    @Override
    public void metric(String name, long step, double value) {}

    @Override
    public void checkpoint(long step, long steps, double validationLoss, Supplier<Policy> policy) {
      checkpoints.add(step);
      lastValidation = validationLoss;
    }
  }
}
