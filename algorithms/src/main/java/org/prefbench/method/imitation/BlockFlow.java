package org.prefbench.method.imitation;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.env.Space;
import org.prefbench.flow.Coupling;
import org.prefbench.flow.ProbabilityPath;
import org.prefbench.flow.StraightPath;
import org.prefbench.generative.FlowMap;
import org.prefbench.generative.VelocityNetwork;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Minibatches;
import org.prefbench.nn.Objective;
import org.prefbench.nn.Standardizer;

/**
 * A flow that carries stretches of data with a score into stretches with a better one, states and
 * actions alike, see {@link FtbLight}.
 *
 * @param map of y = (s_0 .. s_k, a_0 .. a_(k-1)), {@code [(k + 1) obs + k act]}
 * @param length k
 */
record BlockFlow(FlowMap map, int length) {
  private static final ProbabilityPath PATH = new StraightPath(0);
  private static final int MATCHED = 64; // stretches at a time, whose assignment is exact

  /**
   * Returns the flow between the blocks of some stretches; draws from {@code
   * context.seed().child("blocks")}.
   *
   * @param stretches all of one length
   * @param scores of these
   * @param blocks how many there are at most
   * @throws org.prefbench.core.InvalidInputException if all scores are alike
   */
  static BlockFlow fit(
      FtbLight.Flow settings,
      List<Segment> stretches,
      double[] scores,
      int blocks,
      TrainingContext context) {
    Seed seed = context.seed().child("blocks");
    FloatMatrix raw = vectors(stretches);
    Standardizer scales = Standardizer.of(raw);
    FloatMatrix all = scales.apply(raw);
    List<List<Integer>> sorted = ScoreBlocks.of(scores, blocks).members();
    Checks.require(
        sorted.size() > 1, "ftb-light needs stretches of different scores, all have the same");
    List<int[]> pairs = pairs(all, sorted, seed.child("pairs").generator());
    FloatMatrix from = all.select(pairs.stream().mapToInt(pair -> pair[0]).toArray());
    FloatMatrix to = all.select(pairs.stream().mapToInt(pair -> pair[1]).toArray());
    Learner learner = settings.fitting().learner(context.ledger());
    VelocityNetwork velocity =
        new VelocityNetwork(learner, settings.network(), all.columns(), 0, seed.child("weights"));
    RandomStream random = seed.child("times").generator();
    Minibatches batches = settings.fitting().batches(from.rows(), seed);
    learner.fitPart(
        settings.fitting(),
        batches,
        context.monitor().part("flow-"),
        Objective.of(
            (pass, rows) -> {
              ProbabilityPath.Draws way = PATH.draw(from.select(rows), to.select(rows), random);
              NDArray learned =
                  velocity.at(pass, way.times(), way.points(), new FloatMatrix(rows.length, 0));
              return learned.sub(pass.array(way.velocities())).square().mean();
            }));
    FlowMap map =
        new FlowMap(velocity.read(), scales, Standardizer.identity(0), settings.integration());
    return new BlockFlow(map, stretches.get(0).length());
  }

  /**
   * Returns every stretch of a block with one of the next block, so that distances are short; a
   * block of fewer stretches is gone through again.
   */
  private static List<int[]> pairs(
      FloatMatrix all, List<List<Integer>> blocks, RandomStream random) {
    List<int[]> pairs = new ArrayList<>();
    for (int k = 0; k + 1 < blocks.size(); k++) {
      int[] from = shuffled(blocks.get(k), random);
      int[] to = shuffled(blocks.get(k + 1), random);
      for (int start = 0; start < from.length; start += MATCHED) {
        int n = Math.min(MATCHED, from.length - start);
        int[] sources = new int[n];
        int[] targets = new int[n];
        for (int i = 0; i < n; i++) {
          sources[i] = from[start + i];
          targets[i] = to[(start + i) % to.length];
        }
        int[] order =
            Coupling.MINIBATCH_OT.match(
                all.select(sources), all.select(targets), new FloatMatrix(n, 0), 0, random);
        for (int i = 0; i < n; i++) {
          pairs.add(new int[] {sources[i], targets[order[i]]});
        }
      }
    }
    return pairs;
  }

  private static int[] shuffled(List<Integer> items, RandomStream random) {
    int[] order = random.permutation(items.size());
    for (int i = 0; i < order.length; i++) {
      order[i] = items.get(order[i]);
    }
    return order;
  }

  /** Returns where the flow takes stretches; actions within their bounds. */
  List<Segment> moved(List<Segment> stretches, Space actions) {
    FloatMatrix ends =
        map.runner().transport(new FloatMatrix(stretches.size(), 0), vectors(stretches));
    int size = actions.size();
    int observed = (ends.columns() - length * size) / (length + 1);
    List<Segment> moved = new ArrayList<>();
    for (int i = 0; i < ends.rows(); i++) {
      float[] y = ends.row(i);
      FloatMatrix states = new FloatMatrix(length + 1, observed);
      System.arraycopy(y, 0, states.values(), 0, states.values().length);
      FloatMatrix taken = new FloatMatrix(length, size);
      for (int t = 0; t < length; t++) {
        for (int j = 0; j < size; j++) {
          float action = y[states.values().length + t * size + j];
          taken.set(t, j, (float) actions.clip(j, action));
        }
      }
      FloatMatrix none = new FloatMatrix(length, 1);
      Arrays.fill(none.values(), Float.NaN);
      moved.add(new Segment(states, taken, none, End.RUNNING, Optional.empty()));
    }
    return moved;
  }

  private static FloatMatrix vectors(List<Segment> stretches) {
    Segment any = stretches.get(0);
    int states = any.observations().values().length;
    FloatMatrix vectors = new FloatMatrix(stretches.size(), states + any.actions().values().length);
    for (int i = 0; i < vectors.rows(); i++) {
      int row = i * vectors.columns();
      Segment stretch = stretches.get(i);
      System.arraycopy(stretch.observations().values(), 0, vectors.values(), row, states);
      System.arraycopy(
          stretch.actions().values(),
          0,
          vectors.values(),
          row + states,
          vectors.columns() - states);
    }
    return vectors;
  }
}
