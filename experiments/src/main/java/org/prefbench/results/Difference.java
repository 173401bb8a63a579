package org.prefbench.results;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.prefbench.comparison.PairedTrials;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.core.AtomicFiles;
import org.prefbench.report.StudyReport;
import org.prefbench.report.document.Block;
import org.prefbench.report.document.Document;
import org.prefbench.report.document.TextTable;
import org.prefbench.statistics.Format;
import org.prefbench.statistics.Interval;
import org.prefbench.statistics.Student;
import org.prefbench.store.Provenance;
import org.prefbench.store.ResultStore;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialTable;
import org.prefbench.study.Protocol.Evaluation;
import org.prefbench.study.Protocol.Mode;
import org.prefbench.study.yaml.YamlNode;

/**
 * What differs between two folders of results: what was asked, where and by which code it was
 * answered, which rows differ, and by how much each method's scores do.
 */
public final class Difference {
  private static final int LARGEST = 1 << 24; // bytes of a study
  private static final int MOST = 12; // items of a list in words

  private final String firstName;
  private final String secondName;
  private final ResultStore first;
  private final ResultStore second;
  private final Map<String, TrialRow> firstRows;
  private final Map<String, TrialRow> secondRows;

  private Difference(Map<String, ResultStore> folders) {
    List<String> names = List.copyOf(folders.keySet());
    firstName = names.get(0);
    secondName = names.get(1);
    first = folders.get(firstName);
    second = folders.get(secondName);
    firstRows = rows(first);
    secondRows = rows(second);
  }

  /** A method's scores in both folders, on the tasks that both have. */
  private record Line(
      String method, int tasks, double first, double second, Interval difference, boolean paired) {}

  /**
   * Returns the comparison as a document.
   *
   * @param folders two folders by their names, in this order
   * @param mode how the policies act whose scores are compared
   */
  public static Document of(Map<String, ResultStore> folders, Mode mode) {
    return new Difference(folders).document(mode);
  }

  private static Map<String, TrialRow> rows(ResultStore store) {
    Map<String, TrialRow> rows = new LinkedHashMap<>();
    StudyReport.rows(store).forEach(row -> rows.put(TrialTable.name(row), row));
    return rows;
  }

