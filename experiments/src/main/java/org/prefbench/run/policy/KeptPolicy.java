package org.prefbench.run.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.prefbench.algorithm.Algorithms;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.Grants;
import org.prefbench.algorithm.Needs;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.Parameters;
import org.prefbench.core.Seed;
import org.prefbench.dataset.GeneratedDataset;
import org.prefbench.env.EnvironmentAccess.LookAhead;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.process.ProcessEnvironments;
import org.prefbench.policy.MeanReturn;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.run.source.FileSource;
import org.prefbench.stage.DataEnvironment;
import org.prefbench.stage.DatasetStage;
import org.prefbench.stage.Evaluator;
import org.prefbench.stage.TrialStage;
import org.prefbench.store.KeptPolicies;
import org.prefbench.store.KeptPolicies.Kept;
import org.prefbench.store.PolicyStore;
import org.prefbench.store.ResultStore;
import org.prefbench.store.TrialResult;
import org.prefbench.study.Protocol;
import org.prefbench.study.Protocol.Evaluation;
import org.prefbench.study.Study;
import org.prefbench.study.Trial;

/**
 * A policy that a trial kept, where it acted, with what it may see: it acts here as it did there,
 * to the last bit.
 *
 * @param trial whose it is
 * @param state which of the training's policies it is
 * @param step training steps done when it was taken
 * @param policy the policy, as it samples
 * @param environment the task's environment
 * @param lookAhead what the method declared
 * @param seed root of the streams of the trial's evaluation episodes, {@code seed.child(i)} that of
 *     the i-th; the same for all methods of a run
 * @param protocol how the trial evaluated it
 * @param returns the trial's own episodes of this policy, one entry per mode
 */
public record KeptPolicy(
    Trial trial,
    Evaluation state,
    long step,
    Policy policy,
    EnvironmentFactory environment,
    LookAhead lookAhead,
    Seed seed,
    Protocol protocol,
    List<TrialResult.Returns> returns)
    implements AutoCloseable {
  private static final String FINAL = "final"; // the stream of TrialStage.evaluateFinal

  /** Copies the list. */
  public KeptPolicy {
    returns = List.copyOf(returns);
  }

  /**
   * Opens a kept policy with its environment, which the caller closes.
   *
   * @param key the trial's name within its study, {@code dataset/label/run}
   * @throws InvalidInputException if there is no such trial, no such policy, its file is damaged or
   *     of another training than the trial's result, or its environment has no simulator
   */
  public static KeptPolicy open(ResultStore store, String key, Evaluation state) {
    Study study = store.study();
    Trial trial = trial(store, study, key);
    TrialResult result = result(store, trial);
    Kept kept = kept(store, trial, result, state);
    Policy policy = read(store, trial, kept);
    EnvironmentFactory environment = environment(study, trial);
    Checks.require(
        !(environment instanceof DataEnvironment),
        "no policy of %s can act: its data's environment is none of this installation",
        key);
    return new KeptPolicy(
        trial,
        state,
        kept.step(),
        policy,
        environment,
        new Grants(needs(trial.method())).lookAhead(),
        TrialStage.evaluationSeed(study.protocol().seed(), trial.task().dataset(), trial.run())
            .child(FINAL),
        study.protocol(),
        result.returns().stream().filter(one -> one.evaluation() == state).toList());
  }

  /**
   * Reads a kept policy alone.
   *
   * @throws InvalidInputException see {@link #open}
   */
  public static Policy read(ResultStore store, String key, Evaluation state) {
    Trial trial = trial(store, store.study(), key);
    return read(store, trial, kept(store, trial, result(store, trial), state));
  }

  private static Policy read(ResultStore store, Trial trial, Kept kept) {
    return PolicyFiles.read(new PolicyStore(store).intact(trial, kept));
  }

  private static Trial trial(ResultStore store, Study study, String key) {
    List<String> keys = study.trials().stream().map(Trial::key).toList();
    int at = keys.indexOf(key);
    if (at < 0) {
      throw Checks.unknown("trial of " + store.folder(), key, keys);
    }
    return study.trials().get(at);
  }

  private static TrialResult result(ResultStore store, Trial trial) {
    return store
        .trial(trial)
        .orElseThrow(
            () -> new InvalidInputException(store.folder() + " holds no result of " + trial.key()));
  }

  private static Kept kept(ResultStore store, Trial trial, TrialResult result, Evaluation state) {
    String word = Parameters.word(state);
    String remedy =
        "; 'prefbench run STUDY --only "
            + trial.key()
            + " --keep-policies "
            + (state == Evaluation.LAST ? word : "all")
            + "' makes it";
    Checks.require(
        result.rows().stream().anyMatch(row -> row.evaluation() == state),
        "%s has no %s policy: its study does not select one, or its training named none",
        trial.key(),
        word);
    KeptPolicies known =
        new PolicyStore(store)
            .get(trial)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        store.folder() + " holds no policy of " + trial.key() + remedy));
    Checks.require(
        known.inputs().equals(result.inputs()),
        "the policy in %s is not of the training that the result of %s is of%s",
        store.folder(),
        trial.key(),
        remedy);
    Kept kept =
        known
            .in(state)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        store.folder()
                            + " holds no "
                            + word
                            + " policy of "
                            + trial.key()
                            + remedy));
    Checks.require(
        kept.hasFile(),
        "the %s policy of %s could not be kept: %s",
        word,
        trial.key(),
        kept.refusal());
    return kept;
  }

  private static EnvironmentFactory environment(Study study, Trial trial) {
    if (trial.task().file().isPresent()) {
      FileSource file = FileSource.of(trial.task());
      return file.environment(
          file.read(DatasetStage.seed(study.seed(), trial.task().dataset(), trial.run())));
    }
    return GeneratedDataset.find(trial.task().dataset()).environment();
  }

  private static Set<Needs> needs(Study.Method method) {
    return ConfiguredAlgorithm.of(Algorithms.registered().get(method.method()), method.set())
        .needs();
  }

  /** Returns the policy as it acts in a mode. */
  public Policy in(Protocol.Mode mode) {
    return mode == Protocol.Mode.DETERMINISTIC ? policy.deterministic() : policy;
  }

  /**
   * What happened in episodes.
   *
   * @param returns undiscounted return of each
   * @param summary their mean and how they scatter
   */
  public record Evaluated(List<Double> returns, MeanReturn summary) {
    /** Copies the list. */
    public Evaluated {
      returns = List.copyOf(returns);
    }
  }

  /**
   * Returns what happens in {@code episodes} episodes.
   *
   * @param root of their streams; with {@link #seed} they are those of the trial
   * @throws org.prefbench.algorithm.DivergedException if an action is not finite
   */
  public Evaluated evaluate(Protocol.Mode mode, int episodes, Seed root) {
    Evaluator.Episodes seen =
        new Evaluator(environment, lookAhead).evaluate(in(mode), episodes, root, new Ledger());
    double[] returns = seen.returns();
    return new Evaluated(
        Arrays.stream(returns).boxed().toList(),
        new MeanReturn(
            seen.mean(),
            seen.standardDeviation() / Math.sqrt(returns.length),
            seen.standardDeviation(),
            Arrays.stream(returns).min().orElseThrow(),
            Arrays.stream(returns).max().orElseThrow(),
            seen.meanLength(),
            returns.length));
  }

  /** Ends the process that the environment is, where it is one. */
  @Override
  public void close() {
    if (environment instanceof ProcessEnvironments process) {
      process.close();
    }
  }
}
