package org.prefbench.run;

import java.util.List;
import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.policy.Actor;
import org.prefbench.policy.BlackBox;
import org.prefbench.policy.DensityPolicy;
import org.prefbench.policy.Policy;
import org.prefbench.preference.PreferencePair;
import org.prefbench.preference.Query;

/**
 * For tests of the runner: a "method" that touches one thing, with or without declaring it, and
 * fails with the word "hidden" where it finds nothing to touch.
 */
public final class SpyMethod implements AlgorithmFactory<SpyMethod.Hyper> {
  /** What is touched. */
  public enum Touch {
    NOTHING(Set.of()),
    DATA_REWARDS(Set.of(Needs.TRUE_REWARDS)),
    PAIR_REWARDS(Set.of(Needs.TRUE_REWARDS)),
    SIMULATOR(Set.of(Needs.TRAINING_SIMULATOR)),
    SIMULATOR_REWARDS(Set.of(Needs.TRAINING_SIMULATOR, Needs.TRUE_REWARDS)),
    TEACHER(Set.of(Needs.TEACHER)),
    REFERENCE_DENSITY(Set.of(Needs.REFERENCE_WEIGHTS)),
    FORK(Set.of(Needs.LOOK_AHEAD)),
    FORK_REWARDS(Set.of(Needs.LOOK_AHEAD, Needs.TRUE_REWARDS));

    private final Set<Needs> needs;

    Touch(Set<Needs> needs) {
      this.needs = needs;
    }
  }

  /** Settings. */
  public record Hyper(
      @Help("what is touched") Touch touch,
      @Help("whether it is declared") boolean declared,
      @Help("a need declared in any case, such as look-ahead, or none") String also) {}

  @Override
  public String id() {
    return "test-spy";
  }

  @Override
  public String title() {
    return "Touches what it may or may not";
  }

  @Override
  public Family family() {
    return Family.DIRECT;
  }

  @Override
  public Hyper defaults() {
    return new Hyper(Touch.NOTHING, true, "none");
  }

  @Override
  public Set<Needs> needs(Hyper hyper) {
    if (hyper.declared()) {
      return hyper.touch().needs;
    }
    return hyper.also().equals("none") ? Set.of() : Set.of(Needs.valueOf(hyper.also()));
  }

  @Override
  public Algorithm create(Hyper hyper) {
    return (input, context) -> {
      touch(hyper.touch(), input);
      return new Forking(input.requireReference(), hyper.touch());
    };
  }

  private static void touch(Touch touch, TrainingInput input) {
    PreferencePair pair = input.preferences().pairs().get(0);
    switch (touch) {
      case NOTHING, FORK, FORK_REWARDS -> {}
      case DATA_REWARDS -> see(input.trajectories().episodes().get(0).sumOfRewards());
      case PAIR_REWARDS -> {
        see(pair.first().sumOfRewards());
        see(pair.second().sumOfRewards());
      }
      case SIMULATOR -> step(input.requireSimulator().vector(3));
      case SIMULATOR_REWARDS -> {
        VectorEnvironment copies = input.requireSimulator().vector(3);
        step(copies);
        see(copies.reward(0));
      }
      case TEACHER ->
          input
              .requireTeacher()
              .answer(List.of(new Query(pair.first(), pair.second(), new Seed(1))));
      case REFERENCE_DENSITY -> {
        Policy reference = input.requireReference();
        if (reference instanceof BlackBox || !(reference instanceof DensityPolicy)) {
          throw new IllegalStateException("the reference is hidden");
        }
      }
      default -> throw new IllegalStateException("not a touch: " + touch);
    }
  }

  private static void step(VectorEnvironment copies) {
    for (int i = 0; i < copies.copies(); i++) {
      copies.reset(i, new Seed(i));
    }
    copies.step(new FloatMatrix(copies.copies(), copies.spec().actions().size()));
  }

  private static void see(double reward) {
    if (Double.isNaN(reward)) {
      throw new IllegalStateException("rewards are hidden");
    }
  }

  /** Acts like another policy and forks first, where it is told to. */
  private record Forking(Policy policy, Touch touch) implements Policy {
    @Override
    public Actor start(EnvironmentAccess environment, Seed[] seeds) {
      if (touch == Touch.FORK || touch == Touch.FORK_REWARDS) {
        VectorEnvironment fork = environment.fork();
        environment.ledger().add(Ledger.Entry.NETWORK_EVALUATIONS, 1);
        fork.step(new FloatMatrix(fork.copies(), fork.spec().actions().size()));
        if (touch == Touch.FORK_REWARDS) {
          see(fork.reward(0));
        }
      }
      return policy.start(environment, seeds);
    }

    @Override
    public Policy deterministic() {
      return new Forking(policy.deterministic(), touch);
    }
  }
}
