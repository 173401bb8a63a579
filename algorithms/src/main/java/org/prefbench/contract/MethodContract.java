package org.prefbench.contract;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Needs;
import org.prefbench.preference.Label;

/**
 * Looks at one method by the {@link Rule}s. Each rule has trainings of its own, on inputs made
 * anew, so that what breaks one rule is found under its name alone; a rule that compares trainings
 * is skipped where the same seed does not give the same policy. Not thread-safe.
 *
 * <pre>{@code
 * MethodContract contract = new MethodContract(new MyMethod(), Map.of());
 * for (Rule rule : Rule.values()) {
 *   Finding finding = contract.look(rule);
 *   assertTrue(finding.outcome() != Finding.Outcome.FAIL, finding.toString());
 * }
 * }</pre>
 */
public final class MethodContract {
  private final AlgorithmFactory<?> factory;
  private final Map<String, String> overrides;
  private Optional<Candidate> candidate = Optional.empty();
  private Optional<Finding> sameSeed = Optional.empty();
  private Optional<FreshProcess.Answer> elsewhere = Optional.empty();

  /**
   * Prepares the rules for one method. It trains with few steps and small networks as far as the
   * names of its settings tell them (steps, epochs, iterations, updates, episodes; hidden-size,
   * units, width).
   *
   * @param overrides settings that the trainings have beyond that
   */
  public MethodContract(AlgorithmFactory<?> factory, Map<String, String> overrides) {
    this.factory = factory;
    this.overrides = Map.copyOf(overrides);
  }

  /** Looks at all rules. */
  public List<Finding> look() {
    return Arrays.stream(Rule.values()).map(this::look).toList();
  }

  /** Looks at one rule; whatever the method throws is what was found. */
  public Finding look(Rule rule) {
    try {
      if (rule.compareTo(Rule.DEFAULTS) > 0
          && look(Rule.DEFAULTS).outcome() == Finding.Outcome.FAIL) {
        return rule.skip("the method refuses its own defaults");
      }
      return switch (rule) {
        case DESCRIPTION -> SettingRules.description(factory);
        case DEFAULTS -> SettingRules.defaults(factory);
        case HELP -> SettingRules.help(factory);
        case ROUND_TRIP -> SettingRules.roundTrip(factory);
        case RANGE -> SettingRules.range(factory);
        case TRAINS -> trains();
        default -> candidate().works() ? trained(rule) : rule.skip("the method does not train");
      };
    } catch (VirtualMachineError e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return rule.skip("interrupted");
    } catch (Throwable e) { // whatever somebody's method throws is what is looked for
      return rule.fail(e);
    }
  }

  private Candidate candidate() {
    if (candidate.isEmpty()) {
      candidate = Optional.of(new Candidate(factory, overrides));
    }
    return candidate.get();
  }

  private Finding trains() {
    return candidate().works()
        ? Rule.TRAINS.finding(true, "with settings " + candidate().settings())
        : Rule.TRAINS.fail(candidate().trouble().orElseThrow());
  }

  private Finding trained(Rule rule) throws InterruptedException {
    Candidate method = candidate();
    return switch (rule) {
      case OTHER_SPACES -> DataRules.otherSpaces(method);
      case TIES -> DataRules.label(rule, method, Label.TIE);
      case SKIPS -> DataRules.label(rule, method, Label.SKIP);
      case ONE_PAIR -> DataRules.onePair(method);
      case ONE_STEP_SEGMENTS -> DataRules.oneStepSegments(method);
      case UNEVEN_SEGMENTS -> DataRules.unevenSegments(method);
      case IDENTICAL_SEGMENTS -> DataRules.identicalSegments(method);
      case SWAPPED_LABELS, EXCHANGED_SIDES, REORDERED_PAIRS, DOUBLED_SEGMENTS ->
          LabelRules.concerns(method)
              ? labels(rule, method)
              : rule.finding(true, "no direct method");
      case DECLARED_IS_USED -> NeedRules.declaredIsUsed(method);
      case REFERENCE_UNCHANGED -> NeedRules.referenceUnchanged(method);
      case DATA_UNCHANGED -> NeedRules.dataUnchanged(method);
      case COPIES -> PolicyRules.copies(method);
      case POLICY_FILE -> PolicyRules.file(method);
      case LEDGER -> PolicyRules.ledger(method);
      case NATIVE_MEMORY -> PolicyRules.nativeMemory(elsewhere());
      case SAME_SEED -> sameSeed();
      default ->
          sameSeed().outcome() == Finding.Outcome.PASS
              ? compared(rule)
              : rule.skip("two trainings of one seed differ already");
    };
  }

  /** The rules of direct methods. */
  private static Finding labels(Rule rule, Candidate method) {
    return switch (rule) {
      case SWAPPED_LABELS -> LabelRules.swapped(method);
      case EXCHANGED_SIDES -> LabelRules.exchanged(method);
      case REORDERED_PAIRS -> LabelRules.reordered(method);
      case DOUBLED_SEGMENTS -> LabelRules.doubled(method);
      default -> throw new IllegalStateException("no such rule of labels: " + rule);
    };
  }

  private Finding sameSeed() throws InterruptedException {
    if (sameSeed.isEmpty()) {
      sameSeed = Optional.of(SeedRules.sameSeed(candidate()));
    }
    return sameSeed.get();
  }

  private FreshProcess.Answer elsewhere() throws InterruptedException {
    if (elsewhere.isEmpty()) {
      elsewhere = Optional.of(FreshProcess.train(candidate()));
    }
    return elsewhere.get();
  }

  /** The rules that compare one training with another. */
  private Finding compared(Rule rule) throws InterruptedException {
    Candidate method = candidate();
    return switch (rule) {
      case OTHER_SEED -> SeedRules.otherSeed(method);
      case FRESH_PROCESS -> SeedRules.freshProcess(method, elsewhere());
      case MONITOR -> SeedRules.monitor(method);
      case UNDECLARED_REWARDS -> NeedRules.undeclared(rule, method, Needs.TRUE_REWARDS);
      case UNDECLARED_WEIGHTS -> NeedRules.undeclared(rule, method, Needs.REFERENCE_WEIGHTS);
      case UNDECLARED_SIMULATOR -> NeedRules.undeclared(rule, method, Needs.TRAINING_SIMULATOR);
      case UNDECLARED_TEACHER -> NeedRules.undeclared(rule, method, Needs.TEACHER);
      case UNDECLARED_LOOK_AHEAD -> NeedRules.undeclared(rule, method, Needs.LOOK_AHEAD);
      default -> throw new IllegalStateException("no such comparison: " + rule);
    };
  }
}
