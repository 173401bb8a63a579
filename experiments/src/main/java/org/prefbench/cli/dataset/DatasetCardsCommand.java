package org.prefbench.cli.dataset;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.prefbench.chart.DatasetReturnsChart;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.cli.shared.Overwriting;
import org.prefbench.cli.shared.ProgressBar;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Checks;
import org.prefbench.core.Seed;
import org.prefbench.dataset.DatasetInfo;
import org.prefbench.dataset.GeneratedDataset;
import org.prefbench.env.ReferenceScores;
import org.prefbench.plot.Format;
import org.prefbench.plot.Picture;
import org.prefbench.published.PublishedDataset;
import org.prefbench.report.DatasetCardTable;
import org.prefbench.store.Provenance;
import org.prefbench.store.card.DatasetCard;
import org.prefbench.store.card.DatasetCards;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Describes generated datasets in one table and one picture. */
@Command(
    name = "cards",
    description = {
      "Describes generated datasets in one table and one picture.",
      "Each dataset is generated, measured and not kept; its card, a JSON file, is. A card that is "
          + "there stays, unless steps, seed or policies are others. Table and picture show all "
          + "cards in the folder."
    },
    footer = {
      "",
      "Examples:",
      "  prefbench dataset cards --output results/datasets",
      "  prefbench dataset cards --output cards hopper-medium-v2 --steps 50000"
    })
final class DatasetCardsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "ID",
      description = "Datasets, see 'dataset list' (default: those whose like D4RL has).")
  private List<String> ids = List.of();

  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      required = true,
      description = "The folder of the cards, the table and the picture.")
  private Path output;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Environment steps of each dataset (default: see 'dataset list').")
  private Optional<Long> steps = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Root of the random streams (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--jobs", paramLabel = "N", description = "Threads (default: one per processor).")
  private Optional<Integer> jobs = Optional.empty();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private Overwriting overwriting;

  @Override
  public Integer call() {
    CommandLine command = spec.commandLine();
    int workers = jobs.orElse(Runtime.getRuntime().availableProcessors());
    List<GeneratedDataset> datasets =
        Arguments.typed(
            command,
            () -> {
              steps.ifPresent(count -> Checks.atLeast("--steps", count, 1L));
              Checks.atLeast("--jobs", workers, 1);
              return datasets();
            });
    Arguments.checkWritableFolder(output);
    Path page = output.resolve("README.md");
    overwriting.check(page, Overwriting.beginningWith("# " + DatasetCardTable.TITLE));
    DatasetCards cards = new DatasetCards(output);
    for (GeneratedDataset dataset : datasets) {
      long count = steps.orElse(dataset.usualSteps());
      if (cards.get(dataset.id()).filter(card -> isOf(card, dataset, count)).isEmpty()) {
        cards.put(card(dataset, count, workers));
      }
    }
    List<DatasetCard> all = cards.all();
    DatasetCardTable table = new DatasetCardTable(all);
    Picture picture = DatasetReturnsChart.draw(all);
    AtomicFiles.write(page, table.markdown());
    AtomicFiles.write(output.resolve("datasets.csv"), table.csv());
    AtomicFiles.write(output.resolve(picture.file(Format.SVG)), picture.svg());
    Listing listing =
        new Listing("dataset", "steps", "episodes", "return-mean", "return-std", "score");
    for (DatasetCard card : all) {
      listing.row(
          card.dataset(),
          card.steps(),
          card.episodes(),
          card.returnMean(),
          card.returnStandardDeviation(),
          card.normalizedScore());
    }
    listing.print(command.getOut(), json);
    return ExitCode.OK;
  }

  private List<GeneratedDataset> datasets() {
    List<GeneratedDataset> chosen =
        ids.isEmpty()
            ? GeneratedDataset.all().stream()
                .filter(dataset -> PublishedDataset.d4rl().containsKey(dataset.id()))
                .toList()
            : ids.stream().map(GeneratedDataset::find).toList();
    for (GeneratedDataset dataset : chosen) {
      Checks.require(
          dataset.environment().spec().scores().isPresent(),
          "%s has no reference scores to normalise a return by",
          dataset.environment().spec().id());
    }
    return chosen;
  }

  private boolean isOf(DatasetCard card, GeneratedDataset dataset, long count) {
    return card.behaviorHash().equals(dataset.behaviorHash())
        && card.steps() == count
        && card.seed() == seed;
  }

  private DatasetCard card(GeneratedDataset dataset, long count, int workers) {
    DatasetInfo info;
    try (ProgressBar bar = new ProgressBar(spec.commandLine().getErr(), "steps")) {
      info = DatasetInfo.of(dataset.source(count, new Seed(seed), workers, bar));
    }
    ReferenceScores scores = dataset.environment().spec().scores().orElseThrow();
    double[] episodeScores =
        Arrays.stream(info.episodeReturns().values()).map(scores::normalize).toArray();
    Map<String, String> provenance = new TreeMap<>(info.header().provenance());
    provenance.put("commit", Provenance.commit());
    return new DatasetCard(
        dataset.id(),
        dataset.environment().spec().id(),
        dataset.behavior().tier(),
        dataset.behaviorHash(),
        seed,
        info.steps(),
        info.episodes(),
        info.terminatedShare(),
        info.returns().mean(),
        info.returns().standardDeviation(),
        info.returns().minimum(),
        info.returns().maximum(),
        info.normalizedScore().orElseThrow(),
        info.lengths().mean(),
        info.saturation().orElseThrow(),
        DatasetCard.histogram(episodeScores),
        info.contentHash(),
        provenance);
  }
}
