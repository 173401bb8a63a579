package org.prefbench.method.online;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.ProgressListener;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Standardizer;
import org.prefbench.policy.Actor;
import org.prefbench.policy.MeanReturn;
import org.prefbench.policy.Policy;
import org.prefbench.policy.UniformPolicy;
import org.prefbench.rl.ReplayBuffer;

/**
 * One training of a policy by soft actor-critic, that goes on from where {@link #write} left it to
 * the same bytes. All randomness is keyed by what it is for (the episode, the step, the update), so
 * no random stream has a state of its own. Not thread-safe.
 */
public final class OnlineTraining {
  private static final int VERSION = 1; // of the checkpoint

  private final EnvironmentFactory factory;
  private final SacSettings settings;
  private final Seed seed;
  private final VectorEnvironment environment;
  private final EnvironmentAccess access;
  private final SoftActorCritic agent;
  private final ReplayBuffer buffer;
  private final ObservationStatistics statistics;
  private final long[] episodes;
  private final List<Evaluation> curve = new ArrayList<>();
  private final RunningMean criticLoss = new RunningMean();
  private final RunningMean entropy = new RunningMean();
  private final RunningMean value = new RunningMean();
  private long steps;

  /** Hears of evaluations; the training may be written then. */
  @FunctionalInterface
  public interface Listener {
    /** Takes note of a point of the curve and of the policy there. */
    void evaluated(Evaluation evaluation, GaussianPolicy policy);
  }

  /** Starts a training. */
  public OnlineTraining(EnvironmentFactory factory, SacSettings settings, Seed seed) {
    this.factory = factory;
    this.settings = settings;
    this.seed = seed;
    environment = new VectorEnvironment(factory, settings.copies());
    access = new EnvironmentAccess(environment, EnvironmentAccess.LookAhead.NONE, new Ledger());
    agent = new SoftActorCritic(settings, factory.spec(), seed.child("weights"));
    int observationSize = factory.spec().observations().size();
    buffer =
        new ReplayBuffer(observationSize, factory.spec().actions().size(), settings.bufferSize());
    statistics = new ObservationStatistics(observationSize);
    episodes = new long[settings.copies()];
    for (int i = 0; i < episodes.length; i++) {
      begin(i);
    }
  }

  /** Returns the learning curve so far. */
  public List<Evaluation> curve() {
    return List.copyOf(curve);
  }

  /** Returns the environment steps so far. */
  public long steps() {
    return steps;
  }

  /** Returns the policy as it stands. */
  public GaussianPolicy policy() {
    return agent.policy(statistics.standardizer());
  }

  /** Trains to the end. */
  public void run(Listener listener, ProgressListener progress) {
    while (steps < settings.steps()) {
      long before = steps;
      act();
      learn();
      progress.progress(Math.min(steps, settings.steps()), settings.steps());
      long interval = settings.evaluationInterval();
      if (steps / interval > before / interval || steps >= settings.steps()) {
        GaussianPolicy policy = policy();
        Evaluation evaluation = evaluate(policy);
        curve.add(evaluation);
        listener.evaluated(evaluation, policy);
      }
    }
  }

  /** Steps every copy once and keeps what happens. */
  private void act() {
    Policy policy =
        steps < settings.warmUpSteps()
            ? new UniformPolicy().in(factory.spec().actions())
            : policy();
    Seed[] choices = new Seed[environment.copies()];
    for (int i = 0; i < choices.length; i++) {
      choices[i] = seed.child("actions").child(steps + i);
    }
    FloatMatrix before = environment.observations().copy();
    try (Actor actor = policy.start(access, choices)) {
      FloatMatrix actions = actor.act(before);
      environment.step(actions);
      for (int i = 0; i < environment.copies(); i++) {
        buffer.add(
            before,
            actions,
            environment.reward(i),
            environment.terminated(i),
            environment.observations(),
            i);
        statistics.add(before, i);
        if (environment.finished(i)) {
          begin(i);
        }
      }
    }
    steps += environment.copies();
  }

  /** Makes up for the updates that are due. */
  private void learn() {
    long due = (long) ((steps - settings.warmUpSteps()) / settings.stepsPerUpdate());
    if (agent.updates() >= due) {
      return;
    }
    if (settings.annealingSteps() > 0) {
      double left = settings.steps() - steps;
      agent.scaleRates(Math.max(0, Math.min(1, left / settings.annealingSteps())));
    }
    Standardizer standardizer = statistics.standardizer();
    while (agent.updates() < due) {
      Seed update = seed.child("update").child(agent.updates());
      ReplayBuffer.Batch batch =
          buffer.sample(settings.batchSize(), update.child("batch").generator());
      SoftActorCritic.Report report =
          agent.update(batch, standardizer, update.child("noise").generator());
      criticLoss.add(report.criticLoss());
      entropy.add(report.entropy());
      value.add(report.value());
    }
  }

  private Evaluation evaluate(GaussianPolicy policy) {
    Seed root = seed.child("evaluation").child(steps);
    MeanReturn sampled = MeanReturn.measure(factory, policy, settings.evaluationEpisodes(), root);
    MeanReturn deterministic =
        MeanReturn.measure(factory, policy.deterministic(), settings.evaluationEpisodes(), root);
    return new Evaluation(
        steps,
        agent.updates(),
        sampled.mean(),
        sampled.standardError(),
        deterministic.mean(),
        deterministic.standardError(),
        criticLoss.take(),
        entropy.take(),
        value.take(),
        agent.alpha());
  }

  private void begin(int i) {
    environment.reset(i, seed.child("episode").child(i).child(episodes[i]++));
  }

  /** Writes everything that {@link #read} needs to go on; at an evaluation. */
  public void write(DataOutput output) throws IOException {
    output.writeInt(VERSION);
    output.writeLong(steps);
    double[] state = new double[factory.spec().stateSize()];
    for (int i = 0; i < episodes.length; i++) {
      output.writeLong(episodes[i]);
      output.writeInt(environment.elapsed(i));
      environment.readState(i, state);
      for (double number : state) {
        output.writeDouble(number);
      }
    }
    output.writeInt(curve.size());
    for (Evaluation point : curve) {
      point.write(output);
    }
    statistics.write(output);
    agent.write(output);
    buffer.write(output);
  }

  /**
   * Goes on from what {@link #write} wrote; of a training with the same environment, settings (but
   * for the number of steps) and seed.
   */
  public void read(DataInput input) throws IOException {
    int version = input.readInt();
    Checks.require(version == VERSION, "checkpoint has version %d, expected %d", version, VERSION);
    steps = input.readLong();
    double[] state = new double[factory.spec().stateSize()];
    for (int i = 0; i < episodes.length; i++) {
      episodes[i] = input.readLong();
      int elapsed = input.readInt();
      for (int k = 0; k < state.length; k++) {
        state[k] = input.readDouble();
      }
      environment.reset(i, state, elapsed);
    }
    curve.clear();
    int points = input.readInt();
    for (int i = 0; i < points; i++) {
      curve.add(Evaluation.read(input));
    }
    statistics.read(input);
    agent.read(input);
    buffer.read(input);
  }
}
