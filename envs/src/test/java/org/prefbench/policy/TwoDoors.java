package org.prefbench.policy;

import java.util.List;
import java.util.Optional;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Seed;
import org.prefbench.env.Environment;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Space;
import org.prefbench.env.StateField;
import org.prefbench.env.StepResult;

/**
 * A task in which the door that pays at once leads nowhere. Its action is one number a in [-1, 1]:
 *
 * <pre>
 * start    a &gt; 0.5: reward 1 and the task ends      0 &lt;= a &lt;= 0.5: reward 1, into the empty room
 *          a &lt; 0:   reward 0, into the paying room
 * empty    reward 0
 * paying   reward 1 + a, five times; the task ends with the fifth
 * ended    reward 100, which nobody must count
 * end      truncated after 8 steps
 * </pre>
 *
 * So for a policy that plays 0 after the first step, A (door to the empty room) has the return 1
 * and then the value 0, B (door to the paying room) the return 0 and then the value 5.
 */
public final class TwoDoors implements EnvironmentFactory {
  private static final int START = 0;
  private static final int EMPTY = 1;
  private static final int PAYING = 2;
  private static final int ENDED = 3;

  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          "two-doors-v0",
          "The door that pays at once leads nowhere",
          Space.unbounded(2),
          Space.box(1, -1, 1),
          List.of(new StateField("room", 1), new StateField("paid", 1)),
          1,
          8,
          Optional.empty());

  @Override
  public EnvironmentSpec spec() {
    return SPEC;
  }

  @Override
  public Environment create() {
    return new Rooms();
  }

  /** A policy that plays one number at the start and another one after it. */
  public record Plays(double door, double later) implements Policy {
    @Override
    public Actor start(EnvironmentAccess environment, Seed[] seeds) {
      FloatMatrix actions = new FloatMatrix(seeds.length, 1);
      return observations -> {
        for (int i = 0; i < seeds.length; i++) {
          actions.set(i, 0, (float) (observations.get(i, 0) == START ? door : later));
        }
        return actions;
      };
    }

    @Override
    public Policy deterministic() {
      return this;
    }
  }

  private static final class Rooms implements Environment {
    private int room;
    private int paid;

    @Override
    public EnvironmentSpec spec() {
      return SPEC;
    }

    @Override
    public void reset(Seed seed, double[] observation) {
      room = START;
      paid = 0;
      observe(observation);
    }

    @Override
    public void step(double[] action, StepResult result) {
      double a = SPEC.clippedAction(action, 0);
      result.reward =
          switch (room) {
            case START -> a < 0 ? 0 : 1;
            case PAYING -> 1 + a;
            case ENDED -> 100;
            default -> 0;
          };
      if (room == START) {
        room = a < 0 ? PAYING : a > 0.5 ? ENDED : EMPTY;
      } else if (room == PAYING && ++paid == 5) {
        room = ENDED;
      }
      result.terminated = room == ENDED;
      observe(result.observation);
    }

    @Override
    public void observe(double[] observation) {
      observation[0] = room;
      observation[1] = paid;
    }

    @Override
    public void readState(double[] state) {
      observe(state);
    }

    @Override
    public void writeState(double[] state) {
      room = (int) state[0];
      paid = (int) state[1];
    }
  }
}