  private Document document(Mode mode) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Heading(1, firstName + " and " + secondName));
    blocks.add(new Block.Heading(2, "What was asked"));
    blocks.add(new Block.Notes(asked()));
    blocks.add(new Block.Heading(2, "How it was answered"));
    blocks.add(new Block.Notes(answered()));
    blocks.add(new Block.Heading(2, "Rows"));
    blocks.add(new Block.Notes(rowsInWords()));
    List<Line> lines = lines(mode);
    if (!lines.isEmpty()) {
      blocks.add(new Block.Heading(2, "Scores"));
      blocks.add(table(lines));
      blocks.add(
          new Block.Notes(
              List.of(
                  "Mean normalised score of the last policies over the tasks that both have, and the"
                      + " difference with its 95 % interval (Student's): of runs that were given the"
                      + " same data, reference and pairs by run, else of independent runs.")));
    }
    return new Document(blocks);
  }

  private List<String> asked() {
    Map<String, String> a = keys(first);
    Map<String, String> b = keys(second);
    Set<String> keys = new TreeSet<>(a.keySet());
    keys.addAll(b.keySet());
    List<String> lines = new ArrayList<>();
    for (String key : keys) {
      String left = a.getOrDefault(key, "nothing");
      String right = b.getOrDefault(key, "nothing");
      if (!left.equals(right)) {
        lines.add(key + ": " + left + " and " + right);
      }
    }
    return lines.isEmpty() ? List.of("The same.") : lines;
  }

  /** Returns the values of a study file by their path; tasks and methods by their labels. */
  private static Map<String, String> keys(ResultStore store) {
    Map<String, String> keys = new TreeMap<>();
    String text = AtomicFiles.read(store.studyFile(), LARGEST);
    addKeys(keys, "", YamlNode.parse(store.studyFile().toString(), text));
    return keys;
  }

  private static void addKeys(Map<String, String> keys, String path, YamlNode node) {
    String below = path.isEmpty() ? "" : path + ".";
    if (node instanceof YamlNode.Mapping mapping) {
      mapping.entries().forEach((key, entry) -> addKeys(keys, below + key, entry.value()));
    } else if (node instanceof YamlNode.Sequence sequence) {
      int index = 0;
      for (YamlNode item : sequence.items()) {
        addKeys(keys, below + label(item).orElse(String.valueOf(index)), item);
        index++;
      }
    } else if (node instanceof YamlNode.Scalar scalar) {
      keys.put(path, scalar.text());
    }
  }

  private static Optional<String> label(YamlNode item) {
    return item instanceof YamlNode.Mapping mapping
            && mapping.entries().containsKey("label")
            && mapping.entries().get("label").value() instanceof YamlNode.Scalar scalar
        ? Optional.of(scalar.text())
        : Optional.empty();
  }

  private List<String> answered() {
    List<String> lines = new ArrayList<>();
    Map<String, String> a = first.provenance().map(Provenance::machine).orElse(Map.of());
    Map<String, String> b = second.provenance().map(Provenance::machine).orElse(Map.of());
    Set<String> keys = new TreeSet<>(a.keySet());
    keys.addAll(b.keySet());
    for (String key : keys) {
      String left = a.getOrDefault(key, Provenance.NOT_RECORDED);
      String right = b.getOrDefault(key, Provenance.NOT_RECORDED);
      if (!left.equals(right)) {
        lines.add(key + ": " + left + " and " + right);
      }
    }
    Map<String, String> parts = parts(first);
    Map<String, String> others = parts(second);
    Set<String> shared = new TreeSet<>(parts.keySet());
    shared.retainAll(others.keySet());
    List<String> changed =
        shared.stream().filter(part -> !parts.get(part).equals(others.get(part))).toList();
    if (!changed.isEmpty()) {
      lines.add("code that differs: " + some(changed));
    }
    addOnly(lines, "code", parts.keySet(), others.keySet());
    return lines.isEmpty() ? List.of("By the same code on the same kind of machine.") : lines;
  }

  private static Map<String, String> parts(ResultStore store) {
    Map<String, String> parts = new TreeMap<>();
    store.code().closures().values().forEach(closure -> parts.putAll(closure.parts()));
    return parts;
  }

  private void addOnly(
      List<String> lines, String what, Collection<String> mine, Collection<String> theirs) {
    Set<String> left = new LinkedHashSet<>(mine);
    left.removeAll(theirs);
    Set<String> right = new LinkedHashSet<>(theirs);
    right.removeAll(mine);
    if (!left.isEmpty()) {
      lines.add(what + " of " + firstName + " alone: " + some(left));
    }
    if (!right.isEmpty()) {
      lines.add(what + " of " + secondName + " alone: " + some(right));
    }
  }

  private static String some(Collection<String> items) {
    String text = items.stream().limit(MOST).collect(Collectors.joining(", "));
    return items.size() <= MOST ? text : text + " and " + (items.size() - MOST) + " more";
  }

  private List<String> rowsInWords() {
    List<String> lines = new ArrayList<>();
    int same = 0;
    Map<String, Integer> columns = new TreeMap<>();
    int both = 0;
    for (Map.Entry<String, TrialRow> row : firstRows.entrySet()) {
      TrialRow other = secondRows.get(row.getKey());
      if (other != null) {
        both++;
        List<String> differing = TrialTable.differingResults(row.getValue(), other);
        same += differing.isEmpty() ? 1 : 0;
        differing.forEach(column -> columns.merge(column, 1, Integer::sum));
      }
    }
    lines.add(
        both
            + " rows are in both, "
            + same
            + " of them the same in every column but times and memory.");
    columns.forEach((column, count) -> lines.add(column + " differs in " + count));
    addOnly(lines, "rows", firstRows.keySet(), secondRows.keySet());
    return lines;
  }

  private List<Line> lines(Mode mode) {
    Map<String, Map<String, Map<Integer, TrialRow>>> mine = trials(firstRows, mode);
    Map<String, Map<String, Map<Integer, TrialRow>>> theirs = trials(secondRows, mode);
    List<Line> lines = new ArrayList<>();
    mine.forEach(
        (method, tasks) -> {
          Set<String> shared = new LinkedHashSet<>(tasks.keySet());
          shared.retainAll(theirs.getOrDefault(method, Map.of()).keySet());
          if (!shared.isEmpty()) {
            lines.add(line(method, shared, tasks, theirs.get(method)));
          }
        });
    return lines;
  }

  /** Returns the scored trials by method, task and run. */
  private static Map<String, Map<String, Map<Integer, TrialRow>>> trials(
      Map<String, TrialRow> rows, Mode mode) {
    Map<String, Map<String, Map<Integer, TrialRow>>> trials = new LinkedHashMap<>();
    for (TrialRow row : rows.values()) {
      if (row.status() == TrialRow.Status.OK
          && row.evaluation() == Evaluation.LAST
          && row.mode() == mode
          && Double.isFinite(row.score())) {
        trials
            .computeIfAbsent(row.method(), any -> new LinkedHashMap<>())
            .computeIfAbsent(row.task(), any -> new TreeMap<>())
            .put(row.run(), row);
      }
    }
    return trials;
  }

  private static Line line(
      String method,
      Set<String> tasks,
      Map<String, Map<Integer, TrialRow>> mine,
      Map<String, Map<Integer, TrialRow>> theirs) {
    List<double[]> left = new ArrayList<>();
    List<double[]> right = new ArrayList<>();
    List<double[]> differences = new ArrayList<>();
    boolean paired = true;
    for (String task : tasks) {
      Map<Integer, TrialRow> a = mine.get(task);
      Map<Integer, TrialRow> b = theirs.get(task);
      left.add(scores(a));
      right.add(scores(b));
      Set<Integer> shared = new HashSet<>(a.keySet());
      shared.retainAll(b.keySet());
      List<PairedTrials> pairs = PairedTrials.of(b, a);
      paired &= !pairs.isEmpty() && pairs.size() == shared.size();
      differences.add(PairedTrials.differences(pairs, TrialRow::score));
    }
    Student one = Student.of(left.toArray(double[][]::new));
    Student other = Student.of(right.toArray(double[][]::new));
    Student difference =
        paired ? Student.of(differences.toArray(double[][]::new)) : other.minus(one);
    return new Line(
        method,
        tasks.size(),
        one.mean(),
        other.mean(),
        difference.interval(ScoreTable.LEVEL),
        paired);
  }

  private static double[] scores(Map<Integer, TrialRow> trials) {
    return trials.values().stream().mapToDouble(TrialRow::score).toArray();
  }

  private Block table(List<Line> lines) {
    return new TextTable<>(lines)
        .column("method", Line::method)
        .column("tasks", line -> String.valueOf(line.tasks()))
        .column(firstName, line -> Format.fixed(line.first(), 2))
        .column(secondName, line -> Format.fixed(line.second(), 2))
        .column(
            secondName + " - " + firstName + " [95 %]",
            line -> Format.difference(line.difference(), 2))
        .column("runs", line -> line.paired() ? "the same" : "independent")
        .table();
  }
}
