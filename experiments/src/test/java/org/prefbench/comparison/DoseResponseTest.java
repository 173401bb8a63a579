package org.prefbench.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prefbench.comparison.DoseResponse.Curve;
import org.prefbench.comparison.DoseResponse.Dose;
import org.prefbench.statistics.Interval;
import org.prefbench.store.TrialRow;
import org.prefbench.study.Protocol.Mode;
import org.prefbench.study.Study;
import org.prefbench.study.StudyFile;

/** Gains on two or three sets at two temperatures, worked out by hand. */
class DoseResponseTest {
  private static final String STUDY =
      """
      id: doses
      runs: 3
      tasks:
        - {dataset: hopper-random-v2, label: random-cold, reference: {temperature: 0.1}}
        - {dataset: hopper-random-v2, label: random-hot, reference: {temperature: 1}}
        - {dataset: hopper-expert-v2, label: expert-cold, reference: {temperature: 0.1}}
        - {dataset: hopper-expert-v2, label: expert-hot, reference: {temperature: 1}}
        - {dataset: ant-expert-v2, label: ant-cold, reference: {temperature: 0.1}}
      methods: [{method: reference}, {method: pfm}, {method: best-of-n, label: best-of-two}]
      report:
        against: [reference]
        bootstrap: 100
        axis: {name: noise, key: reference.temperature, scale: log}
      """;

  private final List<TrialRow> rows = new ArrayList<>();

  /** Adds runs of the reference at 50 and of the two methods with these gains over it. */
  private void gains(String task, double[] pfm, double[] best) {
    for (int run = 0; run < pfm.length; run++) {
      double level = 50 + 7 * run;
      rows.add(Doses.row(task, "reference", run, Mode.SAMPLED, level));
      rows.add(Doses.row(task, "pfm", run, Mode.SAMPLED, level + pfm[run]));
      rows.add(Doses.row(task, "best-of-two", run, Mode.SAMPLED, level + best[run]));
    }
  }

  private static double[] of(double... values) {
    return values;
  }

  private Optional<DoseResponse> response(String yaml) {
    Study study = StudyFile.parse("doses.yaml", yaml, Map.of()).study();
    return DoseResponse.of(Doses.data(study, rows));
  }

  private DoseResponse usual() {
    gains("random-cold", of(4, 5, 6), of(8, 10, 12));
    gains("random-hot", of(-2, -2, -2), of(-1, 0, 1));
    gains("expert-cold", of(1, 2, 3), of(2, 4, 6));
    gains("expert-hot", of(-7, -6, -5), of(1, 0, -1));
    gains("ant-cold", of(90, 90, 90), of(90, 90, 90));
    return response(STUDY).orElseThrow();
  }

  private static Curve curve(DoseResponse response, String group, String method) {
    return response.curves().stream()
        .filter(c -> c.group().name().equals(group) && c.method().equals(method))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Over hopper's two sets pfm gains (5 + 2) / 2 at 0.1, with the error sqrt(1/3 + 1/3) / 2 of four
   * degrees of freedom, and (-2 - 6) / 2 at 1.
   */
  @Test
  void aGainIsTheMeanOverSetsThatHaveEveryValue() {
    DoseResponse response = usual();
    assertEquals(List.of("ant-expert-v2"), response.leftOut());
    assertEquals(
        List.of("all 2 sets", "random (1 set)", "expert (1 set)"),
        response.groups().stream().map(DoseResponse.Group::name).toList());
    List<Dose> all = curve(response, "all 2 sets", "pfm").doses();
    assertEquals(3.5, all.get(0).gain().estimate(), 1e-12);
    assertEquals(3.5 - 2.7764451051977987 / Math.sqrt(6), all.get(0).gain().low(), 1e-9);
    assertEquals(-4, all.get(1).gain().estimate(), 1e-12);
    List<Dose> expert = curve(response, "expert (1 set)", "pfm").doses();
    assertEquals(2, expert.get(0).gain().estimate(), 1e-12);
    assertEquals(3, expert.get(0).gain().values());
    assertTrue(curve(response, "random (1 set)", "pfm").doses().get(1).gain().flat());
  }

  /** At 0.1 pfm has half of what best-of-two has, in every run; at 1 there is nothing to share. */
  @Test
  void aShareIsOfWhatIsShownToBeGained() {
    DoseResponse response = usual();
    assertEquals(Optional.of("best-of-two"), response.whole());
    List<Dose> all = curve(response, "all 2 sets", "pfm").doses();
    assertTrue(all.get(0).shared());
    assertEquals(0.5, all.get(0).share().estimate(), 1e-12);
    assertEquals(0.5, all.get(0).share().low(), 1e-12);
    assertFalse(all.get(1).shared());
    assertEquals(Interval.NONE, all.get(1).share());
    Curve whole = curve(response, "all 2 sets", "best-of-two");
    assertEquals(7, whole.doses().get(0).gain().estimate(), 1e-12);
    assertEquals(Interval.NONE, whole.doses().get(0).share(), "it is no share of itself");
    assertTrue(response.shares(Mode.SAMPLED));
    assertFalse(response.shares(Mode.DETERMINISTIC));
  }

  /**
   * From 3.5 at log10 0.1 = -1 to -4 at 0: zero lies at -1 + 3.5 / 7.5. On the expert set runs
   * change from 1, 2, 3 to -7, -6, -5, between -1 + 1/8 and -1 + 3/8.
   */
  @Test
  void theSignChangesWhereTheLogarithmIsInterpolated() {
    DoseResponse response = usual();
    var all = curve(response, "all 2 sets", "pfm").change().orElseThrow();
    assertEquals(-1 + 3.5 / 7.5, all.place().estimate(), 1e-12);
    assertEquals(1, all.sign());
    assertEquals(0, all.without());
    assertEquals(
        Math.pow(10, -1 + 3.5 / 7.5), response.ablation().value(all.place().estimate()), 1e-12);
    var expert = curve(response, "expert (1 set)", "pfm").change().orElseThrow();
    assertEquals(-1 + 1 / 8., expert.place().low(), 1e-12);
    assertEquals(-1 + 3 / 8., expert.place().high(), 1e-12);
  }

  @Test
  void aRunWithOtherInputsOrWithoutAScoreIsNoPair() {
    usual();
    rows.removeIf(row -> row.task().equals("expert-cold") && row.method().equals("pfm"));
    DoseResponse response = response(STUDY).orElseThrow();
    Curve all = curve(response, "all 2 sets", "pfm");
    assertFalse(all.doses().get(0).gain().exists());
    assertTrue(all.doses().get(1).gain().exists());
    assertTrue(all.change().isEmpty(), "not every set has a run at every value");
    assertTrue(curve(response, "random (1 set)", "pfm").change().isPresent());
  }

  @Test
  void onlyNumbersOfTasksAreDoses() {
    usual();
    assertTrue(response(STUDY.replace("scale: log", "scale: category")).isEmpty());
    assertTrue(
        response(
                STUDY.replace(
                    "key: reference.temperature, scale: log", "key: label, scale: category"))
            .isEmpty());
    assertTrue(response(STUDY.replace("scale: log", "scale: even")).isPresent());
    assertEquals(
        Optional.empty(),
        response(STUDY.replace("scale: log", "scale: log, share-of: another")).get().whole());
  }
}
