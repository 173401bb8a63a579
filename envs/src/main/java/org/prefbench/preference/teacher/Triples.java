package org.prefbench.preference.teacher;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.prefbench.core.Checks;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.preference.Annotators;
import org.prefbench.preference.Label;
import org.prefbench.preference.LabelAudit;
import org.prefbench.preference.PreferencePair;
import org.prefbench.preference.Query;

/**
 * How far from an order preferences are, by three segments at a time, of which every two were
 * compared and neither comparison is a tie. Three such comparisons either order the segments or go
 * in a circle. Rewards, whatever they are, explain no circle; coin tosses give one in every fourth
 * triple.
 *
 * @param source where the comparisons come from
 * @param triples how many triples there are
 * @param cyclic how many of them are circles
 */
public record Triples(Source source, long triples, long cyclic) {
  /** Where comparisons come from. */
  public enum Source {
    /** The labels of a set in which segments were compared repeatedly. */
    LABELS,
    /** The teacher, asked about triples drawn from the segments of a set. */
    TEACHER
  }

  /**
   * Returns the triples among labelled pairs, empty if there is none. Of several labels of one pair
   * the majority counts.
   */
  public static Optional<Triples> ofLabels(List<PreferencePair> pairs) {
    Map<String, Integer> ids = new HashMap<>();
    List<TreeMap<Integer, Integer>> votes = new ArrayList<>(); // by the smaller id, then the larger
    for (PreferencePair pair : pairs) {
      int first = id(pair.first(), ids, votes);
      int second = id(pair.second(), ids, votes);
      if (pair.decided() && first != second) {
        int vote = pair.label() == Label.FIRST == first < second ? 1 : -1;
        votes.get(Math.min(first, second)).merge(Math.max(first, second), vote, Integer::sum);
      }
    }
    long triples = 0;
    long cyclic = 0;
    for (TreeMap<Integer, Integer> own : votes) {
      for (Map.Entry<Integer, Integer> middle : own.entrySet()) {
        Map<Integer, Integer> beyond = votes.get(middle.getKey());
        for (Map.Entry<Integer, Integer> last : own.tailMap(middle.getKey(), false).entrySet()) {
          int one = Integer.signum(middle.getValue());
          int two = Integer.signum(beyond.getOrDefault(last.getKey(), 0));
          int three = -Integer.signum(last.getValue());
          if (one * two * three != 0) {
            triples++;
            cyclic += one == two && two == three ? 1 : 0;
          }
        }
      }
    }
    return triples == 0
        ? Optional.empty()
        : Optional.of(new Triples(Source.LABELS, triples, cyclic));
  }

  private static int id(
      Segment segment, Map<String, Integer> ids, List<TreeMap<Integer, Integer>> votes) {
    int id = ids.computeIfAbsent(LabelAudit.fingerprint(segment), any -> ids.size());
    if (id == votes.size()) {
      votes.add(new TreeMap<>());
    }
    return id;
  }

  /**
   * Asks about triples of different segments, each drawn on its own.
   *
   * @param asked who answers
   * @param segments with true rewards, at least 3
   * @param count triples to ask about; those with a tie or a skip do not count
   */
  public static Triples asked(Annotators asked, List<Segment> segments, int count, Seed seed) {
    Checks.atLeast("segments", segments.size(), 3);
    List<Query> queries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RandomStream random = seed.child(i).generator();
      int a = random.nextInt(segments.size());
      int b = (a + 1 + random.nextInt(segments.size() - 1)) % segments.size();
      int c = (a + 1 + random.nextInt(segments.size() - 1)) % segments.size();
      while (c == b) {
        c = (a + 1 + random.nextInt(segments.size() - 1)) % segments.size();
      }
      int[] round = {a, b, c, a};
      for (int k = 0; k < 3; k++) {
        Seed stream = seed.child(i).child(k);
        queries.add(new Query(segments.get(round[k]), segments.get(round[k + 1]), stream));
      }
    }
    List<PreferencePair> answers = asked.answer(queries);
    long triples = 0;
    long cyclic = 0;
    for (int i = 0; i < answers.size(); i += 3) {
      List<PreferencePair> three = answers.subList(i, i + 3);
      if (three.stream().allMatch(PreferencePair::decided)) {
        triples++;
        cyclic += three.stream().map(PreferencePair::label).distinct().count() == 1 ? 1 : 0;
      }
    }
    return new Triples(Source.TEACHER, triples, cyclic);
  }

  /** Returns the share of circles, NaN without triples. */
  public double cyclicShare() {
    return cyclic / (double) triples;
  }

  /**
   * Returns Wilson's 95 % interval of the share of circles, where triples were drawn independently;
   * NaN for those among labels, which have segments in common.
   */
  public double[] interval() {
    return source == Source.TEACHER
        ? LabelAudit.wilson(Math.toIntExact(cyclic), Math.toIntExact(triples))
        : new double[] {Double.NaN, Double.NaN};
  }

  /**
   * Returns how often A beats C where A beats B and B beats C: 1 for an order, 1/2 for coin tosses,
   * 0 if all are circles. An ordered triple has one such chain, a circle three that break it.
   */
  public double transitivity() {
    return (triples - cyclic) / (double) (triples + 2 * cyclic);
  }
}
