package org.prefbench.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Needs;
import org.prefbench.comparison.ScoreRow;
import org.prefbench.core.Parameters;
import org.prefbench.report.document.Block;
import org.prefbench.report.document.Block.Heading;
import org.prefbench.report.document.Block.Text;
import org.prefbench.report.document.TextTable;
import org.prefbench.statistics.Format;
import org.prefbench.study.Study;

/** What there is to know of a method: its source, its settings, and how it came off in studies. */
final class MethodPage {
  /** A row of a study that is the method or a variant of it. */
  private record Use(SiteStudy study, Study.Method method) {
    String label() {
      return method.label();
    }

    String score() {
      return study
          .overall(label())
          .map(
              row ->
                  Format.interval(row.interquartileMean(), ScoreRow.digits(List.of(row)))
                      + " "
                      + row.metric().text())
          .orElse(Format.NONE);
    }

    String settings() {
      return method.set().entrySet().stream()
          .map(entry -> entry.getKey() + " " + entry.getValue())
          .collect(Collectors.joining(", "));
    }
  }

  private MethodPage() {}

  /** Returns the page of a method. */
  static <H extends Record> List<Block> of(AlgorithmFactory<H> factory, List<SiteStudy> studies) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Heading(1, factory.id()));
    blocks.add(new Text(factory.title()));
    Set<Needs> needs = factory.needs(factory.defaults());
    blocks.add(
        new Block.Notes(
            List.of(
                "family: " + Parameters.word(factory.family()),
                "may touch beyond data and pairs: "
                    + (needs.isEmpty()
                        ? "nothing"
                        : needs.stream()
                            .sorted()
                            .map(Parameters::word)
                            .collect(Collectors.joining(", "))))));
    blocks.add(new Heading(2, "Settings"));
    blocks.add(
        new TextTable<>(Parameters.describe(factory.defaults()))
            .column("setting", Parameters.Description::key)
            .column("default", Parameters.Description::value)
            .column("meaning", Parameters.Description::help)
            .table());
    List<Use> uses = uses(factory.id(), studies);
    blocks.add(new Heading(2, "In studies"));
    if (uses.isEmpty()) {
      blocks.add(new Text("No study here has it."));
      return blocks;
    }
    blocks.add(
        new TextTable<>(uses)
            .column("study", use -> use.study().study().id())
            .column("row", Use::label)
            .column("other settings", Use::settings)
            .column("IQM [95 %]", Use::score)
            .column("vs reference [95 %]", use -> use.study().gain(use.label()).orElse(Format.NONE))
            .withoutColumnsOf("")
            .table());
    blocks.add(new Heading(2, "Where it is best"));
    List<String> wins = wins(uses);
    blocks.add(
        wins.isEmpty()
            ? new Text("On no task of these studies has it the highest mean.")
            : new Block.Notes(wins));
    blocks.add(
        new Text(
            "The highest mean of a task, of methods all of whose runs have a score and that were"
                + " not given the true rewards; whether the difference to the next is shown is in"
                + " the study."));
    return blocks;
  }

  private static List<Use> uses(String id, List<SiteStudy> studies) {
    return studies.stream()
        .flatMap(
            study ->
                study.study().methods().stream()
                    .filter(method -> method.method().equals(id))
                    .map(method -> new Use(study, method)))
        .toList();
  }

  private static List<String> wins(List<Use> uses) {
    List<String> wins = new ArrayList<>();
    for (Use use : uses) {
      List<String> tasks =
          use.study().tasks().stream()
              .filter(task -> use.study().best(task).filter(use.label()::equals).isPresent())
              .toList();
      if (!tasks.isEmpty()) {
        wins.add(use.study().study().id() + ", " + use.label() + ": " + String.join(", ", tasks));
      }
    }
    return wins;
  }
}
