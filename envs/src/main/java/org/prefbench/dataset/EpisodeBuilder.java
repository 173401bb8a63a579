package org.prefbench.dataset;

import java.util.Arrays;
import java.util.Optional;
import org.prefbench.core.Checks;
import org.prefbench.core.DoubleMatrix;
import org.prefbench.core.FloatMatrix;

/** Collects the steps of one episode in growing flat arrays. */
public final class EpisodeBuilder {
  private final int observationSize;
  private final int actionSize;
  private final int stateSize;
  private final boolean densities;
  private int capacity = 64;
  private int length;
  private float[] observations;
  private float[] actions;
  private float[] rewards;
  private double[] states;
  private float[] logProbabilities;

  /** Creates a builder for episodes of a dataset. */
  public EpisodeBuilder(DatasetHeader header) {
    this(
        header.observationSize(),
        header.actionSize(),
        header.stateSize(),
        header.actionLogProbabilities());
  }

  /** Creates a builder for episodes of these sizes, with or without densities of the actions. */
  public EpisodeBuilder(int observationSize, int actionSize, int stateSize, boolean densities) {
    this.observationSize = observationSize;
    this.actionSize = actionSize;
    this.stateSize = stateSize;
    this.densities = densities;
    observations = new float[capacity * observationSize];
    actions = new float[capacity * actionSize];
    rewards = new float[capacity];
    states = new double[capacity * stateSize];
    logProbabilities = new float[densities ? capacity : 0];
  }

  /** Returns the number of steps begun. */
  public int length() {
    return length;
  }

  /** Begins a step; the methods below write into it. */
  public void beginStep() {
    if (length == capacity) {
      long most = Math.max(1, Math.max(observationSize, Math.max(actionSize, stateSize)));
      Checks.require(
          2L * capacity * most < Integer.MAX_VALUE,
          "an episode has more than %d steps, too many for one",
          capacity);
      capacity *= 2;
      observations = Arrays.copyOf(observations, capacity * observationSize);
      actions = Arrays.copyOf(actions, capacity * actionSize);
      rewards = Arrays.copyOf(rewards, capacity);
      states = Arrays.copyOf(states, capacity * stateSize);
      logProbabilities = Arrays.copyOf(logProbabilities, densities ? capacity : 0);
    }
    length++;
  }

  /** Copies the observation before the action from {@code source[from ..]}. */
  public void observation(float[] source, int from) {
    System.arraycopy(source, from, observations, (length - 1) * observationSize, observationSize);
  }

  /** Copies the action from {@code source[from ..]}. */
  public void action(float[] source, int from) {
    System.arraycopy(source, from, actions, (length - 1) * actionSize, actionSize);
  }

  /** Copies the state before the action, from entry {@code at} of the state vector on. */
  public void state(int at, double[] source, int from, int count) {
    System.arraycopy(source, from, states, (length - 1) * stateSize + at, count);
  }

  /** Sets the reward of the step. */
  public void reward(float reward) {
    rewards[length - 1] = reward;
  }

  /** Sets the log density of the action. */
  public void logProbability(float value) {
    logProbabilities[length - 1] = value;
  }

  /** Returns the episode and starts an empty one; {@code last[from ..]} is its last observation. */
  public Segment build(float[] last, int from, End end) {
    float[] rows = Arrays.copyOf(observations, (length + 1) * observationSize);
    System.arraycopy(last, from, rows, length * observationSize, observationSize);
    Segment episode =
        new Segment(
            new FloatMatrix(length + 1, observationSize, rows),
            new FloatMatrix(length, actionSize, Arrays.copyOf(actions, length * actionSize)),
            new FloatMatrix(length, 1, Arrays.copyOf(rewards, length)),
            end,
            stateSize == 0
                ? Optional.empty()
                : Optional.of(
                    new DoubleMatrix(length, stateSize, Arrays.copyOf(states, length * stateSize))),
            densities
                ? Optional.of(new FloatMatrix(length, 1, Arrays.copyOf(logProbabilities, length)))
                : Optional.empty());
    length = 0;
    return episode;
  }
}
