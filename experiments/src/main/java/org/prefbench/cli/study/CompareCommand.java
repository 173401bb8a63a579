package org.prefbench.cli.study;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.prefbench.chart.Charts;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Messages;
import org.prefbench.cli.shared.Overwriting;
import org.prefbench.cli.shared.TerminalOptions;
import org.prefbench.comparison.ReportOptions.Coloring;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Checks;
import org.prefbench.core.FileErrors;
import org.prefbench.core.InvalidInputException;
import org.prefbench.plot.Format;
import org.prefbench.plot.Picture;
import org.prefbench.report.document.Document;
import org.prefbench.report.document.Markdown;
import org.prefbench.report.document.Terminal;
import org.prefbench.results.Difference;
import org.prefbench.results.JoinedResults;
import org.prefbench.results.JoinedResults.Joined;
import org.prefbench.results.Selection;
import org.prefbench.run.Cache;
import org.prefbench.store.ResultCheck;
import org.prefbench.store.ResultStore;
import org.prefbench.study.Protocol.Mode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what differs between two folders of results. */
@Command(
    name = "compare",
    description = {
      "Says in words and a table what differs between two folders of results: what was asked, by"
          + " which code and machine it was answered, which rows differ, and by how much each"
          + " method's scores do. With --output a chart of both side by side comes too.",
      "A folder as it was at a commit of git is COMMIT:DIR."
    },
    footer = {
      "",
      "Examples:",
      "  prefbench compare results/quickstart results/local/quickstart",
      "  prefbench compare HEAD~20:results/table3 results/table3 --output changes"
    })
public final class CompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "[NAME=]DIR", description = "The first folder of results.")
  private String first;

  @Parameters(index = "1", paramLabel = "[NAME=]DIR", description = "The second folder of results.")
  private String second;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "How policies act: sampled or deterministic (default: sampled).")
  private Mode mode = Mode.SAMPLED;

  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      description = "Where to write the comparison (Markdown) and its chart too.")
  private Optional<Path> output = Optional.empty();

  @Mixin private TerminalOptions terminal;

  @Mixin private Overwriting overwriting;

  @Override
  public Integer call() throws IOException {
    output.ifPresent(Arguments::checkWritableFolder);
    List<Path> unpacked = new ArrayList<>();
    try {
      Map<String, ResultStore> stores = new LinkedHashMap<>();
      for (String folder : List.of(first, second)) {
        int at = folder.indexOf('=');
        String place = folder.substring(at + 1);
        Path path = folder(place, unpacked);
        String name = at > 0 ? folder.substring(0, at) : place;
        Arguments.checkTyped(
            spec.commandLine(),
            () ->
                Checks.require(
                    !stores.containsKey(name),
                    "both folders are called '%s'; NAME=DIR gives one another name",
                    name));
        stores.put(name, new ResultStore(path));
      }
      stores.values().forEach(ResultCheck::requireUnchanged);
      Document document = Difference.of(stores, mode);
      spec.commandLine().getOut().print(Terminal.of(document, terminal.look()));
      output.ifPresent(folder -> write(folder, document, stores));
      return ExitCode.OK;
    } finally {
      unpacked.forEach(CompareCommand::delete);
    }
  }

  private void write(Path folder, Document document, Map<String, ResultStore> stores) {
    Path page = folder.resolve("comparison.md");
    overwriting.check(page, Overwriting.NEVER);
    AtomicFiles.write(page, Markdown.of(document));
    Selection everything =
        new Selection(
            List.of(),
            List.of(),
            Optional.of(mode),
            Selection.Order.FAMILY,
            Map.of(),
            Optional.empty(),
            Coloring.METHOD,
            true);
    Joined joined = JoinedResults.of(stores, everything);
    joined.warnings().forEach(line -> Messages.print(spec.commandLine(), "warning: " + line));
    for (Picture picture : Charts.registered().get("scores").draw(joined.data())) {
      Path file = folder.resolve(picture.file(Format.SVG));
      overwriting.check(file, Overwriting.NEVER);
      AtomicFiles.write(file, picture.svg());
    }
  }

  /** Returns the folder that is meant; that of a commit is unpacked. */
  private static Path folder(String place, List<Path> unpacked) throws IOException {
    int at = place.indexOf(':');
    if (at < 2 || Files.exists(Path.of(place))) { // C:\ is a disk
      return Path.of(place);
    }
    String commit = place.substring(0, at);
    String folder = place.substring(at + 1);
    Path target = Files.createTempDirectory("prefbench-compare.");
    unpacked.add(target);
    Process git =
        new ProcessBuilder("git", "archive", "--format=zip", commit, folder)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (InputStream archive = git.getInputStream();
        ZipInputStream files = new ZipInputStream(archive)) {
      unpack(files, target);
    }
    Path results = target.resolve(folder);
    if (!Files.isDirectory(results)) {
      throw new InvalidInputException(
          place + ": git has no folder '" + folder + "' at '" + commit + "' here");
    }
    return results;
  }

  private static void unpack(ZipInputStream files, Path target) throws IOException {
    for (ZipEntry entry = files.getNextEntry(); entry != null; entry = files.getNextEntry()) {
      Path file = target.resolve(entry.getName()).normalize();
      Checks.require(file.startsWith(target), "%s: leads out of the archive", entry.getName());
      if (entry.isDirectory()) {
        Files.createDirectories(file);
      } else {
        Files.createDirectories(file.getParent());
        Files.copy(files, file);
      }
    }
  }

  private static void delete(Path folder) {
    try {
      Cache.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder + ": " + FileErrors.reason(e), e);
    }
  }
}
