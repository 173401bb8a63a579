package org.prefbench.reward;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Objective;
import org.prefbench.nn.Schedule;
import org.prefbench.nn.Standardizer;

/**
 * A reward of single steps from marks of single steps: an ensemble of classifiers into worse than
 * what stood in its place, as good, and better (Xu et al. 2024, "Aligning large language models via
 * fine-grained supervision", arXiv 2406.02756, whose classifier reads tokens).
 *
 * <pre>
 * L       = - E log softmax f(s, a)[mark],   mark in {-1, 0, 1}
 * r(s, a) = P(1 | s, a) - P(-1 | s, a)
 * </pre>
 *
 * <p>r is the mean mark of a step, in [-1, 1], with a zero of its own: as good as another. Members
 * differ in their initial weights and see the same batches. Immutable.
 */
public final class StepClassifier implements RewardFunction {
  private static final int CLASSES = 3;

  private final List<Mlp> members;
  private final Standardizer inputs;

  private StepClassifier(List<Mlp> members, Standardizer inputs) {
    this.members = members;
    this.inputs = inputs;
  }

  /**
   * Steps with their marks.
   *
   * @param observations {@code [n, obs]}
   * @param actions {@code [n, act]}
   * @param marks -1, 0 or 1, {@code [n]}
   * @param groups how many rows belong together, so that all or none of them are held out; sums to
   *     n
   */
  public record Marked(FloatMatrix observations, FloatMatrix actions, int[] marks, int[] groups) {}

  /** How the classifiers are learned. */
  public record Setting(
      @Help("networks that classify steps, >= 1") int members,
      @Help("units per hidden layer of a classifier, >= 1") int hiddenSize,
      @Help("hidden layers of a classifier, >= 0") int hiddenLayers,
      @Inline(without = {"schedule", "warm-up", "max-gradient-norm"})
          @Help(of = "learning-rate", value = "Adam's learning rate of the classifier, > 0")
          @Help(of = "batch-size", value = "marked steps per gradient step of the classifier, >= 1")
          @Help(of = "steps", value = "gradient steps of the classifier, >= 1")
          @Help(
              of = "validation-share",
              value = "share of the edited segments held out, in [0, 0.5]")
          Fitting fitting) {
    /** Validates. */
    public Setting {
      Checks.atLeast("members", members, 1);
      Checks.atLeast("hidden-size", hiddenSize, 1);
      Checks.atLeast("hidden-layers", hiddenLayers, 0);
    }

    /** Returns networks of the size and training of {@link RewardModel.Setting#bPref}. */
    public static Setting usual() {
      return new Setting(
          3,
          256,
          3,
          Fitting.of(3e-4, Schedule.CONSTANT, 128, 1000, 0.1).keeping(Fitting.Keep.BEST));
    }
  }

  /**
   * Returns the reward learned from {@code steps}; draws from {@code
   * context.seed().child("marks")}.
   *
   * @throws org.prefbench.algorithm.DivergedException if the loss stops being finite
   */
  public static StepClassifier fit(Marked steps, Setting setting, TrainingContext context) {
    FloatMatrix raw = steps.observations().beside(steps.actions());
    Standardizer scales = Standardizer.of(raw);
    FloatMatrix inputs = scales.apply(raw);
    FloatMatrix classes = new FloatMatrix(raw.rows(), CLASSES); // one 1 in each row
    for (int i = 0; i < raw.rows(); i++) {
      classes.set(i, 1 + steps.marks()[i], 1);
    }
    Seed seed = context.seed().child("marks");
    Learner learner = setting.fitting().learner(context.ledger());
    Learner.Ensemble ensemble =
        learner.ensemble(
            StepNetworks.initial(
                setting.members(),
                Mlp.sizes(raw.columns(), setting.hiddenSize(), setting.hiddenLayers(), CLASSES),
                Activation.IDENTITY,
                seed));
    learner.fitPart(
        setting.fitting(),
        setting.fitting().batchesOfGroups(steps.groups(), seed),
        context.monitor().part("reward-"),
        Objective.of(
            (pass, rows) -> {
              NDArray logits = pass.forward(ensemble, pass.rows(inputs, rows)); // [members, n, 3]
              return logits
                  .logSoftmax(2)
                  .mul(pass.rows(classes, rows))
                  .sum(new int[] {2})
                  .mean()
                  .neg();
            }));
    return new StepClassifier(learner.read(ensemble), scales);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The mean over the members.
   */
  @Override
  public double[] rewards(Segment segment) {
    FloatMatrix joined = StepNetworks.steps(segment);
    inputs.apply(joined, joined);
    double[] rewards = new double[segment.length()];
    for (Mlp member : members) {
      FloatMatrix logits = member.evaluator().evaluate(joined);
      for (int t = 0; t < rewards.length; t++) {
        rewards[t] += meanMark(logits.row(t)) / members.size();
      }
    }
    return rewards;
  }

  /** P(1) - P(-1) of the softmax of three logits. */
  private static double meanMark(float... logits) {
    double largest = Math.max(logits[0], Math.max(logits[1], logits[2]));
    double worse = StrictMath.exp(logits[0] - largest);
    double equal = StrictMath.exp(logits[1] - largest);
    double better = StrictMath.exp(logits[2] - largest);
    return (better - worse) / (worse + equal + better);
  }
}
