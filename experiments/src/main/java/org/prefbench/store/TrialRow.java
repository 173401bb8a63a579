package org.prefbench.store;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Map;
import org.prefbench.core.Checks;
import org.prefbench.study.Protocol;
import org.prefbench.study.Trial;

/**
 * One evaluation of one trial: a line of {@code trials.csv}. Every component of the records within
 * is a column; the component's name in snake case is the column's. All columns are reproducible but
 * those that end in {@code Seconds} or {@code Bytes}.
 *
 * @param key the trial
 * @param status how the trial ended
 * @param policy the policy that was evaluated
 * @param outcome what came out
 * @param costs what was needed and used
 * @param inputs what the trial was made of
 * @param message why the trial failed or diverged, else empty
 * @param resources the time and memory that it took
 */
public record TrialRow(
    @JsonUnwrapped Key key,
    Status status,
    @JsonUnwrapped Evaluated policy,
    @JsonUnwrapped Outcome outcome,
    @JsonUnwrapped Costs costs,
    @JsonUnwrapped Inputs inputs,
    String message,
    @JsonUnwrapped Resources resources) {

  /**
   * Which trial.
   *
   * @param study the study's id
   * @param task the task's label in the study, by default its dataset's id
   * @param method the method's label in the study, {@code pfm} or a variant's name
   * @param run the number of the run, from 0; all methods of a run share data, reference and pairs
   */
  public record Key(String study, String task, String method, int run) {
    /** Validates the run number. */
    public Key {
      Checks.atLeast("run", run, 0);
    }
  }

  /** How a trial ended. */
  public enum Status {
    /** Trained and evaluated. */
    OK,
    /** Training left the finite numbers. */
    DIVERGED,
    /** The method threw an error. */
    FAILED
  }

  /**
   * A policy of the trial.
   *
   * @param evaluation which policy was evaluated
   * @param mode how it acted
   * @param step training steps done when the policy was taken
   * @param steps training steps in all
   */
  public record Evaluated(
      Protocol.Evaluation evaluation, Protocol.Mode mode, long step, long steps) {}

  /**
   * What an evaluation found.
   *
   * @param episodes evaluation episodes
   * @param returnMean mean undiscounted return, NaN if the trial has no policy
   * @param returnStd sample standard deviation of the return over the episodes
   * @param score normalised score of the mean return, NaN without reference scores
   * @param lengthMean mean steps per episode
   * @param validationLoss the method's own held-out loss, NaN if none
   */
  public record Outcome(
      int episodes,
      double returnMean,
      double returnStd,
      double score,
      double lengthMean,
      double validationLoss) {
    /** Returns what is found where there is no policy: nothing but, perhaps, a held-out loss. */
    public static Outcome none(double validationLoss) {
      return new Outcome(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, validationLoss);
    }

    private Outcome with(double loss) {
      return new Outcome(episodes, returnMean, returnStd, score, lengthMean, loss);
    }
  }

  /**
   * What was needed and used; see {@link org.prefbench.core.Ledger.Entry}. Look-ahead steps and
   * network evaluations are those of this evaluation, all else is the training's.
   *
   * @param needs the declared privileges joined by {@code +}, empty if none
   * @param simulatorSteps steps of the simulator while training, look-ahead included
   * @param teacherQueries questions to the teacher, of the training and of this evaluation
   */
  public record Costs(
      String needs,
      long gradientSteps,
      long simulatorSteps,
      long lookAheadSteps,
      long teacherQueries,
      long networkEvaluations,
      long parameters) {}

  /**
   * Hashes of what the trial was made of.
   *
   * @param datasetHash hash of the trajectories
   * @param referenceHash hash of the reference policy
   * @param preferencesHash hash of the labelled pairs
   * @param protocolHash hash of the evaluation protocol
   */
  public record Inputs(
      String datasetHash, String referenceHash, String preferencesHash, String protocolHash) {
    /** Returns the hashes of what the methods of a run share, as {@link StageResult#hashes}. */
    public Map<String, String> shared() {
      return StageResult.hashes(datasetHash, referenceHash, preferencesHash);
    }
  }

  /**
   * Time and memory.
   *
   * @param trainingSeconds wall-clock time of the training until the policy was taken
   * @param evaluationSeconds wall-clock time of the evaluation
   * @param peakBytes largest resident memory of the process until then
   */
  public record Resources(double trainingSeconds, double evaluationSeconds, long peakBytes) {}

  /** Returns the name of the trial within its study, as {@link Trial#key} does. */
  public String trial() {
    return key.task() + "/" + key.method() + "/" + key.run();
  }

  /** Returns the label of the task. */
  public String task() {
    return key.task();
  }

  /** Returns the label of the method. */
  public String method() {
    return key.method();
  }

  /** Returns the number of the run. */
  public int run() {
    return key.run();
  }

  /** Returns which policy was evaluated. */
  public Protocol.Evaluation evaluation() {
    return policy.evaluation();
  }

  /** Returns how the policy acted. */
  public Protocol.Mode mode() {
    return policy.mode();
  }

  /** Returns the training steps done when the policy was taken. */
  public long step() {
    return policy.step();
  }

  /** Returns the normalised score, NaN if there is none. */
  public double score() {
    return outcome.score();
  }

  /** Returns the same row of a trial that is called otherwise. */
  public TrialRow named(String task, String method) {
    Key named = new Key(key.study(), task, method, key.run());
    return new TrialRow(named, status, policy, outcome, costs, inputs, message, resources);
  }

  /** Returns the same row with another validation loss. */
  public TrialRow withValidationLoss(double loss) {
    return new TrialRow(key, status, policy, outcome.with(loss), costs, inputs, message, resources);
  }
}
