package org.prefbench.contract;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Adam;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.GaussianHead;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Minibatches;
import org.prefbench.nn.Pass;
import org.prefbench.nn.Schedule;
import org.prefbench.nn.Standardizer;
import org.prefbench.policy.Policy;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferencePair;

/**
 * Weighted behaviour cloning: an honest method, made so that one step of it at a time can be
 * replaced by a dishonest one.
 */
public class Cloner implements AlgorithmFactory<Cloner.Hyper> {
  /** The hyperparameters. */
  public record Hyper(@Help("gradient steps, >= 1") int steps, @Help("rate, > 0") double rate) {
    /** Validates. */
    public Hyper {
      Checks.atLeast("steps", steps, 1);
      Checks.positive("rate", rate);
    }
  }

  @Override
  public String id() {
    return "cloner";
  }

  @Override
  public String title() {
    return "Weighted behaviour cloning (Pomerleau 1989)";
  }

  @Override
  public Family family() {
    return Family.IMITATION;
  }

  @Override
  public Hyper defaults() {
    return new Hyper(100, 1e-3);
  }

  @Override
  public Set<Needs> needs(Hyper hyper) {
    return Set.of();
  }

  @Override
  public Algorithm create(Hyper hyper) {
    return (input, context) -> finish(train(hyper, input, context), input);
  }

  private GaussianPolicy train(Hyper hyper, TrainingInput input, TrainingContext context) {
    begin(input);
    List<PreferencePair> pairs = pairs(input);
    Checks.require(!pairs.isEmpty(), "cloner needs pairs with an answer");
    List<Segment> segments =
        pairs.stream().flatMap(pair -> List.of(pair.first(), pair.second()).stream()).toList();
    float[] weights = new float[segments.stream().mapToInt(Segment::length).sum()];
    int at = 0;
    for (PreferencePair pair : pairs) {
      double first = pair.label().probabilityFirst();
      for (int side = 0; side < 2; side++) {
        Segment segment = side == 0 ? pair.first() : pair.second();
        float weight = (float) weight(pair, segment, side == 0 ? first : 1 - first);
        for (int t = 0; t < segment.length(); t++) {
          weights[at++] = weight;
        }
      }
    }
    FloatMatrix observations =
        FloatMatrix.stack(
            segments.stream().map(s -> s.observations().slice(0, s.length())).toList());
    FloatMatrix actions = FloatMatrix.stack(segments.stream().map(Segment::actions).toList());
    Seed seed = seed(context);
    GaussianPolicy initial =
        new GaussianPolicy(
            GaussianPolicy.Form.GAUSSIAN,
            input.environment().actions(),
            Standardizer.identity(observations.columns()),
            Mlp.initial(
                Mlp.sizes(observations.columns(), 8, 1, actions.columns()),
                Activation.RELU,
                seed.child("weights")),
            new float[actions.columns()]);
    Learner learner = new Learner(Adam.of(hyper.rate), ledger(context));
    GaussianHead head = new GaussianHead(learner, initial);
    learner.fit(
        Fitting.of(hyper.rate, Schedule.CONSTANT, 32, hyper.steps, 0.1),
        Minibatches.of(weights.length, 0.1, 32, seed),
        monitor(context),
        (pass, rows) -> {
          NDArray logs =
              head.logProbabilities(pass, pass.rows(observations, rows), pass.rows(actions, rows));
          return loss(pass, logs.mul(pass.rows(weights, rows)).neg().mean());
        },
        head::policy);
    return head.policy();
  }

  /** Before the training. */
  protected void begin(TrainingInput input) {}

  /** Returns the pairs to learn from. */
  protected List<PreferencePair> pairs(TrainingInput input) {
    return input.preferences().pairs().stream().filter(pair -> pair.label() != Label.SKIP).toList();
  }

  /** Returns how much a segment counts. */
  protected double weight(PreferencePair pair, Segment segment, double probability) {
    return probability;
  }

  protected Seed seed(TrainingContext context) {
    return context.seed();
  }

  protected Ledger ledger(TrainingContext context) {
    return context.ledger();
  }

  protected Monitor monitor(TrainingContext context) {
    return context.monitor();
  }

  /** Sees the loss on its way to the derivative. */
  protected NDArray loss(Pass pass, NDArray loss) {
    return loss;
  }

  /** After the training. */
  protected Policy finish(GaussianPolicy trained, TrainingInput input) {
    return trained;
  }
}
