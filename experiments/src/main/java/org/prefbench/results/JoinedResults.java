package org.prefbench.results;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.prefbench.algorithm.Family;
import org.prefbench.comparison.DataLevel;
import org.prefbench.comparison.Families;
import org.prefbench.comparison.Probe;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.ReportOptions;
import org.prefbench.comparison.ScoreRow;
import org.prefbench.comparison.ScoreSection;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.comparison.Training;
import org.prefbench.core.InvalidInputException;
import org.prefbench.report.StudyReport;
import org.prefbench.store.ResultStore;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialTable;
import org.prefbench.study.Protocol;
import org.prefbench.study.Reporting;
import org.prefbench.study.Study;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * Results of several folders side by side, or a selection of one. A row that stands in two folders
 * is one row if it says the same in both; else the method of each is shown with the folder's name.
 */
public final class JoinedResults {
  private static final String INDEX = "row";

  private final List<Part> parts = new ArrayList<>();
  private final Selection selection;
  private final List<String> warnings = new ArrayList<>();

  /**
   * What charts and tables are made of.
   *
   * @param data the rows that were selected, and what belongs to them
   * @param warnings what a reader of the comparison must know, one line each
   */
  public record Joined(ReportData data, List<String> warnings) {
    /** Copies the list. */
    public Joined {
      warnings = List.copyOf(warnings);
    }
  }

  /** One folder; {@code clashes} are its methods that another folder has with other rows. */
  private record Part(String name, Study study, ReportData data, Set<String> clashes) {
    /** Returns what a method is called among those of all folders. */
    String named(String method) {
      return clashes.contains(method) ? method + " (" + name + ")" : method;
    }
  }

  private JoinedResults(Map<String, ResultStore> folders, Selection selection) {
    this.selection = selection;
    folders.forEach(
        (name, store) ->
            parts.add(new Part(name, store.study(), StudyReport.data(store), new HashSet<>())));
  }

  /**
   * Returns what a selection shows of results.
   *
   * @param folders the folders by the name that tells them apart
   * @throws InvalidInputException if a folder holds no results, a name of the selection matches
   *     nothing, or the folders were evaluated in different ways and are not to be mixed
   */
  public static Joined of(Map<String, ResultStore> folders, Selection selection) {
    return new JoinedResults(folders, selection).joined();
  }

  private Joined joined() {
    checkProtocols();
    findClashes();
    List<TrialRow> all = rows();
    Table table = Results.table(all).addColumns(IntColumn.indexColumn(INDEX, all.size(), 0));
    List<TrialRow> kept =
        selection.of(table).intColumn(INDEX).asList().stream().map(all::get).toList();
    Set<String> tasks = kept.stream().map(TrialRow::task).collect(Collectors.toSet());
    Set<String> methods = kept.stream().map(TrialRow::method).collect(Collectors.toSet());
    List<TrialRow> shown =
        kept.stream().map(row -> row.named(label(row.task()), label(row.method()))).toList();
    ReportOptions options = options(tasks, methods);
    if (selection.order() == Selection.Order.SCORE) {
      ScoreTable means = ScoreTable.of(shown, with(options, options.methods(), 1)); // no intervals
      options = with(options, byScore(means), options.replicates());
    }
    ReportData data =
        new ReportData(
            table(shown, options),
            shown,
            probes(tasks, methods),
            trainings(tasks, methods),
            levels(tasks));
    return new Joined(data, warnings);
  }

  /** Returns the table of rows; that of a folder that is shown as it is has been worked out. */
  private ScoreTable table(List<TrialRow> rows, ReportOptions options) {
    ReportData first = parts.get(0).data();
    return first.rows().equals(rows) && first.table().options().equals(options)
        ? first.table()
        : ScoreTable.of(rows, options);
  }

  private void checkProtocols() {
    Protocol first = parts.get(0).study().protocol();
    for (Part part : parts) {
      Protocol own = part.study().protocol();
      if (!own.hash().equals(first.hash())) {
        String line =
            parts.get(0).name()
                + " and "
                + part.name()
                + " were evaluated in different ways ("
                + difference(first, own)
                + ")";
        if (!selection.mixProtocols()) {
          throw new InvalidInputException(
              line
                  + ", so their numbers do not belong side by side; --mix-protocols shows them so");
        }
        warnings.add(line);
      }
    }
  }

