package org.prefbench.policy.process;

import java.util.Arrays;
import java.util.Optional;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Space;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;
import org.prefbench.policy.TemperedPolicy;
import org.prefbench.policy.outside.ActionHead;
import org.prefbench.process.Command;

/**
 * A policy that is a process, see {@link Conversation} for what is spoken: a black box, with noise
 * on its actions where that is asked for. The process is started when it is first needed, once for
 * all who act by this policy or by one made from it; once it has gone wrong, all further acting
 * fails with the same line. Thread-safe, one batch after the other.
 */
public final class ProcessPolicy implements TemperedPolicy, AutoCloseable {
  private final Box box;
  private final double noise;
  private final boolean sample;

  private ProcessPolicy(Box box, double noise, boolean sample) {
    this.box = box;
    this.noise = noise;
    this.sample = sample;
  }

  /**
   * Creates a policy and starts nothing.
   *
   * @param version what the process has to say it is, if that matters
   * @param environment where it acts
   * @param noise standard deviation of the noise on each coordinate of an action, in units of half
   *     its range
   */
  public ProcessPolicy(
      Command command, Optional<String> version, EnvironmentSpec environment, double noise) {
    this(new Box(command, version, environment), noise, true);
    new ActionHead(ActionHead.Outputs.MEAN, false, noise).check(command.toString(), environment);
  }

  /** The process, and what became of it. */
  private static final class Box {
    private final Command command;
    private final Optional<String> version;
    private final EnvironmentSpec environment;
    private Optional<Conversation> conversation = Optional.empty();
    private Optional<String> failure = Optional.empty();

    Box(Command command, Optional<String> version, EnvironmentSpec environment) {
      this.command = command;
      this.version = version;
      this.environment = environment;
    }

    /** What is done with a process that runs. */
    private interface Task<T> {
      T with(Conversation conversation);
    }

    synchronized <T> T ask(Task<T> task) {
      if (failure.isPresent()) {
        throw new InvalidInputException(failure.get());
      }
      try {
        if (conversation.isEmpty()) {
          conversation = Optional.of(Conversation.begin(command, version, environment));
        }
        return task.with(conversation.get());
      } catch (InvalidInputException e) {
        failure = Optional.of(e.getMessage());
        throw e;
      }
    }

    synchronized void close() {
      conversation.ifPresent(Conversation::close);
      conversation = Optional.empty();
    }

    synchronized void end(long session) {
      if (failure.isEmpty()) {
        conversation.ifPresent(running -> running.end(session));
      }
    }
  }

  /**
   * Starts the process, unless it runs, and lets it act once.
   *
   * @return its name and version, as it gives them
   * @throws InvalidInputException if it does not answer as it has to
   */
  public String check() {
    FloatMatrix observation = new FloatMatrix(1, box.environment.observations().size());
    FloatMatrix action = new FloatMatrix(1, box.environment.actions().size());
    return box.ask(
        running -> {
          long session = running.start(new Seed[] {new Seed(0)}, sample);
          running.act(session, observation, new int[] {0}, action);
          running.end(session);
          return running.name();
        });
  }

  /**
   * {@inheritDoc}
   *
   * @throws InvalidInputException if it has no noise: what the process itself draws has no scale
   */
  @Override
  public Policy atTemperature(double temperature) {
    Checks.require(
        noise > 0,
        "%s acts without noise of its own here, which has no temperature %s",
        box.command,
        temperature);
    return new ProcessPolicy(box, noise * Checks.positive("temperature", temperature), sample);
  }

  /** The process is asked for its mean; one that has none samples. */
  @Override
  public Policy deterministic() {
    return new ProcessPolicy(box, 0, false);
  }

  @Override
  public Actor start(EnvironmentAccess environment, Seed[] seeds) {
    EnvironmentSpec spec = environment.spec();
    Checks.require(
        spec.id().equals(box.environment.id()),
        "%s was started for %s, and cannot act in %s",
        box.command,
        box.environment.id(),
        spec.id());
    return new ProcessActor(environment, seeds);
  }

  /** Ends the process; the next who acts starts it anew. */
  @Override
  public void close() {
    box.close();
  }

  /** One session. */
  private final class ProcessActor implements Actor {
    private final EnvironmentAccess environment;
    private final RandomStream[] streams;
    private final FloatMatrix actions;
    private final Space space;
    private final long session;

    ProcessActor(EnvironmentAccess environment, Seed[] seeds) {
      this.environment = environment;
      streams = Arrays.stream(seeds).map(Seed::generator).toArray(RandomStream[]::new);
      space = environment.spec().actions();
      actions = new FloatMatrix(seeds.length, space.size());
      Seed[] own = Arrays.stream(seeds).map(seed -> seed.child("process")).toArray(Seed[]::new);
      session = box.ask(running -> running.start(own, sample));
    }

    @Override
    public FloatMatrix act(FloatMatrix observations) {
      int[] acting = environment.acting();
      if (acting.length == 0) {
        return actions;
      }
      box.ask(
          running -> {
            running.act(session, observations, acting, actions);
            return acting.length;
          });
      for (int i = 0; noise > 0 && i < acting.length; i++) {
        for (int j = 0; j < space.size(); j++) {
          double added = noise * space.halfRange(j) * streams[acting[i]].nextGaussian();
          actions.set(acting[i], j, (float) (actions.get(acting[i], j) + added));
        }
      }
      environment.ledger().add(Ledger.Entry.NETWORK_EVALUATIONS, acting.length);
      return actions;
    }

    @Override
    public void close() {
      box.end(session);
    }
  }
}
