package org.prefbench.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.network.Mlp;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Losses;
import org.prefbench.nn.Pass;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.policy.PolicyFormat;
import org.prefbench.preference.PreferencePair;
import org.prefbench.preference.Query;
import org.prefbench.segment.Beta;
import org.prefbench.segment.DirectMethod;
import org.prefbench.segment.Normalise;
import org.prefbench.segment.PairLoss;

/** A method that breaks one rule fails under that rule's name and under no other. */
class DishonestMethodsTest {
  /** These start a process, which is too dear where they are not what is looked for. */
  private static final Set<Rule> ELSEWHERE = EnumSet.of(Rule.FRESH_PROCESS, Rule.NATIVE_MEMORY);

  static Stream<Arguments> methods() {
    return Stream.of(
        Arguments.of(new Untitled(), Rule.DESCRIPTION),
        Arguments.of(new Unexplained(), Rule.HELP),
        Arguments.of(new ImpossibleDefaults(), Rule.DEFAULTS),
        Arguments.of(new HalvesItsRate(), Rule.ROUND_TRIP),
        Arguments.of(new TakesAnything(), Rule.RANGE),
        Arguments.of(new Broken(), Rule.TRAINS),
        Arguments.of(new OneActionOnly(), Rule.OTHER_SPACES),
        Arguments.of(new GlobalRandom(), Rule.SAME_SEED),
        Arguments.of(new Remembers(), Rule.SAME_SEED),
        Arguments.of(new ForgetsTheSeed(), Rule.OTHER_SEED),
        Arguments.of(new KnowsTheTimeZone(), Rule.FRESH_PROCESS),
        Arguments.of(new Unwatched(), Rule.MONITOR),
        Arguments.of(new ReadsRewards(), Rule.UNDECLARED_REWARDS),
        Arguments.of(new ReadsRewardsIfThere(), Rule.UNDECLARED_REWARDS),
        Arguments.of(new CastsTheReference(), Rule.UNDECLARED_WEIGHTS),
        Arguments.of(new CastsTheReferenceIfItCan(), Rule.UNDECLARED_WEIGHTS),
        Arguments.of(new RollsOut(), Rule.UNDECLARED_SIMULATOR),
        Arguments.of(new AsksIfItCan(), Rule.UNDECLARED_TEACHER),
        Arguments.of(new LooksAhead(), Rule.UNDECLARED_LOOK_AHEAD),
        Arguments.of(new Hoards(), Rule.DECLARED_IS_USED),
        Arguments.of(new ChangesTheReference(), Rule.REFERENCE_UNCHANGED),
        Arguments.of(new ChangesTheData(), Rule.DATA_UNCHANGED),
        Arguments.of(new NoTies(), Rule.TIES),
        Arguments.of(new NoSkips(), Rule.SKIPS),
        Arguments.of(new TwoPairsOrMore(), Rule.ONE_PAIR),
        Arguments.of(new TwoStepsOrMore(), Rule.ONE_STEP_SEGMENTS),
        Arguments.of(new EvenSegments(), Rule.UNEVEN_SEGMENTS),
        Arguments.of(new DistinctSegments(), Rule.IDENTICAL_SEGMENTS),
        Arguments.of(new RewardsLosers(), Rule.SWAPPED_LABELS),
        Arguments.of(new FirstCountsTwice(), Rule.EXCHANGED_SIDES),
        Arguments.of(new LaterCountsMore(), Rule.REORDERED_PAIRS),
        Arguments.of(new ForgetsToDivide(), Rule.DOUBLED_SEGMENTS),
        Arguments.of(new MixesCopies(), Rule.COPIES),
        Arguments.of(new Miscounts(), Rule.LEDGER),
        Arguments.of(new Leaks(), Rule.NATIVE_MEMORY));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void failsByTheNameOfTheRule(AlgorithmFactory<?> method, Rule broken) {
    MethodContract contract = new MethodContract(method, Map.of());
    assumeTrue(contract.look(broken).outcome() != Finding.Outcome.SKIP, "not measured here");
    List<Finding> failed =
        Arrays.stream(Rule.values())
            .filter(rule -> rule == broken || !ELSEWHERE.contains(rule))
            .map(contract::look)
            .filter(finding -> finding.outcome() == Finding.Outcome.FAIL)
            .toList();
    assertEquals(List.of(broken), failed.stream().map(Finding::rule).toList(), failed::toString);
  }

  @Test
  void anHonestMethodKeepsAllRules() {
    for (Finding finding : new MethodContract(new Cloner(), Map.of()).look()) {
      assertTrue(
          finding.outcome() == Finding.Outcome.PASS
              || finding.rule() == Rule.NATIVE_MEMORY && finding.outcome() == Finding.Outcome.SKIP,
          finding.toString());
    }
  }

  /** The format is registered for this test alone. */
  @Test
  void aPolicyThatItsFileForgetsIsFound(@TempDir Path folder) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(PolicyFormat.class.getName()), ForgetfulFormat.class.getName() + "\n");
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      Finding finding = new MethodContract(new Shifts(), Map.of()).look(Rule.POLICY_FILE);
      assertEquals(Finding.Outcome.FAIL, finding.outcome(), finding.toString());
    } finally {
      thread.setContextClassLoader(before);
    }
    assertEquals(
        Finding.Outcome.SKIP,
        new MethodContract(new Shifts(), Map.of()).look(Rule.POLICY_FILE).outcome());
  }

  static final class RewardsLosers extends DirectMethod<Beta> {
    RewardsLosers() {
      super("rewards-losers", "Direct preference optimisation, its sign lost (2024)", new Beta(1));
    }

    @Override
    public PairLoss loss(Beta strength) {
      return (pass, terms) -> Losses.logistic(terms.margins().neg(), terms.probabilityFirst());
    }
  }

  static final class FirstCountsTwice extends DirectMethod<Beta> {
    FirstCountsTwice() {
      super(
          "first-counts-twice", "Wins of the first, twice those of the second (2024)", new Beta(1));
    }

    @Override
    public PairLoss loss(Beta strength) {
      return (pass, terms) ->
          Losses.logistic(terms.margins(), terms.probabilityFirst())
              .mul(terms.probabilityFirst().add(1));
    }
  }

  static final class LaterCountsMore extends DirectMethod<Beta> {
    LaterCountsMore() {
      super("later-counts-more", "Weights by the place in the batch (2024)", new Beta(1));
    }

    @Override
    public PairLoss loss(Beta strength) {
      return (pass, terms) -> {
        NDArray each = Losses.logistic(terms.margins(), terms.probabilityFirst());
        float[] weights = new float[(int) each.size()];
        for (int i = 0; i < weights.length; i++) {
          weights[i] = i * i;
        }
        return each.mul(pass.array(weights, weights.length));
      };
    }
  }

  static final class ForgetsToDivide extends DirectMethod<ForgetsToDivide.Hyper> {
    record Hyper(@Help("how the steps of a segment are put together") Normalise normalise) {}

    ForgetsToDivide() {
      super(
          "forgets-to-divide",
          "A margin of sums, said to be of means (2024)",
          new Hyper(Normalise.MEAN));
    }

    @Override
    public PairLoss loss(Hyper hyper) {
      return (pass, terms) -> terms.margins().sub(terms.probabilityFirst().sub(0.5f)).square();
    }
  }

  static final class Untitled extends Cloner {
    @Override
    public String title() {
      return "Weighted behaviour cloning";
    }
  }

  /** A method whose settings are those of somebody else. */
  private abstract static class Settings<H extends Record> implements AlgorithmFactory<H> {
    private final Cloner cloner = new Cloner();
    private final H defaults;

    Settings(H defaults) {
      this.defaults = defaults;
    }

    @Override
    public String id() {
      return "settings";
    }

    @Override
    public String title() {
      return cloner.title();
    }

    @Override
    public Family family() {
      return cloner.family();
    }

    @Override
    public H defaults() {
      return defaults;
    }

    @Override
    public Set<Needs> needs(H hyper) {
      return Set.of();
    }

    @Override
    public Algorithm create(H hyper) {
      return cloner.create(new Cloner.Hyper(12, 1e-3));
    }
  }

  static final class Unexplained extends Settings<Unexplained.Hyper> {
    record Hyper(boolean fast) {}

    Unexplained() {
      super(new Hyper(true));
    }
  }

  static final class HalvesItsRate extends Settings<HalvesItsRate.Hyper> {
    record Hyper(@Help("rate, finite") double rate) {
      Hyper {
        rate = org.prefbench.core.Checks.finite("rate", rate) / 2;
      }
    }

    HalvesItsRate() {
      super(new Hyper(1));
    }
  }

  static final class TakesAnything extends Settings<TakesAnything.Hyper> {
    record Hyper(@Help("rate") double rate) {}

    TakesAnything() {
      super(new Hyper(1));
    }
  }

  static final class ImpossibleDefaults extends Cloner {
    @Override
    public Hyper defaults() {
      return new Hyper(0, 1e-3);
    }
  }

  static final class Broken extends Cloner {
    @Override
    protected void begin(TrainingInput input) {
      throw new IllegalStateException("out of order");
    }
  }

  static final class OneActionOnly extends Cloner {
    @Override
    protected void begin(TrainingInput input) {
      if (input.environment().actions().size() != 1) {
        throw new IllegalStateException("one action, please");
      }
    }
  }

  static final class GlobalRandom extends Cloner {
    @Override
    protected Seed seed(TrainingContext context) {
      return new Seed(ThreadLocalRandom.current().nextLong());
    }
  }

  static final class Remembers extends Cloner {
    private final AtomicInteger trainings = new AtomicInteger();

    @Override
    protected double weight(PreferencePair pair, Segment segment, double probability) {
      return probability * (1 + trainings.get());
    }

    @Override
    protected void begin(TrainingInput input) {
      trainings.incrementAndGet();
    }
  }

  static final class ForgetsTheSeed extends Cloner {
    @Override
    protected Seed seed(TrainingContext context) {
      return new Seed(42);
    }
  }

  static final class KnowsTheTimeZone extends Cloner {
    @Override
    protected double weight(PreferencePair pair, Segment segment, double probability) {
      return TimeZone.getDefault().getID().equals("Asia/Kathmandu") ? probability : 1;
    }
  }

  static final class Unwatched extends Cloner {
    @Override
    protected Monitor monitor(TrainingContext context) {
      return Monitor.SILENT;
    }
  }

  static final class ReadsRewards extends Cloner {
    @Override
    protected double weight(PreferencePair pair, Segment segment, double probability) {
      return 1 / (1 + segment.sumOfRewards() * segment.sumOfRewards());
    }
  }

  static final class ReadsRewardsIfThere extends Cloner {
    @Override
    protected double weight(PreferencePair pair, Segment segment, double probability) {
      double reward = segment.sumOfRewards();
      return Double.isNaN(reward) ? probability : 1 / (1 + reward * reward);
    }
  }

  static final class CastsTheReference extends Cloner {
    @Override
    protected void begin(TrainingInput input) {
      GaussianPolicy.class.cast(input.requireReference());
    }
  }

  static final class CastsTheReferenceIfItCan extends Cloner {
    @Override
    protected Policy finish(GaussianPolicy trained, TrainingInput input) {
      return input.requireReference() instanceof GaussianPolicy open ? open : trained;
    }
  }

  static final class RollsOut extends Cloner {
    @Override
    protected void begin(TrainingInput input) {
      input.requireSimulator().vector(1).reset(new Seed[] {new Seed(1)});
    }
  }

  static final class AsksIfItCan extends Cloner {
    @Override
    protected void begin(TrainingInput input) {
      PreferencePair pair = input.preferences().pairs().get(0);
      input
          .teacher()
          .ifPresent(
              teacher ->
                  teacher.answer(List.of(new Query(pair.first(), pair.second(), new Seed(1)))));
    }
  }

  static final class LooksAhead extends Cloner {
    @Override
    protected Policy finish(GaussianPolicy trained, TrainingInput input) {
      return new Wrapped(trained, EnvironmentAccess::fork, (actor, o) -> actor.act(o));
    }
  }

  static final class Hoards extends Cloner {
    @Override
    public Set<Needs> needs(Hyper hyper) {
      return EnumSet.of(Needs.TEACHER);
    }
  }

  static final class ChangesTheReference extends Cloner {
    @Override
    public Set<Needs> needs(Hyper hyper) {
      return Set.of(Needs.REFERENCE_WEIGHTS);
    }

    /** No method of the policy lends its weights, so this one breaks in. */
    @Override
    protected void begin(TrainingInput input) {
      Mlp network = ((GaussianPolicy) input.requireReference()).network();
      try {
        for (Field field : Mlp.class.getDeclaredFields()) {
          if (field.getType() == float[].class) {
            field.setAccessible(true);
            ((float[]) field.get(network))[0] += 1;
          }
        }
      } catch (IllegalAccessException e) {
        throw new AssertionError(e);
      }
    }
  }

  static final class ChangesTheData extends Cloner {
    @Override
    protected void begin(TrainingInput input) {
      FloatMatrix seen = input.trajectories().episodes().get(0).observations();
      seen.set(0, 0, seen.get(0, 0) + 1);
    }
  }

  static final class NoTies extends Cloner {
    @Override
    protected double weight(PreferencePair pair, Segment segment, double probability) {
      return probability / (2 * probability - 1);
    }
  }

  static final class NoSkips extends Cloner {
    @Override
    protected List<PreferencePair> pairs(TrainingInput input) {
      return input.preferences().pairs();
    }
  }

  static final class TwoPairsOrMore extends Cloner {
    @Override
    protected void begin(TrainingInput input) {
      input.preferences().pairs().get(1);
    }
  }

  static final class TwoStepsOrMore extends Cloner {
    @Override
    protected double weight(PreferencePair pair, Segment segment, double probability) {
      return probability / (pair.length() - 1);
    }
  }

  static final class EvenSegments extends Cloner {
    @Override
    protected double weight(PreferencePair pair, Segment segment, double probability) {
      return probability / Math.max(0, pair.length() - 2 * (pair.length() - segment.length()));
    }
  }

  static final class DistinctSegments extends Cloner {
    @Override
    protected double weight(PreferencePair pair, Segment segment, double probability) {
      boolean same = pair.first().actions().equals(pair.second().actions());
      return same ? Double.NaN : probability;
    }
  }

  static final class MixesCopies extends Cloner {
    @Override
    protected Policy finish(GaussianPolicy trained, TrainingInput input) {
      return new Wrapped(
          trained,
          access -> {},
          (actor, observations) -> {
            FloatMatrix actions = actor.act(observations).copy();
            float[] values = actions.values();
            Arrays.fill(values, values[0]);
            return actions;
          });
    }
  }

  static final class Miscounts extends Cloner {
    @Override
    protected Ledger ledger(TrainingContext context) {
      context.ledger().add(Ledger.Entry.PARAMETERS, 1);
      return new Ledger();
    }
  }

  static final class Leaks extends Cloner {
    @Override
    protected NDArray loss(Pass pass, NDArray loss) {
      loss.square().detach(); // nobody closes it any more
      return loss;
    }
  }

  static final class Shifts extends Cloner {
    @Override
    protected Policy finish(GaussianPolicy trained, TrainingInput input) {
      return new Wrapped(
          trained,
          access -> {},
          (actor, observations) -> {
            FloatMatrix actions = actor.act(observations).copy();
            actions.set(0, 0, actions.get(0, 0) + 1);
            return actions;
          });
    }
  }

  /** Acts as another policy does, with something done to it. */
  private record Wrapped(Policy inner, Start start, Step step) implements Policy {
    /** What happens at the start. */
    private interface Start {
      void at(EnvironmentAccess environment);
    }

    /** What happens at every step. */
    private interface Step {
      FloatMatrix act(Actor actor, FloatMatrix observations);
    }

    @Override
    public Actor start(EnvironmentAccess environment, Seed[] seeds) {
      start.at(environment);
      Actor actor = inner.start(environment, seeds);
      return observations -> step.act(actor, observations);
    }

    @Override
    public Policy deterministic() {
      return new Wrapped(inner.deterministic(), start, step);
    }
  }

  /** Writes a {@link Wrapped} without what is done to it. */
  public static final class ForgetfulFormat implements PolicyFormat {
    @Override
    public String id() {
      return "forgetful";
    }

    @Override
    public boolean writes(Policy policy) {
      return policy instanceof Wrapped;
    }

    @Override
    public void write(Policy policy, DataOutput output) throws IOException {
      PolicyFiles.writeNested(((Wrapped) policy).inner(), output);
    }

    @Override
    public Policy read(DataInput input) throws IOException {
      return PolicyFiles.readNested("the inner policy", input);
    }
  }
}