  private static String difference(Protocol a, Protocol b) {
    List<String> differences = new ArrayList<>();
    for (RecordComponent component : Protocol.class.getRecordComponents()) {
      try {
        Object left = component.getAccessor().invoke(a);
        Object right = component.getAccessor().invoke(b);
        if (!Objects.equals(left, right)) {
          differences.add(component.getName() + " " + left + " and " + right);
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("a protocol is not readable", e);
      }
    }
    return String.join("; ", differences);
  }

  /** Finds the methods that two folders have with different rows. */
  private void findClashes() {
    Map<String, TrialRow> rows = new HashMap<>();
    Map<String, String> data = new HashMap<>(); // hashes by task and run
    Map<String, Part> owners = new HashMap<>();
    Set<String> unpaired = new LinkedHashSet<>();
    for (Part part : parts) {
      for (TrialRow row : part.data().rows()) {
        String name = TrialTable.name(row);
        TrialRow other = rows.putIfAbsent(name, row);
        Part owner = owners.putIfAbsent(name, part);
        if (other != null && !TrialTable.differingResults(row, other).isEmpty()) {
          part.clashes().add(row.method());
          owner.clashes().add(row.method());
        }
        String hash = row.inputs().datasetHash();
        if (!hash.equals(data.computeIfAbsent(row.task() + " " + row.run(), any -> hash))) {
          unpaired.add(row.task());
        }
      }
    }
    if (!unpaired.isEmpty()) {
      warnings.add(
          "the folders' runs learned from different data, so their methods are not compared run by"
              + " run on "
              + String.join(", ", unpaired));
    }
  }

  private List<TrialRow> rows() {
    Set<String> seen = new HashSet<>();
    List<TrialRow> rows = new ArrayList<>();
    for (Part part : parts) {
      for (TrialRow row : part.data().rows()) {
        TrialRow named = row.named(row.task(), part.named(row.method()));
        if (seen.add(TrialTable.name(named))) {
          rows.add(named);
        }
      }
    }
    return rows;
  }

  private ReportOptions options(Set<String> tasks, Set<String> methods) {
    ReportOptions first = parts.get(0).data().table().options();
    Set<String> shownTasks = new LinkedHashSet<>();
    Set<String> order = new LinkedHashSet<>();
    Map<String, Family> known = new LinkedHashMap<>();
    int runs = 1;
    for (Part part : parts) {
      ReportOptions own = part.data().table().options();
      own.tasks().stream().filter(tasks::contains).forEach(shownTasks::add);
      for (String method : part.study().rowLabels()) { // the study's order, not yet by family
        String named = part.named(method);
        if (methods.contains(named)) {
          order.add(named);
        }
      }
      own.families()
          .known()
          .forEach((method, family) -> known.put(label(part.named(method)), family));
      runs = Math.max(runs, own.runs());
    }
    List<String> ordered = List.copyOf(order);
    if (selection.order() == Selection.Order.NAME) {
      ordered = ordered.stream().sorted(Comparator.comparing(this::label)).toList();
    } else if (selection.order() == Selection.Order.GIVEN && !selection.methods().isEmpty()) {
      ordered = Selection.inOrder(ordered, selection.methods());
    }
    List<String> labels = ordered.stream().map(this::label).toList();
    String title =
        parts.size() == 1
            ? first.title()
            : parts.stream().map(Part::name).collect(Collectors.joining(" and "));
    return new ReportOptions(
        selection.title().orElse(title),
        shownTasks.stream().map(this::label).toList(),
        labels,
        new Families(known, selection.order() == Selection.Order.FAMILY),
        runs,
        first.against().stream().map(this::label).filter(labels::contains).toList(),
        selection.mode().orElse(first.headline()),
        first.replicates(),
        extras(first, tasks, methods));
  }

  /** Returns what of one folder's extras is still there; of several nothing belongs to all. */
  private ReportOptions.Extras extras(
      ReportOptions options, Set<String> tasks, Set<String> methods) {
    ReportOptions.Extras own = options.extras();
    boolean single = parts.size() == 1 && selection.labels().isEmpty();
    boolean whole =
        single && tasks.containsAll(options.tasks()) && methods.containsAll(options.methods());
    return new ReportOptions.Extras(
        single ? complete(own.choices(), methods) : List.of(),
        single ? complete(own.validationChoices(), methods) : List.of(),
        whole ? own.published() : Reporting.Published.NONE,
        whole ? own.ablation() : Optional.empty(),
        selection.coloring());
  }

  private static List<Reporting.Choice> complete(
      List<Reporting.Choice> choices, Set<String> methods) {
    return choices.stream().filter(choice -> methods.containsAll(choice.of())).toList();
  }

  /** Returns the methods from the best on; those without a score come last. */
  private static List<String> byScore(ScoreTable table) {
    Map<String, Double> means = new HashMap<>();
    table.headline().stream()
        .map(ScoreSection::rows)
        .flatMap(List::stream)
        .filter(row -> !row.task().equals(ScoreRow.ALL_TASKS))
        .collect(
            Collectors.groupingBy(ScoreRow::method, Collectors.averagingDouble(ScoreRow::mean)))
        .forEach(means::put);
    return table.options().methods().stream()
        .sorted(
            Comparator.comparingDouble(
                method -> {
                  double mean = means.getOrDefault(method, Double.NaN);
                  return Double.isNaN(mean) ? Double.POSITIVE_INFINITY : -mean;
                }))
        .toList();
  }

  private static ReportOptions with(ReportOptions options, List<String> methods, int replicates) {
    return new ReportOptions(
        options.title(),
        options.tasks(),
        methods,
        options.families(),
        options.runs(),
        options.against(),
        options.headline(),
        replicates,
        options.extras());
  }

  private List<Probe> probes(Set<String> tasks, Set<String> methods) {
    List<Probe> probes = new ArrayList<>();
    for (Part part : parts) {
      Set<String> trained = Set.copyOf(part.study().rowLabels());
      for (Probe probe : part.data().probes()) {
        String method = part.named(probe.method());
        if (tasks.contains(probe.task())
            && (methods.contains(method) || !trained.contains(probe.method()))) {
          probes.add(
              new Probe(
                  probe.kind(),
                  label(probe.task()),
                  label(method),
                  probe.run(),
                  probe.columns(),
                  probe.values()));
        }
      }
    }
    return probes;
  }

  private List<Training> trainings(Set<String> tasks, Set<String> methods) {
    List<Training> trainings = new ArrayList<>();
    for (Part part : parts) {
      for (Training training : part.data().trainings()) {
        String method = part.named(training.method());
        if (tasks.contains(training.task()) && methods.contains(method)) {
          trainings.add(
              new Training(
                  label(training.task()), label(method), training.run(), training.metrics()));
        }
      }
    }
    return trainings;
  }

  private List<DataLevel> levels(Set<String> tasks) {
    return parts.stream()
        .flatMap(part -> part.data().levels().stream())
        .filter(level -> tasks.contains(level.task()))
        .map(level -> new DataLevel(label(level.task()), level.run(), level.score()))
        .distinct()
        .toList();
  }

  private String label(String name) {
    return selection.labels().getOrDefault(name, name);
  }
}
