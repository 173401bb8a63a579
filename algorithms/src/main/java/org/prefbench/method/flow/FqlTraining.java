package org.prefbench.method.flow;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.flow.Integration;
import org.prefbench.flow.OdeMethod;
import org.prefbench.generative.FlowMap;
import org.prefbench.generative.FlowPlans;
import org.prefbench.generative.FlowPolicy;
import org.prefbench.generative.NoiseFlow;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Adam;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Pass;
import org.prefbench.nn.Standardizer;
import org.prefbench.offline.LoggedSteps;
import org.prefbench.rl.Critics;
import org.prefbench.rl.Transitions;
import org.prefbench.rl.Updates;

/** One training of {@link Fql}: its networks and the data that they learn from. Used once. */
final class FqlTraining {
  private final Fql.Hyper hyper;
  private final Transitions data;
  private final FloatMatrix observations; // standardised
  private final FloatMatrix next;
  private final FloatMatrix scaled; // the actions
  private final Standardizer actionScales;
  private final Standardizer contextScales;
  private final Learner flowLearner;
  private final NoiseFlow flow;
  private final Learner actorLearner;
  private final Learner.Network actor;
  private final Critics critics;
  private final float[] low;
  private final float[] high;

  FqlTraining(Fql.Hyper hyper, LoggedSteps log, TrainingContext context) {
    this.hyper = hyper;
    data = log.transitions();
    contextScales = Standardizer.of(data.observations());
    actionScales = Standardizer.of(data.actions());
    observations = contextScales.apply(data.observations());
    next = contextScales.apply(data.next());
    scaled = actionScales.apply(data.actions());
    int size = actionScales.size();
    low = new float[size];
    high = new float[size];
    for (int j = 0; j < size; j++) {
      low[j] = (float) log.actions().low(j);
      high[j] = (float) log.actions().high(j);
    }
    Seed seed = context.seed().child("fql");
    Ledger ledger = context.ledger();
    int observed = contextScales.size();
    flowLearner = hyper.fitting().learner(ledger);
    flow =
        new NoiseFlow(flowLearner, map(network(size + 1 + observed, size, seed.child("flow")), 10));
    actorLearner = hyper.fitting().learner(ledger);
    actor = actorLearner.network(network(size + 1 + observed, size, seed.child("actor")));
    Seed critic = seed.child("critic");
    critics =
        new Critics(
            List.of(
                network(observed + size, 1, critic.child(0)),
                network(observed + size, 1, critic.child(1))),
            true,
            Adam.of(hyper.fitting().learningRate()),
            ledger);
  }

  private Mlp network(int inputs, int outputs, Seed seed) {
    return Mlp.initial(
        Mlp.sizes(inputs, hyper.network().hiddenSize(), hyper.network().hiddenLayers(), outputs),
        Activation.RELU,
        seed);
  }

  private FlowMap map(Mlp field, int steps) {
    return new FlowMap(
        field, actionScales, contextScales, new Integration(OdeMethod.EULER, steps, 1e-4));
  }

  FlowPolicy run(float[] rewards, TrainingContext context) {
    RandomStream random = context.seed().child("batches").generator();
    int[] rows = new int[hyper.fitting().batchSize()];
    Updates.run(
        hyper.fitting().steps(),
        context.monitor(),
        List.of("flow-loss", "critic-loss", "actor-loss"),
        step -> {
          Arrays.setAll(rows, i -> random.nextInt(data.rows()));
          double cloned = clone(rows, random);
          double criticLoss = learnValues(rows, rewards, random);
          double actorLoss = distil(rows, random);
          critics.follow(hyper.targetRate());
          return new double[] {cloned, criticLoss, actorLoss};
        },
        this::policy);
    return policy();
  }

  private FlowPolicy policy() {
    return FlowPlans.policy(map(actorLearner.read(actor), 1), 1, 1);
  }

  private double clone(int[] rows, RandomStream random) {
    NoiseFlow.Draws draws = NoiseFlow.Draws.of(rows.length, scaled.columns(), random);
    return flowLearner.step(
        pass -> flow.errors(pass, draws, scaled.select(rows), observations.select(rows)).mean());
  }

  private double learnValues(int[] rows, float[] rewards, RandomStream random) {
    FloatMatrix noise = noise(rows.length, random);
    return critics.step(
        observations.select(rows),
        data.actions().select(rows),
        pass -> {
          NDArray after = pass.rows(next, rows);
          NDArray chosen = bounded(pass, act(pass.constants(actorLearner), noise, after));
          return critics
              .smallestTarget(pass, after.concat(chosen, 1))
              .mul(pass.rows(data.continues(), rows))
              .mul(pass.scalar((float) hyper.discount()))
              .add(pass.rows(rewards, rows));
        });
  }

  private double distil(int[] rows, RandomStream random) {
    FloatMatrix noise = noise(rows.length, random);
    FloatMatrix sources = noise.copy(); // in units of actions
    for (int i = 0; i < sources.rows(); i++) {
      for (int j = 0; j < sources.columns(); j++) {
        float unit = actionScales.scale()[j];
        sources.set(i, j, actionScales.mean()[j] + unit * noise.get(i, j));
      }
    }
    FloatMatrix cloned = flow.map().runner().transport(data.observations().select(rows), sources);
    return actorLearner.step(
        pass -> {
          NDArray seen = pass.rows(observations, rows);
          NDArray chosen = act(pass, noise, seen);
          NDArray values = critics.smallest(pass, seen.concat(bounded(pass, chosen), 1));
          float unit = hyper.normalize() ? values.abs().mean().getFloat() : 1; // no derivative
          return chosen
              .sub(pass.array(cloned))
              .square()
              .mean()
              .mul(pass.scalar((float) hyper.alpha()))
              .sub(values.mean().div(pass.scalar(unit)));
        });
  }

  private FloatMatrix noise(int rows, RandomStream random) {
    FloatMatrix noise = new FloatMatrix(rows, scaled.columns());
    for (int k = 0; k < noise.values().length; k++) {
      noise.values()[k] = (float) random.nextGaussian();
    }
    return noise;
  }

  /** mu(s, e) in units of actions, {@code [n, act]}. */
  private NDArray act(Pass pass, FloatMatrix noise, NDArray seen) {
    NDArray source = pass.array(noise);
    NDArray time = pass.array(new FloatMatrix(noise.rows(), 1));
    NDArray moved = pass.forward(actor, source.concat(time, 1).concat(seen, 1)).add(source);
    int size = actionScales.size();
    return moved
        .mul(pass.array(actionScales.scale(), size))
        .add(pass.array(actionScales.mean(), size));
  }

  private NDArray bounded(Pass pass, NDArray chosen) {
    return chosen.maximum(pass.array(low, low.length)).minimum(pass.array(high, high.length));
  }
}
