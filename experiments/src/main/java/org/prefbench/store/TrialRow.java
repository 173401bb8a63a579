package org.prefbench.store;

import org.prefbench.core.Checks;

/**
 * One evaluation of one trial: a line of {@code trials.csv}. Every component is a column; the
 * component name in snake case is the column name. All columns are reproducible but those that end
 * in {@code Seconds} or {@code Bytes}.
 *
 * @param study the study's id
 * @param task the dataset's id, such as {@code pendulum-medium-v1}
 * @param method the method's label in the study, {@code pfm} or a variant's name
 * @param run the number of the run, from 0; all methods of a run share data, reference and pairs
 * @param status how the trial ended
 * @param evaluation which policy was evaluated
 * @param mode how it acted
 * @param step training steps done when the policy was taken
 * @param steps training steps in all
 * @param episodes evaluation episodes
 * @param returnMean mean undiscounted return, NaN if the trial has no policy
 * @param returnStd sample standard deviation of the return over the episodes
 * @param score normalised score of the mean return, NaN without reference scores
 * @param lengthMean mean steps per episode
 * @param validationLoss the method's own held-out loss, NaN if none
 * @param needs the declared privileges joined by {@code +}, empty if none
 * @param message why the trial failed or diverged, else empty
 */
public record TrialRow(
    String study,
    String task,
    String method,
    int run,
    Status status,
    Evaluation evaluation,
    Mode mode,
    long step,
    long steps,
    int episodes,
    double returnMean,
    double returnStd,
    double score,
    double lengthMean,
    double validationLoss,
    String needs,
    long gradientSteps,
    long simulatorSteps,
    long lookAheadSteps,
    long teacherQueries,
    long networkEvaluations,
    long parameters,
    String datasetHash,
    String referenceHash,
    String preferencesHash,
    String protocolHash,
    String message,
    double trainingSeconds,
    double evaluationSeconds,
    long peakBytes) {

  /** How a trial ended. */
  public enum Status {
    /** Trained and evaluated. */
    OK,
    /** Training left the finite numbers. */
    DIVERGED,
    /** The method threw an error. */
    FAILED
  }

  /** Which policy of a trial was evaluated. */
  public enum Evaluation {
    /** A policy on the way, for learning curves. */
    CHECKPOINT,
    /** The policy at the end of the training. */
    LAST,
    /** The checkpoint with the smallest validation loss. */
    BEST
  }

  /** How the evaluated policy acted. */
  public enum Mode {
    /** By sampling. */
    SAMPLED,
    /** By its mean or mode. */
    DETERMINISTIC
  }

  /** Validates the run number. */
  public TrialRow {
    Checks.atLeast("run", run, 0);
  }

  /** Returns the row with another validation loss. */
  public TrialRow withValidationLoss(double loss) {
    return new TrialRow(
        study(),
        task(),
        method(),
        run(),
        status(),
        evaluation(),
        mode(),
        step(),
        steps(),
        episodes(),
        returnMean(),
        returnStd(),
        score(),
        lengthMean(),
        loss,
        needs(),
        gradientSteps(),
        simulatorSteps(),
        lookAheadSteps(),
        teacherQueries(),
        networkEvaluations(),
        parameters(),
        datasetHash(),
        referenceHash(),
        preferencesHash(),
        protocolHash(),
        message(),
        trainingSeconds(),
        evaluationSeconds(),
        peakBytes());
  }
}
