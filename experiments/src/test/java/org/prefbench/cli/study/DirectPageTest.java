package org.prefbench.cli.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialTable;
import org.prefbench.study.Protocol.Mode;
import org.prefbench.study.Study;
import org.prefbench.study.StudyFile;

/** The study direct has the settings that tuning-direct chose, and docs/direct.md says so. */
class DirectPageTest {
  private static final double MOST_LOST = -2;

  /** One of a method's six settings, and its gain on each set. */
  private record Setting(Study.Method row, List<Double> gains) {
    double mean() {
      return gains.stream().mapToDouble(gain -> gain).average().orElseThrow();
    }

    boolean kept() {
      return gains.stream().allMatch(gain -> gain >= MOST_LOST);
    }
  }

  private static Map<String, List<Setting>> settings() {
    Study study = StudyFile.load("tuning-direct", Map.of()).study();
    Map<String, Double> scores = new LinkedHashMap<>();
    for (TrialRow row : TrialTable.read(Path.of("../results/tuning-direct/trials.csv"))) {
      if (row.mode() == Mode.DETERMINISTIC) {
        assertEquals(0, row.run(), "one run is what the page tells of");
        scores.put(row.task() + "/" + row.method(), row.score());
      }
    }
    Map<String, List<Setting>> settings = new LinkedHashMap<>();
    for (Study.Method method : study.methods()) {
      if (method.method().equals("reference")) {
        continue;
      }
      List<Double> gains = new ArrayList<>();
      for (Study.Task task : study.tasks()) {
        String set = task.label() + "/";
        gains.add(scores.get(set + method.label()) - scores.get(set + "reference"));
      }
      settings
          .computeIfAbsent(method.method(), key -> new ArrayList<>())
          .add(new Setting(method, gains));
    }
    return settings;
  }

  private static Setting best(List<Setting> six) {
    assertEquals(6, six.size());
    return six.stream()
        .filter(Setting::kept)
        .max(Comparator.comparingDouble(Setting::mean))
        .orElseThrow();
  }

  @Test
  void theStudyHasWhatWasChosen() throws IOException {
    String page = Files.readString(Path.of("docs/direct.md"));
    Map<String, Map<String, String>> set = new LinkedHashMap<>();
    StudyFile.load("direct", Map.of())
        .study()
        .methods()
        .forEach(method -> set.put(method.label(), method.set()));
    settings()
        .forEach(
            (method, six) -> {
              Setting best = best(six);
              StringBuilder strength = new StringBuilder();
              best.row
                  .set()
                  .forEach(
                      (key, value) -> {
                        if (!key.equals("train-std")) {
                          assertEquals(value, set.get(method).get(key), method + "." + key);
                        }
                        if (!key.equals("train-std") && !key.equals("learning-rate")) {
                          strength.append(key).append(' ').append(value);
                        }
                      });
              assertEquals("1", set.get(method).get("kl-budget"), method);
              String line =
                  String.format(
                      Locale.ROOT,
                      "| %s | %s | %s | %+.1f | %+.1f |",
                      method,
                      best.row.set().get("learning-rate"),
                      strength,
                      best.gains.get(0),
                      best.gains.get(1));
              assertTrue(page.contains(line), line);
            });
  }
}
