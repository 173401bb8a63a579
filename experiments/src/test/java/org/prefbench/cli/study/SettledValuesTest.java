package org.prefbench.cli.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.algorithm.Algorithms;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.study.Study;
import org.prefbench.study.StudyFile;

/**
 * Studies that set learners beside published scores give their values time to become those of their
 * discount: of the first error (1 - rate (1 - discount))^n is left after n moves of the targets,
 * see {@link org.prefbench.rl.Iql}. Rows with fewer are those of a learner of shorter sight.
 */
class SettledValuesTest {
  private static final String RATE = "target-rate";
  private static final double LARGEST_REST = 0.01;

  @ParameterizedTest
  @CsvSource({"offline-oracle,", "offline-oracle, headline", "offline, settled"})
  void valuesAreThoseOfTheirDiscount(String id, String preset) {
    Study study = StudyFile.load(id, Map.of()).study();
    Map<String, String> changes =
        study.presets().stream()
            .filter(one -> one.name().equals(preset))
            .findFirst()
            .map(Study.Preset::set)
            .orElse(Map.of());
    assertEquals(preset == null, changes.isEmpty());
    Set<String> looked = new HashSet<>();
    for (Study.Method method : study.methods()) {
      Map<String, String> set = new HashMap<>(method.set());
      String own = method.label() + ".";
      changes.forEach(
          (key, value) -> {
            if (key.startsWith(own)) {
              set.put(key.substring(own.length()), value);
            }
          });
      for (double rest : rests(method.method(), set)) {
        assertTrue(rest <= LARGEST_REST, method.label() + " leaves " + rest);
        looked.add(method.label());
      }
    }
    assertTrue(looked.containsAll(Set.of("iql-oracle", "td3-bc-oracle")), looked.toString());
  }

  /** 1 - 0.005 0.01 = 0.99995; TD3+BC moves its targets after every second update. */
  @Test
  void delayedTargetsComeHalfAsFar() {
    Map<String, String> steps = Map.of("steps", "20000");
    assertEquals(Math.exp(-1), rests("iql-oracle", steps).get(0), 1e-4);
    assertEquals(Math.exp(-0.5), rests("td3-bc-oracle", steps).get(0), 1e-4);
  }

  /** The share of the first error that is left of every value which a method so set learns. */
  private static List<Double> rests(String method, Map<String, String> set) {
    Map<String, String> all =
        ConfiguredAlgorithm.of(Algorithms.registered().get(method), set).hyperparameters();
    return all.keySet().stream()
        .filter(key -> key.endsWith(RATE))
        .map(key -> rest(all, key.substring(0, key.length() - RATE.length())))
        .toList();
  }

  private static double rest(Map<String, String> settings, String prefix) {
    double rate = Double.parseDouble(settings.get(prefix + RATE));
    double discount = Double.parseDouble(settings.get(prefix + "discount"));
    double updates = Double.parseDouble(settings.get(prefix + "steps"));
    double delay = Double.parseDouble(settings.getOrDefault(prefix + "delay", "1"));
    return Math.pow(1 - rate * (1 - discount), updates / delay);
  }
}
