package org.prefbench.preference.teacher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.preference.Calibration;
import org.prefbench.preference.Label;
import org.prefbench.preference.Labeler;
import org.prefbench.preference.Labelers;
import org.prefbench.preference.Query;

/** The labels of Uni-RLHF, counted by set: first, second and equal, and the agreement. */
class CrowdTest {
  private static final Segment BETTER = Judged.of(2, 1, 0);
  private static final Segment WORSE = Judged.of(1, 1, 0);
  private static final int QUERIES = 20_000;

  private static Labeler crowd(String like) {
    return Labelers.create("crowd", Map.of("like", like), Calibration.of(List.of()));
  }

  private static List<Label> labels(String like, Segment first, Segment second) {
    List<Query> queries = new ArrayList<>();
    for (int i = 0; i < QUERIES; i++) {
      queries.add(new Query(first, second, new Seed(5).child(i)));
    }
    return crowd(like).label(queries);
  }

  private static double share(List<Label> labels, Label of) {
    return labels.stream().filter(of::equals).count() / (double) labels.size();
  }

  /** Shares of 20,000 have a standard error of at most 0.0035. */
  @ParameterizedTest
  @CsvSource({
    "hopper-medium, 876, 892, 232, 0.435",
    "walker2d-medium-expert, 925, 830, 245, 0.860",
    "halfcheetah-medium, 1018, 941, 41, 0.597",
    "pooled, 8348, 7877, 1775, 0.676"
  })
  void errsAndTiesAsOftenAsPeople(String like, int first, int second, int equal, double agreement) {
    double ties = equal / (double) (first + second + equal);
    List<Label> labels = labels(like, BETTER, WORSE);
    assertEquals(ties, share(labels, Label.TIE), 0.012);
    assertEquals((1 - ties) * agreement, share(labels, Label.FIRST), 0.014);
    List<Label> exchanged = labels(like, WORSE, BETTER);
    for (int i = 0; i < QUERIES; i++) {
      assertEquals(labels.get(i).exchanged(), exchanged.get(i));
    }
  }

  @Test
  void equalReturnsTie() {
    assertEquals(1, share(labels("hopper-medium", BETTER, BETTER), Label.TIE));
  }
}
