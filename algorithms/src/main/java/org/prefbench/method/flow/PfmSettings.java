package org.prefbench.method.flow;

import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.core.Parameters;
import org.prefbench.flow.Coupling;
import org.prefbench.flow.Integration;
import org.prefbench.flow.OdeMethod;
import org.prefbench.generative.DynamicsModel;
import org.prefbench.generative.VelocityNetwork;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Schedule;

/** Hyperparameters of {@link Pfm}; "released code" is that of its authors. */
public record PfmSettings(
    @Help("how rejected and preferred segments of a batch are joined; the paper: paired")
        Coupling coupling,
    @Help("weight of squared context distance in minibatch-ot, >= 0; released code: 0")
        double contextWeight,
    @Help("spread around the straight path, in standard deviations of actions; released: 0.1")
        double sigma,
    @Help(
            "regress every prediction on the mean displacement of its batch: a defect of the released"
                + " code, where the shapes of the two broadcast; to reproduce it, for nothing else")
        boolean broadcast,
    @Help("scale actions and observations to zero mean and unit variance; released code: false")
        boolean standardize,
    @Inline
        @Help(of = "hidden-size", value = "width of the hidden layers; released code: 128")
        @Help(of = "hidden-layers", value = "number of hidden ReLU layers; released code: 3")
        VelocityNetwork.Settings network,
    @Inline(without = {"warm-up", "max-gradient-norm"})
        @Help(of = "learning-rate", value = "Adam's step size, > 0; released code: 1e-3")
        @Help(
            of = "schedule",
            value = "how the step size moves over a round; released code: constant")
        @Help(of = "batch-size", value = "pairs per gradient step; released code: 64")
        @Help(
            of = "steps",
            value = "gradient steps per round; 1600 are the released 100 epochs on 1000 pairs")
        @Help(
            of = "validation-share",
            value = "share of pairs held out for the validation loss, in [0, 0.5]")
        @Help(
            of = "keep",
            value =
                "the state that is kept: last, or best: the smallest loss on held-out pairs, looked"
                    + " at after every hundredth of a round, or no flow where standing still is better")
        Fitting fitting,
    @Inline
        @Help(of = "solver", value = "solver of the flow; released code: dormand-prince")
        @Help(
            of = "tolerance",
            value = "absolute and relative tolerance of dormand-prince; released code: 1e-4")
        Integration integration,
    @Help(
            "what the flow is learned from: the rejected segment (the paper), either segment and so"
                + " the reference's law, or noise")
        TrainingSource trainingSource,
    @Help(
            "what is flowed when acting; the paper: reference, in its appendix B also rejected;"
                + " imagined and noise fork no simulator")
        Source source,
    @Help(
            of = "members",
            value =
                "networks of the dynamics model of source imagined, >= 1; Nagabandi et al. 2018: 1")
        DynamicsModel.Settings dynamics,
    @Help("times that the flow is applied in a row, >= 1; the paper: 1, 5 for text") int reapply,
    @Help("rounds of training, each on fresh labels of the last round's segments") int rounds,
    @Help("actions executed per plan, >= 1; released code: 1") int rolloutFrequency) {
  /** Validates. */
  public PfmSettings {
    Checks.notNegative("context-weight", contextWeight);
    Checks.notNegative("sigma", sigma);
    Checks.atLeast("reapply", reapply, 1);
    Checks.atLeast("rounds", rounds, 1);
    Checks.atLeast("rollout-frequency", rolloutFrequency, 1);
    boolean noise = trainingSource == TrainingSource.NOISE;
    Checks.require(
        noise == (source == Source.NOISE),
        "source must be noise where training-source is noise and only there, got %s and %s",
        Parameters.word(source),
        Parameters.word(trainingSource));
    Checks.require(
        !noise || (reapply == 1 && rounds == 1),
        "reapply and rounds must be 1 where source is noise, got %d and %d",
        reapply,
        rounds);
  }

  /** Returns the defaults. */
  public static PfmSettings defaults() {
    return new PfmSettings(
        Coupling.PAIRED,
        0,
        0.1,
        false,
        true,
        new VelocityNetwork.Settings(128, 3),
        Fitting.of(1e-3, Schedule.COSINE, 64, 1600, 0.1),
        new Integration(OdeMethod.DORMAND_PRINCE, 10, 1e-4),
        TrainingSource.REJECTED,
        Source.REFERENCE,
        DynamicsModel.Settings.of(3, 128, 10_000),
        1,
        1,
        1);
  }

  /** Where the flow starts when it is learned. */
  public enum TrainingSource {
    /** The rejected segment of a pair, as in the paper. */
    REJECTED,
    /** Either segment of a pair, by the toss of a coin: the law of the reference. */
    REFERENCE,
    /** Gaussian noise, standard normal in standardised actions. */
    NOISE
  }

  /** Where the flow starts when it acts. */
  public enum Source {
    /** A segment of the reference, rolled out on a fork of the simulator, as the paper does. */
    REFERENCE,
    /** The one of two segments of the reference that the teacher rejects: the law trained from. */
    REJECTED,
    /** A segment of the reference, rolled out in a learned model of the dynamics. */
    IMAGINED,
    /** Gaussian noise. */
    NOISE
  }
}
