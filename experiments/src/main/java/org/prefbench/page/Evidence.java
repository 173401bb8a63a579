package org.prefbench.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.prefbench.comparison.ReportData;
import org.prefbench.core.Parameters;
import org.prefbench.store.Provenance;
import org.prefbench.store.TrialRow;
import org.prefbench.study.Protocol;
import org.prefbench.study.Study;

/**
 * What stands behind the numbers of a page: each run with its seed, the hashes of what it was made
 * of, and the command that makes it again.
 */
final class Evidence {
  private Evidence() {}

  /** Returns it as the script takes it; texts that recur, such as hashes, stand there once. */
  static Map<String, Object> of(Study study, ReportData data, Optional<Provenance> provenance) {
    Map<String, Integer> texts = new LinkedHashMap<>();
    Map<String, String> chosen =
        data.table().choices().stream()
            .filter(choice -> choice.chosen().isPresent())
            .collect(
                Collectors.toMap(
                    choice -> key(choice.task(), choice.label(), choice.run()),
                    choice -> choice.chosen().orElseThrow()));
    List<List<Object>> rows = new ArrayList<>();
    for (TrialRow row : data.rows()) {
      if (row.evaluation() != Protocol.Evaluation.CHECKPOINT) {
        rows.add(row(row, chosen, texts));
      }
    }
    Map<String, Object> evidence = new LinkedHashMap<>();
    evidence.put("study", study.id());
    evidence.put("seed", study.seed());
    evidence.put("runs", data.table().options().runs());
    evidence.put(
        "datasets",
        study.tasks().stream()
            .collect(Collectors.toMap(Study.Task::label, task -> task.dataset())));
    evidence.put(
        "choices",
        study.report().chosenByValidationLoss().stream()
            .collect(Collectors.toMap(choice -> choice.label(), choice -> choice.of())));
    provenance.ifPresent(
        known -> {
          evidence.put("commit", known.machine().getOrDefault("commit", ""));
          evidence.put("command", String.join(" ", known.command()));
        });
    evidence.put("columns", COLUMNS);
    evidence.put("texts", List.copyOf(texts.keySet()));
    evidence.put("rows", rows);
    return evidence;
  }

  /** The columns of a row; those before {@code run} are numbers of texts. */
  private static final List<String> COLUMNS =
      List.of(
          "task",
          "method",
          "evaluation",
          "mode",
          "status",
          "dataset",
          "reference",
          "pairs",
          "protocol",
          "chosen",
          "message",
          "run",
          "score",
          "return",
          "std",
          "episodes",
          "seconds");

  private static List<Object> row(
      TrialRow row, Map<String, String> chosen, Map<String, Integer> texts) {
    List<Object> values = new ArrayList<>();
    TrialRow.Inputs inputs = row.inputs();
    for (String text :
        List.of(
            row.task(),
            row.method(),
            Parameters.word(row.evaluation()),
            Parameters.word(row.mode()),
            Parameters.word(row.status()),
            inputs.datasetHash(),
            inputs.referenceHash(),
            inputs.preferencesHash(),
            inputs.protocolHash(),
            chosen.getOrDefault(key(row.task(), row.method(), row.run()), ""),
            row.message())) {
      values.add(texts.computeIfAbsent(text, any -> texts.size()));
    }
    values.add(row.run());
    values.add(finite(row.score()));
    values.add(finite(row.outcome().returnMean()));
    values.add(finite(row.outcome().returnStd()));
    values.add(row.outcome().episodes());
    values.add(finite(row.resources().trainingSeconds() + row.resources().evaluationSeconds()));
    return values;
  }

  /** JSON knows no NaN. */
  private static Object finite(double value) {
    return Double.isFinite(value) ? value : "";
  }

  private static String key(String task, String method, int run) {
    return task + "/" + method + "/" + run;
  }
}
