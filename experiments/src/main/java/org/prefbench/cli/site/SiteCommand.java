package org.prefbench.cli.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.prefbench.claims.ClaimEvaluation;
import org.prefbench.claims.ClaimEvaluation.Acting;
import org.prefbench.claims.ClaimMatrix;
import org.prefbench.claims.ClaimTable;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.cli.shared.Overwriting;
import org.prefbench.cli.shared.ProgressBar;
import org.prefbench.cli.shared.policy.KeptEpisodes;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Checks;
import org.prefbench.core.FileErrors;
import org.prefbench.page.Kept;
import org.prefbench.page.Site;
import org.prefbench.report.DatasetCardTable;
import org.prefbench.report.document.Document;
import org.prefbench.store.Home;
import org.prefbench.store.ResultCheck;
import org.prefbench.store.ResultStore;
import org.prefbench.store.card.DatasetCards;
import org.prefbench.study.ClaimFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a site of all results in a folder. */
@Command(
    name = "site",
    description = {
      "Makes a site of all results in a folder: files that any server, or none, can serve.",
      "A leaderboard over studies, the page of each study, a page for each method with its source,"
          + " settings and where it is best, the data, and the claims. Results that were changed"
          + " are refused."
    },
    footer = {"", "Example: prefbench site results --output results/local/site"})
public final class SiteCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      description =
          "A folder with a folder of results for each study, or one of these (default: the"
              + " committed ones).")
  private Optional<Path> results = Optional.empty();

  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      required = true,
      description = "Where to write the site.")
  private Path output;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private KeptEpisodes episodes;

  @Mixin private Overwriting overwriting;

  @Override
  public Integer call() {
    episodes.check(spec.commandLine());
    Path folder = results.orElseGet(Home::results);
    Arguments.checkTyped(
        spec.commandLine(),
        () -> Checks.require(Files.isDirectory(folder), "there is no folder %s", folder));
    List<ResultStore> stores = stores(folder);
    Checks.require(
        !stores.isEmpty(), "%s holds no results: there is no trials.csv in it, nor below", folder);
    Arguments.checkWritableFolder(output);
    stores.forEach(ResultCheck::requireUnchanged);
    Listing listing = new Listing("page", "bytes");
    Site.make(
        stores,
        claims(folder),
        cards(folder),
        this::kept,
        (name, page) -> {
          Path file = output.resolve(name);
          overwriting.check(file, Site::isOwn);
          AtomicFiles.write(file, page);
          listing.row(file.toString(), page.length());
        });
    listing.print(spec.commandLine().getOut(), json);
    return ExitCode.OK;
  }

  private Kept kept(ResultStore store) {
    try (ProgressBar bar = new ProgressBar(spec.commandLine().getErr(), "episodes")) {
      return episodes.of(store, bar);
    }
  }

  /** Returns the results in a folder, or in the folders in it, by name. */
  private static List<ResultStore> stores(Path folder) {
    try (Stream<Path> inside = Files.list(folder)) {
      return Stream.concat(Stream.of(folder), inside.sorted())
          .map(ResultStore::new)
          .filter(store -> store.holdsResults() && Files.exists(store.trialsFile()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder + ": " + FileErrors.reason(e), e);
    }
  }

  private static Optional<Document> claims(Path folder) {
    ClaimFile.Claims known = ClaimFile.shipped();
    ClaimEvaluation evaluation =
        new ClaimEvaluation(
            folder, new ClaimEvaluation.Options(ScoreTable.LEVEL, Acting.HEADLINE, false));
    if (evaluation.stores(known.claims(), known.protocols()).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        ClaimTable.page(
            evaluation.evaluate(known.claims()),
            evaluation.acting(Acting.OTHER).evaluate(known.claims()),
            ClaimMatrix.of(evaluation, known.protocols(), known.claims()),
            evaluation.options()));
  }

  private static Optional<Document> cards(Path folder) {
    Path cards = folder.resolve("datasets");
    return Files.isDirectory(cards)
        ? Optional.of(new DatasetCardTable(new DatasetCards(cards).all()).document())
        : Optional.empty();
  }
}
