package org.prefbench.method.imitation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.RecordingMonitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Space;
import org.prefbench.env.StateField;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.policy.BlackBox;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;

/** Behaviour cloning against the closed-form maximum of the likelihood. */
class CloningTest {
  private static final double[] GAIN = {0.8, -0.5};
  private static final double OFFSET = 0.3;
  private static final double NOISE = 0.2;

  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          "linear-v0",
          "Any two numbers",
          Space.unbounded(2),
          Space.box(1, -4, 4),
          List.of(new StateField("x", 2)),
          1,
          10,
          Optional.empty());

  /** a = 0.8 x - 0.5 y + 0.3 + 0.2 noise at x ~ N(1, 2^2), y ~ N(0, 1), as episodes of 10 steps. */
  private static List<Segment> episodes(int count, GaussianPolicy.Form form) {
    RandomStream random = new Seed(21).generator();
    List<Segment> episodes = new ArrayList<>();
    for (int e = 0; e < count; e++) {
      FloatMatrix observations = new FloatMatrix(11, 2);
      FloatMatrix actions = new FloatMatrix(10, 1);
      for (int t = 0; t < 11; t++) {
        double x = 1 + 2 * random.nextGaussian();
        double y = random.nextGaussian();
        observations.setRow(t, new double[] {x, y});
        if (t < 10) {
          double latent = GAIN[0] * x + GAIN[1] * y + OFFSET + NOISE * random.nextGaussian();
          boolean squashed = form == GaussianPolicy.Form.TANH_GAUSSIAN;
          actions.set(t, 0, (float) (squashed ? 4 * StrictMath.tanh(latent) : latent));
        }
      }
      episodes.add(
          new Segment(
              observations, actions, new FloatMatrix(10, 1), End.TRUNCATED, Optional.empty()));
    }
    return episodes;
  }

  /**
   * A network without hidden layers is linear regression, whose maximum of the likelihood is least
   * squares with the root mean square residual: found here by the normal equations in double. 400
   * steps on the whole data come within 1e-3 of it, and both are within four standard errors (0.2 /
   * sqrt(2000 * variance)) of the truth.
   */
  @Test
  void bcFindsTheMaximumOfTheLikelihood() {
    List<Segment> episodes = episodes(200, GaussianPolicy.Form.GAUSSIAN);
    double[] fit = leastSquares(episodes);
    GaussianPolicy policy = linear(GaussianPolicy.Form.GAUSSIAN, episodes, Monitor.SILENT);
    double[] learned = line(policy);
    for (int j = 0; j < 4; j++) {
      assertEquals(fit[j], learned[j], 1e-3, "coefficient " + j);
    }
    assertEquals(GAIN[0], learned[0], 4 * NOISE / Math.sqrt(2000 * 4));
    assertEquals(GAIN[1], learned[1], 4 * NOISE / Math.sqrt(2000));
    assertEquals(OFFSET, learned[2], 4 * NOISE * Math.sqrt(1.25 / 2000)); // 1 + mean^2 / variance
    assertEquals(NOISE, learned[3], 4 * NOISE / Math.sqrt(2 * 2000));
  }

  /** The tanh form fits the latent vector; it recovers the same line within the same errors. */
  @Test
  void tanhFormRecoversTheLatentLine() {
    double[] learned =
        line(
            linear(
                GaussianPolicy.Form.TANH_GAUSSIAN,
                episodes(200, GaussianPolicy.Form.TANH_GAUSSIAN),
                Monitor.SILENT));
    // latents up to 8 are cut at atanh(1 - 1e-5) = 6.1, three standard deviations from their mean:
    // about one action in 700, which pulls a little
    assertEquals(GAIN[0], learned[0], 0.03);
    assertEquals(GAIN[1], learned[1], 0.03);
    assertEquals(OFFSET, learned[2], 0.05);
  }

  /**
   * The held-out loss is the negative log-likelihood of the action: for the true policy its
   * expectation is log(0.2) + log(2 pi e) / 2 = -0.19, here with 200 held-out steps, standard
   * deviation sqrt(1/2) each.
   */
  @Test
  void validationLossIsTheHeldOutNegativeLogLikelihood() {
    RecordingMonitor monitor = new RecordingMonitor(2);
    linear(GaussianPolicy.Form.GAUSSIAN, episodes(200, GaussianPolicy.Form.GAUSSIAN), monitor);
    List<Double> losses = monitor.validationLosses();
    assertEquals(2, losses.size());
    double expected = Math.log(NOISE) + 0.5 * Math.log(2 * Math.PI * Math.E);
    assertEquals(expected, losses.get(1), 4 * Math.sqrt(0.5 / 200));
  }

  @Test
  void sameSeedGivesTheSameBytes() {
    List<Segment> episodes = episodes(20, GaussianPolicy.Form.GAUSSIAN);
    Map<String, String> small = Map.of("steps", "30", "hidden-size", "16");
    assertEquals(
        PolicyFiles.hash(train(new Bc(), small, episodes, List.of(), Monitor.SILENT)),
        PolicyFiles.hash(train(new Bc(), small, episodes, List.of(), Monitor.SILENT)));
  }

  /** Trained on winners alone: the losers and ties act by another rule, which must not show. */
  @Test
  void marginalBcLearnsFromWinnersAlone() {
    List<Segment> winners = episodes(200, GaussianPolicy.Form.GAUSSIAN);
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < winners.size(); i++) {
      Segment other = opposite(winners.get(i));
      pairs.add(
          i % 2 == 0
              ? new PreferencePair(winners.get(i), other, Label.FIRST, "hand")
              : new PreferencePair(other, winners.get(i), Label.SECOND, "hand"));
      pairs.add(new PreferencePair(other, other, Label.TIE, "hand"));
      pairs.add(new PreferencePair(other, other, Label.SKIP, "hand"));
    }
    Map<String, String> overrides = overrides(GaussianPolicy.Form.GAUSSIAN);
    double[] learned =
        line(
            (GaussianPolicy)
                train(
                    new MarginalBc(),
                    overrides,
                    List.of(opposite(winners.get(0))),
                    pairs,
                    Monitor.SILENT));
    double[] fit = leastSquares(winners);
    for (int j = 0; j < 4; j++) {
      assertEquals(fit[j], learned[j], 1e-3, "coefficient " + j);
    }
    InvalidInputException none =
        assertThrows(
            InvalidInputException.class,
            () -> train(new MarginalBc(), overrides, winners, List.of(), Monitor.SILENT));
    assertTrue(none.getMessage().startsWith("marginal-bc needs pairs with a winner"));
  }

  @Test
  void referenceIsGivenBack() {
    Policy reference =
        new BlackBox(
            linear(
                GaussianPolicy.Form.GAUSSIAN,
                episodes(2, GaussianPolicy.Form.GAUSSIAN),
                Monitor.SILENT));
    TrainingInput input =
        new TrainingInput(
            SPEC,
            Optional.of(reference),
            new TrajectoryDataset(SPEC.id(), episodes(1, GaussianPolicy.Form.GAUSSIAN), Map.of()),
            new PreferenceDataset(SPEC.id(), List.of(), Map.of()),
            Optional.empty(),
            Optional.empty());
    assertSame(
        reference,
        new Reference()
            .create(new Reference.Hyper())
            .train(input, new TrainingContext(new Seed(1), new Ledger(), Monitor.SILENT)));
  }

  private static Map<String, String> overrides(GaussianPolicy.Form form) {
    return Map.of(
        "distribution", form == GaussianPolicy.Form.GAUSSIAN ? "gaussian" : "tanh-gaussian",
        "hidden-layers", "0",
        "learning-rate", "0.05",
        "batch-size", "2000",
        "steps", "400",
        "validation-share", "0");
  }

  private static GaussianPolicy linear(
      GaussianPolicy.Form form, List<Segment> episodes, Monitor monitor) {
    Map<String, String> overrides = new HashMap<>(overrides(form));
    if (monitor.checkpoints() > 0) {
      overrides.put("validation-share", "0.1");
    }
    return (GaussianPolicy) train(new Bc(), overrides, episodes, List.of(), monitor);
  }

  private static Policy train(
      AlgorithmFactory<?> factory,
      Map<String, String> overrides,
      List<Segment> episodes,
      List<PreferencePair> pairs,
      Monitor monitor) {
    TrainingInput input =
        new TrainingInput(
            SPEC,
            Optional.empty(),
            new TrajectoryDataset(SPEC.id(), episodes, Map.of()),
            new PreferenceDataset(SPEC.id(), pairs, Map.of()),
            Optional.empty(),
            Optional.empty());
    return ConfiguredAlgorithm.of(factory, overrides)
        .algorithm()
        .train(input, new TrainingContext(new Seed(2), new Ledger(), monitor));
  }

  /** The gain, offset and deviation of a policy without hidden layers, in unscaled observations. */
  private static double[] line(GaussianPolicy policy) {
    float[] weights = policy.network().weights();
    float[] mean = policy.standardizer().mean();
    float[] scale = policy.standardizer().scale();
    double x = weights[0] / scale[0];
    double y = weights[1] / scale[1];
    return new double[] {
      x, y, weights[2] - x * mean[0] - y * mean[1], Math.exp(policy.logStd()[0])
    };
  }

  /** Least squares of the actions on (x, y, 1), then the root mean square of the residuals. */
  private static double[] leastSquares(List<Segment> episodes) {
    double[][] normal = new double[3][4];
    for (Segment episode : episodes) {
      for (int t = 0; t < episode.length(); t++) {
        double[] row = row(episode, t);
        for (int i = 0; i < 3; i++) {
          for (int j = 0; j < 4; j++) {
            normal[i][j] += row[i] * row[j];
          }
        }
      }
    }
    for (int i = 0; i < 3; i++) { // Gauss and Jordan; the matrix is positive definite
      double pivot = normal[i][i];
      for (int j = 0; j < 4; j++) {
        normal[i][j] /= pivot;
      }
      for (int k = 0; k < 3; k++) {
        double factor = normal[k][i];
        for (int j = 0; k != i && j < 4; j++) {
          normal[k][j] -= factor * normal[i][j];
        }
      }
    }
    double squares = 0;
    int count = 0;
    for (Segment episode : episodes) {
      for (int t = 0; t < episode.length(); t++) {
        double[] row = row(episode, t);
        double residual =
            row[3] - row[0] * normal[0][3] - row[1] * normal[1][3] - row[2] * normal[2][3];
        squares += residual * residual;
        count++;
      }
    }
    return new double[] {normal[0][3], normal[1][3], normal[2][3], Math.sqrt(squares / count)};
  }

  private static double[] row(Segment episode, int t) {
    return new double[] {
      episode.observations().get(t, 0),
      episode.observations().get(t, 1),
      1,
      episode.actions().get(t, 0)
    };
  }

  private static Segment opposite(Segment segment) {
    FloatMatrix actions = segment.actions().copy();
    for (int i = 0; i < actions.values().length; i++) {
      actions.values()[i] = 3 - actions.values()[i];
    }
    return new Segment(
        segment.observations(), actions, segment.rewards(), segment.end(), segment.states());
  }
}
