package org.prefbench.generative;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.env.Space;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Standardizer;

/**
 * A model for which nothing ever moves, in worlds whose steps are errors of known laws: through the
 * haze both sides are normal, and the log-odds are their closed form.
 */
class TransitionClassifierTest {
  private static final DynamicsModel STILL =
      new DynamicsModel(
          Space.box(1, -1, 1),
          Standardizer.identity(2),
          Standardizer.identity(1),
          List.of(new Mlp(List.of(2, 1), Activation.RELU, Activation.IDENTITY, new float[3])));

  private static TrainingContext context() {
    return new TrainingContext(new Seed(4), new Ledger(), Monitor.SILENT);
  }

  /** Learns in the world in which the observation moves by {@code step} of action and chance. */
  private static TransitionClassifier.Runner learned(ToDoubleBiFunction<Float, RandomStream> step) {
    return TransitionClassifier.fit(
            STILL, episodes(step), TransitionClassifier.Setting.of(32, 3_000), context())
        .runner();
  }

  private static List<Segment> episodes(ToDoubleBiFunction<Float, RandomStream> step) {
    RandomStream random = new Seed(7).generator();
    List<Segment> episodes = new ArrayList<>();
    for (int e = 0; e < 200; e++) {
      int length = 20;
      FloatMatrix observations = new FloatMatrix(length + 1, 1);
      FloatMatrix actions = new FloatMatrix(length, 1);
      for (int t = 0; t < length; t++) {
        actions.set(t, 0, (float) random.uniform(-1, 1));
        double moved = step.applyAsDouble(actions.get(t, 0), random);
        observations.set(t + 1, 0, (float) (observations.get(t, 0) + moved));
      }
      episodes.add(
          new Segment(
              observations, actions, new FloatMatrix(length, 1), End.TRUNCATED, Optional.empty()));
    }
    return episodes;
  }

  private static double logRatio(TransitionClassifier.Runner runner, double action, double missed) {
    return runner
        .logRatios(
            FloatMatrix.of(new float[] {3}),
            FloatMatrix.of(new float[] {(float) action}),
            FloatMatrix.of(new float[] {(float) missed}))[0];
  }

  /** N(1, 1) against N(0, 1), in units of the haze, which is as wide as the error: z - 1/2. */
  @Test
  void anErrorThatIsAlwaysTheSame() {
    TransitionClassifier.Runner runner = learned((action, random) -> 0.3);
    for (double z : new double[] {-1, 0, 0.5, 1, 2}) {
      assertEquals(z - 0.5, logRatio(runner, 0.2, z), 0.15);
    }
  }

  /** N(0, 2) against N(0, 1): z^2 / 4 - log(2) / 2. */
  @Test
  void anErrorThatIsChance() {
    TransitionClassifier.Runner runner = learned((action, random) -> 0.3 * random.nextGaussian());
    for (double z : new double[] {-1.5, -1, 0, 1, 1.5}) {
      assertEquals(z * z / 4 - Math.log(2) / 2, logRatio(runner, 0.2, z), 0.15);
    }
  }

  /**
   * An error of b after half of the actions is one of sqrt(2) in units of the haze there, so that
   * the prediction has a log-ratio of -1, and 0 where the model is right.
   */
  @Test
  void anErrorCountsWhereItIsMade() {
    TransitionClassifier.Runner runner = learned((action, random) -> action > 0 ? 0.3 : 0);
    assertEquals(-1, logRatio(runner, 0.6, 0), 0.2);
    assertEquals(0, logRatio(runner, -0.6, 0), 0.2);
    assertEquals(
        logRatio(runner, 1, 0), logRatio(runner, 5, 0), 0, "an action acts as it is clipped");
  }

  /**
   * A walk that ends beyond 2: the model that walks on without an error is right before, and what
   * it says of 2.8 never starts a step of the world.
   */
  @Test
  void nothingFollowsAnEnd() {
    DynamicsModel walk =
        new DynamicsModel(
            Space.box(1, -1, 1),
            Standardizer.identity(2),
            Standardizer.identity(1),
            List.of(
                new Mlp(
                    List.of(2, 1), Activation.RELU, Activation.IDENTITY, new float[] {0, 1, 0})));
    RandomStream random = new Seed(8).generator();
    List<Segment> episodes = new ArrayList<>();
    for (int e = 0; e < 300; e++) {
      FloatMatrix observations = new FloatMatrix(21, 1);
      FloatMatrix actions = new FloatMatrix(20, 1);
      int t = 0;
      for (; t < 20 && observations.get(t, 0) <= 2; t++) {
        actions.set(t, 0, (float) random.uniform(-1, 1));
        observations.set(t + 1, 0, observations.get(t, 0) + actions.get(t, 0));
      }
      End end = observations.get(t, 0) > 2 ? End.TERMINATED : End.TRUNCATED;
      episodes.add(
          new Segment(
              observations.slice(0, t + 1),
              actions.slice(0, t),
              new FloatMatrix(t, 1),
              end,
              Optional.empty()));
    }
    TransitionClassifier.Runner runner =
        TransitionClassifier.fit(
                walk, episodes, TransitionClassifier.Setting.of(32, 3_000), context())
            .runner();
    FloatMatrix still = FloatMatrix.of(new float[] {0});
    assertEquals(0, runner.logRatios(still, still, still)[0], 0.2);
    double ended = runner.logRatios(FloatMatrix.of(new float[] {2.8f}), still, still)[0];
    assertTrue(ended < -2, "log-ratio after an end: " + ended);
  }

  @Test
  void aModelWithoutErrorsIsTheWorld() {
    TransitionClassifier.Runner runner = learned((action, random) -> 0);
    for (double action : new double[] {-0.9, 0, 0.9}) {
      assertEquals(0, logRatio(runner, action, 0), 0.1);
    }
    TransitionClassifier.Runner undecided = TransitionClassifier.undecided(STILL).runner();
    assertEquals(0, logRatio(undecided, 0.4, 2));
  }

  @Test
  void noEpisodeServesModelAndClassifierUnlessThereIsOneAlone() {
    List<Segment> episodes = episodes((action, random) -> 0);
    List<List<Segment>> parts = TransitionClassifier.split(episodes, 0.25, context());
    assertEquals(150, parts.get(0).size());
    assertEquals(50, parts.get(1).size());
    assertTrue(
        parts.get(1).stream().noneMatch(own -> parts.get(0).stream().anyMatch(e -> e == own)));
    List<Segment> one = episodes.subList(0, 1);
    assertEquals(List.of(one, one), TransitionClassifier.split(one, 0.25, context()));
    assertEquals(
        1, TransitionClassifier.split(episodes.subList(0, 2), 0.25, context()).get(1).size());
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    TransitionClassifier classifier = TransitionClassifier.undecided(STILL);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    classifier.write(new DataOutputStream(bytes));
    assertEquals(
        classifier,
        TransitionClassifier.read(
            new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))));
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThrows(
        InvalidInputException.class,
        () -> new TransitionClassifier(STILL, Standardizer.identity(2), STILL.members().get(0)));
    assertEquals(
        "a dynamics model of 1 observed values and 1 actions does not fit 2 and 1",
        assertThrows(
                InvalidInputException.class,
                () -> TransitionClassifier.undecided(STILL).requireFits(2, 1))
            .getMessage());
  }
}
