package org.prefbench.policy.classic;

import static org.prefbench.env.digits.HandwrittenDigits.CLASSES;
import static org.prefbench.env.digits.HandwrittenDigits.PIXELS;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntBinaryOperator;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.digits.HandwrittenDigits;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Behavior;
import org.prefbench.policy.BehaviorFactory;
import org.prefbench.policy.Policy;
import org.prefbench.policy.ScriptedPolicy;

/**
 * The tier of {@code digits-v0} beside the uniform one: human shows what a person wrote, an image
 * of the digit out of {@link HandwrittenDigits#training}, each with equal probability; always the
 * first of them in its deterministic form.
 */
public final class DigitsBehaviors implements BehaviorFactory {
  private static final String ID = "digits-v0";
  private static final String HUMAN = "human";

  @Override
  public List<Behavior> behaviors() {
    return List.of(new Behavior(ID, HUMAN, "images that people wrote, of MNIST", Human::new));
  }

  /** Shows images of the digit that is asked for. */
  private static final class Human implements ScriptedPolicy {
    @Override
    public String environment() {
      return ID;
    }

    @Override
    public String tier() {
      return HUMAN;
    }

    @Override
    public Actor start(EnvironmentAccess environment, Seed[] seeds) {
      RandomStream[] streams =
          Arrays.stream(seeds).map(Seed::generator).toArray(RandomStream[]::new);
      return showing((copy, count) -> streams[copy].nextInt(count), seeds.length);
    }

    @Override
    public Policy deterministic() {
      return new First();
    }
  }

  /** Shows the first image of the digit. */
  private static final class First implements Policy {
    @Override
    public Actor start(EnvironmentAccess environment, Seed[] seeds) {
      return showing((copy, count) -> 0, seeds.length);
    }

    @Override
    public Policy deterministic() {
      return this;
    }
  }

  /**
   * Returns who shows images.
   *
   * @param choice of a copy, the index of its image among so many
   */
  private static Actor showing(IntBinaryOperator choice, int copies) {
    HandwrittenDigits digits = HandwrittenDigits.training();
    FloatMatrix actions = new FloatMatrix(copies, PIXELS);
    return observations -> {
      for (int i = 0; i < copies; i++) {
        int digit = largest(observations, i);
        int index = choice.applyAsInt(i, digits.count(digit));
        digits.read(digit, index, actions.values(), i * PIXELS);
      }
      return actions;
    };
  }

  private static int largest(FloatMatrix observations, int row) {
    int best = 0;
    for (int digit = 1; digit < CLASSES; digit++) {
      best = observations.get(row, digit) > observations.get(row, best) ? digit : best;
    }
    return best;
  }
}
