package org.prefbench.contract;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.Grants;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.Parameters;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;

/** The method that is looked at, with settings that make it small. */
final class Candidate {
  /** The seed of all trainings but the one that takes another. */
  static final Seed SEED = Problem.SEED.child("training");

  private static final int STEPS = 12;
  private static final int UNITS = 8;

  /** Numbers up to this are counts of something else: rounds, members, layers. */
  private static final int SMALL = 16;

  private final AlgorithmFactory<?> factory;
  private final Map<String, String> settings;
  private final ConfiguredAlgorithm method;
  private final Optional<Throwable> trouble;
  private final Grants grants;

  /**
   * Tries the method with what it declares. If that fails, the rules that judge something else are
   * to see it with the least, beyond that, with which it works.
   *
   * @throws InvalidInputException if a setting is wrong
   */
  Candidate(AlgorithmFactory<?> factory, Map<String, String> overrides) {
    this.factory = factory;
    settings = small(factory, overrides);
    method = ConfiguredAlgorithm.of(factory, settings);
    trouble = tried(method.needs());
    Set<Needs> enough = EnumSet.noneOf(Needs.class);
    enough.addAll(method.needs());
    if (trouble.isPresent() && tried(EnumSet.allOf(Needs.class)).isEmpty()) {
      enough = EnumSet.allOf(Needs.class);
      for (Needs need : Needs.values()) {
        Set<Needs> fewer = EnumSet.copyOf(enough);
        fewer.remove(need);
        if (!method.needs().contains(need) && tried(fewer).isEmpty()) {
          enough = fewer;
        }
      }
    }
    grants = new Grants(enough);
  }

  /** Returns the same method with those of other settings that it has and takes. */
  Candidate with(Map<String, String> wanted) {
    Map<String, String> more = new LinkedHashMap<>(settings);
    for (Parameters.Description setting : Parameters.describe(factory.defaults())) {
      if (wanted.containsKey(setting.key())) {
        Optional<String> before =
            Optional.ofNullable(more.put(setting.key(), wanted.get(setting.key())));
        if (attempt(() -> ConfiguredAlgorithm.of(factory, more)).isPresent()) {
          more.remove(setting.key());
          before.ifPresent(value -> more.put(setting.key(), value));
        }
      }
    }
    return new Candidate(factory, more);
  }

  /** Returns the same method with one setting changed, if it has that setting and takes it. */
  Optional<Candidate> having(String key, String value) {
    Candidate changed = with(Map.of(key, value));
    return value.equals(changed.settings.get(key)) ? Optional.of(changed) : Optional.empty();
  }

  /** One training and what it left. */
  record Training(Candidate of, Problem problem, Grants grants, Policy policy, Ledger ledger) {
    /** Returns the actions of four steps in copies {@code from}, {@code from + 1}, ... */
    List<FloatMatrix> act(Policy form, int copies, int from) {
      return Candidate.act(problem, grants, form, ledger, copies, from);
    }

    /** Returns the actions that tell policies apart. */
    List<FloatMatrix> actions() {
      return act(policy, 3, 0);
    }

    /** Returns a hash of the policy's bytes, or of its actions where no format writes it. */
    String hash() {
      return PolicyFiles.isWritable(policy)
          ? PolicyFiles.hash(policy)
          : Problem.hash(act(policy, 3, 0));
    }

    long count(Ledger.Entry entry) {
      return ledger.count(entry);
    }
  }

  /** Returns the settings other than the defaults. */
  Map<String, String> settings() {
    return settings;
  }

  AlgorithmFactory<?> factory() {
    return factory;
  }

  /** Returns what the method declares. */
  Set<Needs> declared() {
    return method.needs();
  }

  /** Returns what the trainings are given: what is declared, or the least that makes it work. */
  Grants grants() {
    return grants;
  }

  /** Returns why the method fails with what it declares. */
  Optional<Throwable> trouble() {
    return trouble;
  }

  /** Returns whether the method works, with whatever it is given. */
  boolean works() {
    return trouble.isEmpty() || !grants.needs().equals(method.needs());
  }

  /** Trains on the pendulum. */
  Training train() {
    return train(Problem.pendulum(), grants, SEED, Monitor.SILENT);
  }

  Training train(Problem problem, Grants given, Seed seed, Monitor monitor) {
    Ledger ledger = new Ledger();
    TrainingInput input =
        given.input(
            problem.environment(),
            problem.reference(),
            problem.trajectories(),
            problem.preferences(),
            problem::labeler,
            ledger);
    Policy policy = method.algorithm().train(input, new TrainingContext(seed, ledger, monitor));
    return new Training(this, problem, given, policy, ledger);
  }

  /** Returns what goes wrong with the given needs, if anything does. */
  private Optional<Throwable> tried(Set<Needs> needs) {
    return attempt(
        () -> {
          Training training = train(Problem.pendulum(), new Grants(needs), SEED, Monitor.SILENT);
          for (Policy form : List.of(training.policy(), training.policy().deterministic())) {
            Candidate.requireFinite(training.act(form, 2, 0));
          }
        });
  }

  /** Returns what {@code work} throws, if it does. */
  static Optional<Throwable> attempt(Runnable work) {
    try {
      work.run();
      return Optional.empty();
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) { // whatever somebody's method throws is what is looked for
      return Optional.of(e);
    }
  }

  /** Throws unless every action is a number. */
  static void requireFinite(List<FloatMatrix> actions) {
    for (FloatMatrix step : actions) {
      for (float action : step.values()) {
        if (!Float.isFinite(action)) {
          throw new InvalidInputException("the policy acts by " + action);
        }
      }
    }
  }

  /** Acts in {@code copies} copies, the first of which has the streams of number {@code from}. */
  static List<FloatMatrix> act(
      Problem problem, Grants grants, Policy policy, Ledger ledger, int copies, int from) {
    VectorEnvironment environment = new VectorEnvironment(problem.environment(), copies);
    environment.reset(Problem.SEED.children(from, copies, "acting"));
    EnvironmentAccess access = new EnvironmentAccess(environment, grants.lookAhead(), ledger);
    List<FloatMatrix> actions = new ArrayList<>();
    try (Actor actor = policy.start(access, Problem.SEED.children(from, copies, "actor"))) {
      for (int t = 0; t < 4; t++) {
        actions.add(actor.act(environment.observations()).copy());
        environment.step(actions.get(t));
      }
    }
    return actions;
  }

  /**
   * Few steps and narrow networks, by the names that such settings have; what the method refuses
   * stays as it is.
   */
  private static Map<String, String> small(
      AlgorithmFactory<?> factory, Map<String, String> overrides) {
    Map<String, String> settings = new LinkedHashMap<>(overrides);
    for (Parameters.Description setting : Parameters.describe(factory.defaults())) {
      boolean whole = setting.type().equals("int") || setting.type().equals("long");
      if (!whole || Long.parseLong(setting.value()) <= SMALL) {
        continue;
      }
      int value =
          setting.key().matches("(.*-)?(steps|epochs|iterations|updates|episodes)")
              ? STEPS
              : setting.key().matches("(.*-)?(hidden-size|units|width)") ? UNITS : 0;
      if (value > 0 && !overrides.containsKey(setting.key())) {
        settings.put(setting.key(), Integer.toString(value));
        if (attempt(() -> ConfiguredAlgorithm.of(factory, settings)).isPresent()) {
          settings.remove(setting.key());
        }
      }
    }
    return settings;
  }
}
