package org.prefbench.study;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;

/**
 * One way to hold claims about a study against results: those of the study or of one that repeats
 * it otherwise, such as with another reference policy, and policies acting in one mode.
 */
public record ClaimProtocol(
    @Help("name of the protocol, the heading of its column") String name,
    @Help("id of the study whose results decide") String study,
    @Help("id of the study whose claims are read so; by default the same") @Default("''")
        String reads,
    @Help(
            "keys of reference and preferences with the value that a task must have to count, such as"
                + " {reference.temperature: '0.1'}; by default every task counts")
        @Default("{}")
        Map<String, String> where,
    @Help("how policies act: sampled, deterministic") Protocol.Mode mode,
    @Help("labels in claims whose row has another label in the study, with that label")
        @Default("{}")
        Map<String, String> methods) {
  /** Validates names and keys, fills in what is read and copies the maps. */
  public ClaimProtocol {
    Checks.require(!name.isBlank(), "name must not be empty");
    Checks.nameLength("name", name);
    Checks.nameLength("study", study);
    reads = reads.isEmpty() ? study : reads;
    where = Names.sorted(where);
    methods = Names.sorted(methods);
    for (String key : where.keySet()) {
      Checks.require(
          Axis.ofTasks(key),
          "where must have keys preferences.KEY or reference.KEY, got '%s'",
          key);
    }
  }

  /** Returns the tasks of the protocol's study that count, in its order. */
  public List<Study.Task> tasks(Study results) {
    return results.tasks().stream()
        .filter(
            task ->
                where.entrySet().stream()
                    .allMatch(
                        wanted ->
                            Axis.value(results, task, wanted.getKey())
                                .filter(value -> same(value, wanted.getValue()))
                                .isPresent()))
        .toList();
  }

  /** Numbers are the same however they are written. */
  private static boolean same(String value, String wanted) {
    try {
      return Double.parseDouble(value) == Double.parseDouble(wanted);
    } catch (NumberFormatException e) {
      return value.equals(wanted);
    }
  }

  /**
   * Returns a claim as one about the protocol's study: patterns of its tasks name datasets, and
   * labels are those of the study's rows.
   *
   * @return nothing if none of the tasks that count is one of the claim's, or if both sides of the
   *     comparison would be one row
   */
  public Optional<Claim> applied(Claim claim, Study results) {
    List<String> tasks = labels(results, claim.tasks());
    List<String> others = labels(results, claim.test().moreThanOn());
    String method = row(claim.test().method());
    List<String> than = claim.test().than().stream().map(this::row).distinct().toList();
    if (tasks.isEmpty()
        || others.isEmpty() != claim.test().moreThanOn().isEmpty()
        || than.contains(method)) {
      return Optional.empty();
    }
    return Optional.of(claim.on(study, tasks, claim.test().of(method, than, others)));
  }

  private String row(String label) {
    return methods.getOrDefault(label, label);
  }

  private List<String> labels(Study results, List<String> patterns) {
    return tasks(results).stream()
        .filter(task -> Claim.names(patterns, task.dataset()))
        .map(Study.Task::label)
        .toList();
  }

  /** Returns what counts, in one line. */
  public String description() {
    StringBuilder text = new StringBuilder("study ").append(study);
    where.forEach((key, value) -> text.append(", ").append(key).append(" ").append(value));
    return text.append(", ")
        .append(mode == Protocol.Mode.SAMPLED ? "sampled" : "deterministic")
        .append(" actions")
        .toString();
  }
}
