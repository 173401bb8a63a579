package org.prefbench.env.process;

import java.util.Arrays;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Seed;
import org.prefbench.env.Environment;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.StepResult;
import org.prefbench.process.Numbers;

/**
 * One copy of an environment that is a process. Where there are no snapshots, it is given up when
 * its episode is over, by its task or by time, and cannot be stepped before the next reset.
 */
final class ProcessEnvironment implements Environment {
  private final ProcessEnvironments process;
  private final int copy;
  private final double[] observation;
  private final double[] clipped;
  private int elapsed;
  private boolean open;

  ProcessEnvironment(ProcessEnvironments process, int copy) {
    this.process = process;
    this.copy = copy;
    observation = new double[process.spec().observations().size()];
    clipped = new double[process.spec().actions().size()];
  }

  @Override
  public EnvironmentSpec spec() {
    return process.spec();
  }

  @Override
  public void reset(Seed seed, double[] target) {
    String[] words = process.ask("reset " + copy + " " + seed.value(), "first observation");
    process.read("an observation", words, 0, observation);
    begin();
    observe(target);
  }

  private void begin() {
    open = true;
    elapsed = 0;
  }

  @Override
  public void step(double[] action, StepResult result) {
    for (int j = 0; j < clipped.length; j++) {
      clipped[j] = spec().clippedAction(action, j);
    }
    requireOpen();
    StringBuilder line = new StringBuilder("step ").append(copy);
    Numbers.append(line, clipped);
    String[] words = process.ask(line.toString(), "step");
    double[] start = new double[2]; // reward and end, before the observation
    if (words.length >= start.length) {
      process.read("reward and end of a step", Arrays.copyOf(words, start.length), 0, start);
    }
    process.read("an observation", words, start.length, observation);
    if (start[1] != 0 && start[1] != 1) {
      throw process.fail("the end of a step must be 0 or 1, got '" + words[1] + "'");
    }
    result.reward = start[0];
    result.terminated = start[1] == 1;
    observe(result.observation);
    elapsed++;
    if (!process.snapshots() && (result.terminated || elapsed >= spec().maxSteps())) {
      open = false;
      process.closed(copy);
    }
  }

  private void requireOpen() {
    if (!open) {
      throw new InvalidInputException(
          process + ": a copy must be reset before it is stepped, and again after its episode");
    }
  }

  @Override
  public void observe(double[] target) {
    System.arraycopy(observation, 0, target, 0, observation.length);
  }

  @Override
  public void readState(double[] state) {
    if (state.length > 0) {
      requireOpen();
      process.read("a state", process.ask("snapshot " + copy, "state"), 0, state);
    }
  }

  @Override
  public void writeState(double[] state) {
    if (!process.snapshots()) {
      throw new InvalidInputException(
          process + ": has no snapshots, so that nothing can go on from a state of it");
    }
    StringBuilder line = new StringBuilder("restore ").append(copy);
    Numbers.append(line, state);
    process.read("an observation", process.ask(line.toString(), "observation"), 0, observation);
    begin();
  }
}
