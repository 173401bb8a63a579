package org.prefbench.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.DivergedException;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;

/**
 * For tests of the runner: a "method" that behaves as it is told. What it learns after {@code s} of
 * {@code steps} steps is to act with the mean {@code s} and noise drawn from its training stream.
 */
public final class ScriptedMethod implements AlgorithmFactory<ScriptedMethod.Hyper> {
  /** What becomes of the training. */
  public enum Act {
    LEARN,
    DIVERGE,
    FAIL,
    DIE,
    BE_KILLED,
    CRASH,
    FILL_MEMORY,
    LOSE_ITS_ACTION
  }

  /** Settings. */
  public record Hyper(@Help("what happens") Act act, @Help("training steps") int steps) {}

  @Override
  public String id() {
    return "test-scripted";
  }

  @Override
  public String title() {
    return "Behaves as it is told";
  }

  @Override
  public Family family() {
    return Family.DIRECT;
  }

  @Override
  public Hyper defaults() {
    return new Hyper(Act.LEARN, 4);
  }

  @Override
  public Set<Needs> needs(Hyper hyper) {
    return Set.of();
  }

  @Override
  public Algorithm create(Hyper hyper) {
    return (input, context) -> train(hyper, context);
  }

  private static Policy train(Hyper hyper, TrainingContext context) {
    RandomStream random = context.seed().generator();
    double offset = random.nextDouble();
    int every = Math.max(1, hyper.steps() / Math.max(1, context.monitor().checkpoints()));
    for (int step = 1; step <= hyper.steps(); step++) {
      context.ledger().add(Ledger.Entry.GRADIENT_STEPS, 1);
      context.monitor().progress(step, hyper.steps());
      context.monitor().metric("loss", step, 1.0 / step);
      if (step == 2 && hyper.act() == Act.DIVERGE) {
        throw new DivergedException("loss is NaN in step 2");
      } else if (step == 2 && hyper.act() == Act.FAIL) {
        throw new ArithmeticException("first line\nsecond line");
      } else if (step == 2 && hyper.act() == Act.DIE) {
        Runtime.getRuntime().halt(7);
      } else if (step == 2 && hyper.act() == Act.BE_KILLED) {
        signal("KILL");
      } else if (step == 2 && hyper.act() == Act.CRASH) {
        signal("SEGV");
      } else if (step == 2 && hyper.act() == Act.FILL_MEMORY) {
        context.monitor().metric("memory", step, new long[Integer.MAX_VALUE].length);
      }
      if (step % every == 0) {
        double mean = step;
        // smallest half way
        double loss = Math.abs(step - hyper.steps() / 2.0);
        context
            .monitor()
            .checkpoint(step, hyper.steps(), loss, () -> new Noise(mean + offset, true));
      }
    }
    return new Noise(
        hyper.act() == Act.LOSE_ITS_ACTION ? Double.NaN : hyper.steps() + offset, true);
  }

  /** Sends this process a signal and waits for it. */
  private static void signal(String name) {
    String self = String.valueOf(ProcessHandle.current().pid());
    try {
      new ProcessBuilder("kill", "-" + name, self).inheritIO().start().waitFor();
      new CountDownLatch(1).await();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Acts with a mean and standard normal noise. */
  public record Noise(double mean, boolean sampled) implements Policy {
    @Override
    public Actor start(EnvironmentAccess environment, Seed[] seeds) {
      RandomStream[] streams = new RandomStream[seeds.length];
      for (int i = 0; i < seeds.length; i++) {
        streams[i] = seeds[i].generator();
      }
      FloatMatrix actions = new FloatMatrix(seeds.length, environment.spec().actions().size());
      return observations -> {
        for (int i = 0; i < streams.length; i++) {
          for (int j = 0; j < actions.columns(); j++) {
            actions.set(i, j, (float) (mean + (sampled ? streams[i].nextGaussian() : 0)));
          }
        }
        return actions;
      };
    }

    @Override
    public Policy deterministic() {
      return new Noise(mean, false);
    }
  }
}
