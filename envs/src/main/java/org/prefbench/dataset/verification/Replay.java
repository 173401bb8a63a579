package org.prefbench.dataset.verification;

import java.util.Optional;
import org.prefbench.core.DoubleMatrix;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Fault;
import org.prefbench.dataset.Segment;
import org.prefbench.env.Environment;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.StateField;
import org.prefbench.env.StepResult;

/** Steps an environment again from every stored state and compares bit for bit. */
final class Replay {
  private final EnvironmentSpec spec;
  private final Environment environment;
  private final boolean lastObservationUnknown;
  private final StepResult result;
  private final double[] observation;
  private final double[] action;
  private final double[] state;

  Replay(EnvironmentFactory factory, boolean lastObservationUnknown) {
    spec = factory.spec();
    environment = factory.create();
    this.lastObservationUnknown = lastObservationUnknown;
    result = new StepResult(spec);
    observation = new double[spec.observations().size()];
    action = new double[spec.actions().size()];
    state = new double[spec.stateSize()];
  }

  /** Returns the first place where the simulator and episode number {@code index} differ. */
  Optional<Fault> check(long index, Segment episode) {
    DoubleMatrix states = episode.states().orElseThrow();
    for (int t = 0; t < episode.length(); t++) {
      states.copyRow(t, state);
      environment.writeState(state);
      environment.observe(observation);
      Optional<Fault> fault = observations(index, t, episode, observation);
      if (fault.isPresent()) {
        return fault;
      }
      episode.actions().copyRow(t, action);
      for (int j = 0; j < action.length; j++) {
        if (Double.isNaN(action[j])) {
          return Optional.of(new Fault(index, t, "actions[" + j + "]", "NaN", "a number"));
        }
      }
      environment.step(action, result);
      fault = step(index, t, episode, states);
      if (fault.isPresent()) {
        return fault;
      }
    }
    return Optional.empty();
  }

  private Optional<Fault> step(long index, int t, Segment episode, DoubleMatrix states) {
    float reward = episode.rewards().get(t, 0);
    if (Float.compare(reward, (float) result.reward) != 0) {
      return Optional.of(
          new Fault(
              index, t, "reward", Float.toString(reward), Float.toString((float) result.reward)));
    }
    boolean last = t == episode.length() - 1;
    boolean terminated = last && episode.end() == End.TERMINATED;
    if (terminated != result.terminated) {
      return Optional.of(
          new Fault(
              index,
              t,
              "terminated",
              Boolean.toString(terminated),
              Boolean.toString(result.terminated)));
    }
    if (last) {
      return lastObservationUnknown
          ? Optional.empty()
          : observations(index, t + 1, episode, result.observation);
    }
    environment.readState(state);
    for (int j = 0; j < state.length; j++) {
      if (Double.compare(states.get(t + 1, j), state[j]) != 0) {
        return Optional.of(
            new Fault(
                index,
                t + 1,
                stateName(j),
                Double.toString(states.get(t + 1, j)),
                Double.toString(state[j]) + " as the step before leads to"));
      }
    }
    return Optional.empty();
  }

  private Optional<Fault> observations(long index, int row, Segment episode, double[] expected) {
    for (int j = 0; j < expected.length; j++) {
      float found = episode.observations().get(row, j);
      if (Float.compare(found, (float) expected[j]) != 0) {
        return Optional.of(
            new Fault(
                index,
                row,
                "observations[" + j + "]",
                Float.toString(found),
                Float.toString((float) expected[j])));
      }
    }
    return Optional.empty();
  }

  private String stateName(int index) {
    int at = index;
    for (StateField field : spec.state()) {
      if (at < field.size()) {
        return "state " + field.name() + "[" + at + "]";
      }
      at -= field.size();
    }
    throw new IndexOutOfBoundsException(index);
  }
}
