package org.prefbench.cli.study;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.Messages;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.ReportOptions.Coloring;
import org.prefbench.core.Checks;
import org.prefbench.results.JoinedResults;
import org.prefbench.results.JoinedResults.Joined;
import org.prefbench.results.LabelFile;
import org.prefbench.results.Selection;
import org.prefbench.store.ResultCheck;
import org.prefbench.store.ResultStore;
import org.prefbench.study.Protocol.Mode;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which results a chart or a table shows: folders, and what of them. */
final class SelectionOptions {
  @Parameters(
      paramLabel = "[NAME=]DIR",
      arity = "1..*",
      description = "Folders of results, your own or others'; a name tells them apart.")
  private List<String> folders = List.of();

  @Option(
      names = "--methods",
      paramLabel = "NAMES",
      split = ",",
      description = "Only these methods; * stands for any part of a name.")
  private List<String> methods = List.of();

  @Option(
      names = "--tasks",
      paramLabel = "NAMES",
      split = ",",
      description = "Only these tasks; * stands for any part of a name.")
  private List<String> tasks = List.of();

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "How policies act: sampled or deterministic (default: as the study says).")
  private Optional<Mode> mode = Optional.empty();

  @Option(
      names = "--order",
      paramLabel = "ORDER",
      description =
          "How methods follow each other: family, given (as in --methods), score (best first) or"
              + " name (default: family).")
  private Selection.Order order = Selection.Order.FAMILY;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "CSV of name,label: what to show in place of a method's or a task's name.")
  private Optional<Path> labels = Optional.empty();

  @Option(names = "--title", paramLabel = "TEXT", description = "The heading.")
  private Optional<String> title = Optional.empty();

  @Option(
      names = "--mix-protocols",
      description = "Show results side by side that were evaluated in different ways.")
  private boolean mixProtocols;

  /** Returns the heading that was asked for. */
  Optional<String> title() {
    return title;
  }

  /** Returns the folders in the order given, by name. */
  Map<String, ResultStore> stores(CommandLine command) {
    Map<String, ResultStore> stores = new LinkedHashMap<>();
    for (String folder : folders) {
      int at = folder.indexOf('=');
      Path path = Path.of(folder.substring(at + 1));
      String name = at > 0 ? folder.substring(0, at) : path.normalize().getFileName().toString();
      Arguments.checkTyped(
          command,
          () ->
              Checks.require(
                  !stores.containsKey(name),
                  "two folders are called '%s'; NAME=DIR gives one another name",
                  name));
      stores.put(name, new ResultStore(path));
    }
    return stores;
  }

  /**
   * Returns what is to be shown, and says what a reader must know of it.
   *
   * @throws org.prefbench.core.InvalidInputException as {@link JoinedResults#of} does, or if
   *     anything in a folder was changed
   */
  ReportData data(CommandLine command, Map<String, ResultStore> stores, Coloring coloring) {
    stores.values().forEach(ResultCheck::requireUnchanged);
    Map<String, String> names = labels.map(LabelFile::read).orElse(Map.of());
    Selection selection =
        new Selection(methods, tasks, mode, order, names, title, coloring, mixProtocols);
    Joined joined = JoinedResults.of(stores, selection);
    joined.warnings().forEach(line -> Messages.print(command, "warning: " + line));
    return joined.data();
  }
}
