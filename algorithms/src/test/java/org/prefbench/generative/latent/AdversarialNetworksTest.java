package org.prefbench.generative.latent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.env.Space;
import org.prefbench.nn.Adam;
import org.prefbench.nn.Learner;

final class AdversarialNetworksTest {
  private static final Seed SEED = new Seed(4);

  /** Where draws follow the data, the best discriminator says 1/2, which no other number beats. */
  @Test
  void lossesAtTheOptimumAreAQuarterAndAnEighth() {
    Learner learner = new Learner(Adam.of(0.01), new Ledger());
    Learner.Vector constant = learner.vector(0.9f);
    for (int step = 0; step < 1_000; step++) {
      learner.step(
          pass ->
              AdversarialNetworks.discriminatorLoss(
                  pass, pass.value(constant), pass.value(constant)));
    }
    assertEquals(0.5, learner.read(constant)[0], 1e-3);
    assertEquals(
        0.25,
        learner.evaluate(
            pass ->
                AdversarialNetworks.discriminatorLoss(
                    pass, pass.value(constant), pass.value(constant))),
        1e-5);
    assertEquals(
        0.125,
        learner.evaluate(pass -> AdversarialNetworks.generatorLoss(pass, pass.value(constant))),
        1e-3);
  }

  /** Of an action that three of four times is drawn and once is data it says 1/4. */
  @Test
  void theBestDiscriminatorIsTheShareOfTheData() {
    Learner learner = new Learner(Adam.of(0.01), new Ledger());
    Learner.Vector constant = learner.vector(0.9f);
    for (int step = 0; step < 1_000; step++) {
      learner.step(
          pass -> // per action: weight 1 of the data, 3 of the draws
          AdversarialNetworks.discriminatorLoss(pass, pass.value(constant), pass.value(constant))
                  .add(
                      AdversarialNetworks.discriminatorLoss(
                              pass, pass.scalar(1), pass.value(constant))
                          .mul(pass.scalar(2))));
    }
    assertEquals(0.25, learner.read(constant)[0], 1e-3);
  }

  @Test
  void drawsComeToFollowTheData() {
    RandomStream random = SEED.child("data").generator();
    FloatMatrix actions = new FloatMatrix(4_000, 1);
    for (int i = 0; i < actions.rows(); i++) {
      actions.set(
          i, 0, (float) (random.nextInt(2) == 0 ? 2 : 4) + 0.2f * (float) random.nextGaussian());
    }
    Segment episode =
        new Segment(
            new FloatMatrix(4_001, 1),
            actions,
            new FloatMatrix(4_000, 1),
            End.RUNNING,
            Optional.empty());
    LatentVariablePolicy policy =
        new AdversarialNetworks(2, 32, 2, 0, 0.3, 1e-3, 128, 3_000)
            .fit(
                List.of(episode),
                Space.unbounded(1),
                new TrainingContext(SEED, new Ledger(), Monitor.SILENT));
    FloatMatrix draws = LatentVariableLine.draws(policy, 10_000, SEED.child("draws"));
    assertEquals(3, LatentVariableLine.mean(draws), 0.3);
    assertEquals(1.04, LatentVariableLine.variance(draws), 0.4); // of the two values and the noise
  }
}
