package org.prefbench.method.direct;

import java.util.ArrayList;
import java.util.List;
import org.prefbench.algorithm.LabelledPairs;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.policy.Policy;
import org.prefbench.preference.Label;
import org.prefbench.preference.PairSampler;
import org.prefbench.preference.PreferencePair;
import org.prefbench.preference.Query;
import org.prefbench.segment.GapMethod;

/**
 * The pairs of rounds of self-play with how much oftener than half the time either segment wins,
 * {@code [2, pairs]}: first row first segments, second row second ones.
 */
final class SelfPlay {
  private final String method;
  private final TrainingInput input;
  private final List<PreferencePair> pairs; // those with a label

  /**
   * Prepares rounds.
   *
   * @param method whose id stands in errors
   */
  SelfPlay(String method, TrainingInput input) {
    this.method = method;
    this.input = input;
    pairs = LabelledPairs.require(input.preferences(), method);
  }

  /** Returns the given pairs, in which each segment is compared with one other. */
  GapMethod.Gaps given() {
    FloatMatrix advantages = new FloatMatrix(2, pairs.size());
    for (int i = 0; i < pairs.size(); i++) {
      float ahead = (float) (pairs.get(i).label().probabilityFirst() - 0.5);
      advantages.set(0, i, ahead);
      advantages.set(1, i, -ahead);
    }
    return new GapMethod.Gaps(pairs, advantages);
  }

  /**
   * Returns pairs of segments that a policy draws where the given pairs start, compared each with
   * each by the teacher.
   *
   * @param samples segments from each start
   */
  GapMethod.Gaps drawn(Policy policy, int samples, Seed seed) {
    int length = pairs.stream().mapToInt(PreferencePair::length).max().orElseThrow();
    double[][] starts = pairs.stream().map(this::start).toArray(double[][]::new);
    List<List<Segment>> draws = new ArrayList<>();
    for (int k = 0; k < samples; k++) {
      Seed[] streams = seed.child("segment").child(k).children(0, starts.length, "start");
      draws.add(PairSampler.rollOut(input.requireSimulator(), policy, starts, length, streams));
    }
    List<Query> queries = new ArrayList<>();
    for (int i = 0; i < starts.length; i++) {
      for (int a = 0; a < samples; a++) {
        for (int b = a + 1; b < samples; b++) {
          queries.add(
              new Query(
                  draws.get(a).get(i),
                  draws.get(b).get(i),
                  seed.child("query").child(queries.size())));
        }
      }
    }
    return compared(input.requireTeacher().answer(queries), samples);
  }

  private double[] start(PreferencePair pair) {
    return LabelledPairs.requireStates(pair.first(), method).row(0);
  }

  /** The answers that were given, with each segment's share of wins among its own, less 1/2. */
  private GapMethod.Gaps compared(List<PreferencePair> answers, int samples) {
    int perStart = samples * (samples - 1) / 2;
    List<PreferencePair> answered = new ArrayList<>();
    List<float[]> advantages = new ArrayList<>();
    for (int from = 0; from < answers.size(); from += perStart) {
      List<PreferencePair> own = answers.subList(from, from + perStart);
      double[] shares = shares(own, samples);
      int next = 0;
      for (int a = 0; a < samples; a++) {
        for (int b = a + 1; b < samples; b++) {
          PreferencePair pair = own.get(next++);
          if (pair.label() != Label.SKIP) {
            answered.add(pair);
            advantages.add(new float[] {(float) (shares[a] - 0.5), (float) (shares[b] - 0.5)});
          }
        }
      }
    }
    Checks.require(!answered.isEmpty(), "%s: the teacher answered no query of a round", method);
    FloatMatrix of = new FloatMatrix(2, answered.size());
    for (int i = 0; i < answered.size(); i++) {
      of.set(0, i, advantages.get(i)[0]);
      of.set(1, i, advantages.get(i)[1]);
    }
    return new GapMethod.Gaps(answered, of);
  }

  /** Returns how often each of the segments of a start wins where the teacher answers. */
  static double[] shares(List<PreferencePair> answers, int samples) {
    double[] wins = new double[samples];
    int[] counted = new int[samples];
    int next = 0;
    for (int a = 0; a < samples; a++) {
      for (int b = a + 1; b < samples; b++) {
        Label label = answers.get(next++).label();
        if (label != Label.SKIP) {
          wins[a] += label.probabilityFirst();
          wins[b] += 1 - label.probabilityFirst();
          counted[a]++;
          counted[b]++;
        }
      }
    }
    for (int k = 0; k < samples; k++) {
      wins[k] = counted[k] == 0 ? 0.5 : wins[k] / counted[k];
    }
    return wins;
  }
}
