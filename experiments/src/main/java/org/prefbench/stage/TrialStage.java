package org.prefbench.stage;

import java.util.function.Supplier;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.Grants;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.preference.Annotators;

/**
 * One trial: hands a method exactly what it declared and evaluates what it learned.
 *
 * @param method the method with its hyperparameters
 * @param shared what it shares with other methods
 */
public record TrialStage(ConfiguredAlgorithm method, Shared shared) {

  /**
   * Returns what the method learns.
   *
   * @param seed see {@link DatasetStage#seed}; variants of one method share their stream, so that
   *     they differ in nothing but their settings
   * @param teacher whom the method may ask, if it declared so
   * @param ledger counts what training costs
   * @throws org.prefbench.algorithm.DivergedException if it diverges
   */
  public Policy train(Seed seed, Supplier<Annotators> teacher, Ledger ledger, Monitor monitor) {
    String before = weightsHash();
    TrainingInput input =
        new Grants(method.needs())
            .input(
                shared.environment(),
                shared.reference(),
                shared.dataset(),
                shared.preferences(),
                teacher,
                ledger);
    Policy policy =
        method
            .algorithm()
            .train(
                input,
                new TrainingContext(seed.child("method").child(method.id()), ledger, monitor));
    if (!weightsHash().equals(before)) {
      throw new IllegalStateException("the method changed the weights of the reference policy");
    }
    return policy;
  }

  /** Policies that no format writes are code, which cannot be changed. */
  private String weightsHash() {
    return PolicyFiles.isWritable(shared.reference()) ? PolicyFiles.hash(shared.reference()) : "";
  }

  /**
   * Returns the root of the streams of evaluation episodes: all methods of a run are evaluated on
   * the same ones.
   *
   * @param protocol the seed of the evaluation protocol
   */
  public static Seed evaluationSeed(long protocol, String dataset, int run) {
    return new Seed(protocol).child("evaluation").child(dataset).child(run);
  }

  /**
   * Returns the episodes of a policy on the way.
   *
   * @param seed see {@link #evaluationSeed}
   * @param ledger counts what acting costs
   */
  public Evaluator.Episodes evaluateCheckpoint(
      Policy policy, boolean deterministic, int episodes, Seed seed, Ledger ledger) {
    return evaluate(policy, deterministic, episodes, seed.child("checkpoint"), ledger);
  }

  /**
   * Returns the episodes of a policy that training ended with, or that was chosen in the end.
   *
   * @param seed see {@link #evaluationSeed}
   * @param ledger counts what acting costs
   */
  public Evaluator.Episodes evaluateFinal(
      Policy policy, boolean deterministic, int episodes, Seed seed, Ledger ledger) {
    return evaluate(policy, deterministic, episodes, seed.child("final"), ledger);
  }

  private Evaluator.Episodes evaluate(
      Policy policy, boolean deterministic, int episodes, Seed seed, Ledger ledger) {
    return evaluator()
        .evaluate(deterministic ? policy.deterministic() : policy, episodes, seed, ledger);
  }

  /** Returns where the method's policies act, with what it may see of forks. */
  public Evaluator evaluator() {
    return new Evaluator(shared.environment(), new Grants(method.needs()).lookAhead());
  }
}
