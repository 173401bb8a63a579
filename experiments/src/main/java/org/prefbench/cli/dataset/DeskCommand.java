package org.prefbench.cli.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.cli.shared.Messages;
import org.prefbench.core.Checks;
import org.prefbench.core.Message;
import org.prefbench.core.Parameters;
import org.prefbench.desk.Desk;
import org.prefbench.desk.DeskCard;
import org.prefbench.desk.DeskFolder;
import org.prefbench.desk.DeskPlan;
import org.prefbench.desk.DeskServer;
import org.prefbench.desk.PairOrder;
import org.prefbench.preference.SegmentPair;
import org.prefbench.store.Home;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows pairs of segments to a person, who says which is better. */
@Command(
    name = "desk",
    description = {
      "Opens a page on this machine where a person labels pairs of segments.",
      "The page plays two segments at once; keys answer: 1, 2, T tie, S skip, U undo. Every answer "
          + "is on the disk before the next pair is shown. The same command goes on where it "
          + "stopped; others label the same pairs under another --annotator. The folder is a set "
          + "of labelled pairs at any time: 'label audit', 'label import' and studies read it."
    },
    footer = {
      "",
      "Examples:",
      "  prefbench desk --dataset pendulum-medium-v1 --pairs 200 --annotator me",
      "  prefbench desk --dataset hopper.hdf5 --sampler logged --annotator me \\",
      "      --segment-length 60 --output hopper-desk",
      "  prefbench label audit hopper-desk"
    })
public final class DeskCommand implements Callable<Integer> {
  private static final int LARGEST_PORT = 65_535;
  private static final int POOL = 5; // pairs to choose from for each that is asked

  @Spec private CommandSpec spec;

  @Mixin private final PairOptions source = new PairOptions(200, 50);

  @Option(
      names = "--annotator",
      paramLabel = "NAME",
      required = true,
      description = "Who labels; the answers are in a file of this name.")
  private String annotator;

  @Option(
      names = "--order",
      paramLabel = "random|disagreement",
      defaultValue = "random",
      description =
          "random: the pairs as they were drawn; disagreement: five times as many are drawn, and "
              + "after every 20 those come next on which rewards learned from the answers disagree "
              + "most (default: ${DEFAULT-VALUE}).")
  private PairOrder order;

  @Option(
      names = "--repeats",
      paramLabel = "SHARE",
      description =
          "Share of the pairs that come twice, so that one sees how far annotators agree with "
              + "themselves (default: ${DEFAULT-VALUE}).")
  private double repeats = 0.1;

  @Option(
      names = "--break-after",
      paramLabel = "N",
      description = "Offer a break after every N answers, 0 for never (default: ${DEFAULT-VALUE}).")
  private int breakAfter = 50;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The port of the page (default: any that is free).")
  private int port;

  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      description =
          "The folder of segments and answers (default: results/local/desk-NAME where PrefBench is,"
              + " after the dataset).")
  private Optional<Path> output;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    CommandLine command = spec.commandLine();
    Arguments.checkTyped(
        command,
        () -> {
          source.check();
          DeskFolder.checkAnnotator(annotator);
          Checks.between("--repeats", repeats, 0, 1);
          Checks.atLeast("--break-after", breakAfter, 0);
          Checks.require(
              port >= 0 && port <= LARGEST_PORT,
              "--port must be in [0, %d], got %d",
              LARGEST_PORT,
              port);
        });
    Path path = output.orElseGet(this::standardFolder);
    Arguments.checkWritableFolder(path);
    DeskFolder folder = DeskFolder.isDesk(path) ? reopened(path) : created(command, path);
    Map<String, Object> values = new LinkedHashMap<>();
    DeskPlan plan = new DeskPlan(source.pairs(), repeats, order, source.root());
    try (Desk desk = new Desk(folder, annotator, plan, Clock.systemUTC())) {
      try (DeskServer server =
          new DeskServer(
              desk,
              port,
              breakAfter,
              link -> Messages.print(command, "the desk is open, this link works once: " + link))) {
        server.awaitFinish();
      }
      DeskCard card = desk.card();
      values.put("folder", path.toString());
      values.put("environment", folder.environment());
      values.put("annotator", annotator);
      values.put("answered", desk.answered());
      values.put("of", desk.total());
      card.counts().forEach((answer, count) -> values.put(Parameters.word(answer), count));
    }
    Listing.printRecord(command.getOut(), json, values);
    return ExitCode.OK;
  }

  private Path standardFolder() {
    String name = Path.of(source.dataset()).getFileName().toString().replaceAll("\\..*", "");
    return Home.local().resolve("desk-" + name);
  }

  /** Returns the pairs that were drawn before, if they are those that are asked for now. */
  private DeskFolder reopened(Path path) {
    DeskFolder folder = DeskFolder.open(path);
    Map<String, String> before = folder.provenance();
    provenance()
        .forEach(
            (key, value) ->
                Checks.require(
                    value.equals(before.get(key)),
                    "%s: was begun with %s=%s, not %s; go on with that, or name another folder with"
                        + " --output",
                    path,
                    key,
                    Message.line(String.valueOf(before.get(key))),
                    value));
    return folder;
  }

  private DeskFolder created(CommandLine command, Path path) throws IOException {
    Checks.require(
        !Files.exists(path.resolve("pairs.csv")),
        "%s: holds labelled pairs; name another folder with --output",
        path);
    PairOptions.Origin origin = source.origin(command);
    int count = order == PairOrder.RANDOM ? source.pairs() : POOL * source.pairs();
    List<SegmentPair> drawn = source.draw(origin, count);
    return DeskFolder.create(path, origin.environment(), drawn, provenance());
  }

  /** Returns all that decides which pairs are shown, and how often. */
  private Map<String, String> provenance() {
    Map<String, String> provenance = new TreeMap<>(source.provenance());
    provenance.put("pairs", Integer.toString(source.pairs()));
    provenance.put("order", Parameters.word(order));
    provenance.put("repeats", Double.toString(repeats));
    return provenance;
  }
}
