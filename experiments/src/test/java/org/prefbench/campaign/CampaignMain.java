package org.prefbench.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.prefbench.core.JavaProcess;
import org.prefbench.plot.Format;
import org.prefbench.plot.Picture;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The program behind {@code scripts/campaign}. */
@Command(
    name = "campaign",
    mixinStandardHelpOptions = true,
    description = {
      "Tries PrefBench with what nobody expects.",
      "Every case depends on the seed and its number alone. A campaign goes on where an earlier one "
          + "of the same seed and folder stopped. Exit code 5 if a case of it is wrong."
    })
public final class CampaignMain {
  private static final int WRONG = 5;

  private CampaignMain() {}

  /** What campaigns share. */
  private static final class Options {
    @Option(
        names = "--minutes",
        paramLabel = "N",
        description = "How long it goes on (default: ${DEFAULT-VALUE}).")
    private double minutes = 2;

    @Option(
        names = "--seed",
        paramLabel = "N",
        description = "Root of the random streams (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
        names = "--output",
        paramLabel = "DIR",
        description = "Where journals and failing inputs are kept (default: ${DEFAULT-VALUE}).")
    private Path output = Path.of("results/local/campaign");

    private Path folder(String campaign) {
      return output.resolve(campaign + "-" + seed).toAbsolutePath();
    }

    /** Returns when a share of the time is over. */
    private long end(double share) {
      return System.nanoTime() + Math.round(share * minutes * TimeUnit.MINUTES.toNanos(1));
    }
  }

  /** A part of a campaign that has one case after the other. */
  @FunctionalInterface
  private interface Cases {
    List<Outcome> run(int number) throws IOException, InterruptedException;
  }

  @Command(
      name = "fuzz",
      mixinStandardHelpOptions = true,
      description = "Gives damaged inputs of every kind to the command line.")
  private int fuzz(
      @Mixin Options options,
      @Option(
              names = "--case",
              paramLabel = "N",
              defaultValue = "-1",
              description = "Try only this case of the journal again.")
          int only)
      throws IOException, InterruptedException {
    return fuzz(options, only, 1);
  }

  private int fuzz(Options options, int only, double share)
      throws IOException, InterruptedException {
    long end = options.end(share);
    Path folder = options.folder("fuzz");
    Journal journal = new Journal(folder);
    do {
      Path work = Files.createTempDirectory("prefbench-fuzz");
      int code = fuzzProcess(options, folder, work, end, only).waitFor();
      Folders.remove(work);
      if (only >= 0) {
        return code;
      }
      if (code == Fuzz.NO_SAMPLES) {
        throw new IllegalStateException("the valid inputs cannot be made");
      }
      journal = new Journal(folder);
      if (code != 0 && code != Fuzz.HUNG) { // the next case took the process along
        journal.add(
            new Outcome(journal.next(), "?", "?", "?", code, List.of("ends the process"), 0, ""));
      }
    } while (System.nanoTime() < end);
    return tell(journal, folder);
  }

  private static Process fuzzProcess(Options options, Path folder, Path work, long end, int only)
      throws IOException {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(end - System.nanoTime());
    List<String> command =
        JavaProcess.command(
            List.of(Fuzz.HEAP),
            List.of(),
            Fuzz.class,
            List.of(
                folder.toString(),
                work.toString(),
                Long.toString(options.seed),
                Long.toString(Math.max(seconds, 1)),
                Integer.toString(only)));
    return new ProcessBuilder(command).inheritIO().start();
  }

  @Command(
      name = "kills",
      mixinStandardHelpOptions = true,
      description = "Kills runs at random moments and goes on with them.")
  private int kills(@Mixin Options options) throws IOException, InterruptedException {
    return kills(options, 1);
  }

  private int kills(Options options, double share) throws IOException, InterruptedException {
    Path work = Files.createTempDirectory("prefbench-kills");
    long end = options.end(share);
    Kills kills = new Kills(options.seed, work);
    return cases(options.folder("kills"), work, end, kills::chain);
  }

  @Command(
      name = "disk",
      mixinStandardHelpOptions = true,
      description = "Writes where there is no room or no right to write.")
  private int disk(@Mixin Options options) throws IOException, InterruptedException {
    return disk(options, 1);
  }

  private int disk(Options options, double share) throws IOException, InterruptedException {
    Path work = Files.createTempDirectory("prefbench-disk");
    long end = options.end(share);
    Disk disk = new Disk(options.seed, work);
    return cases(options.folder("disk"), work, end, number -> List.of(disk.run(number)));
  }

  private static int cases(Path folder, Path work, long end, Cases cases)
      throws IOException, InterruptedException {
    Journal journal = new Journal(folder);
    do {
      for (Outcome outcome : cases.run(journal.next())) {
        journal.add(outcome);
      }
    } while (System.nanoTime() < end);
    int code = tell(journal, folder);
    if (code == 0) {
      Folders.remove(work);
    } else {
      System.out.println("what was made is in " + work);
    }
    return code;
  }

  @Command(
      name = "endurance",
      mixinStandardHelpOptions = true,
      description = "Runs hundreds of trials in one worker.")
  private int endurance(
      @Mixin Options options,
      @Option(
              names = "--trials",
              paramLabel = "N",
              defaultValue = "500",
              description = "Trials, fewer if the time is over (default: ${DEFAULT-VALUE}).")
          int trials)
      throws IOException, InterruptedException {
    Path work = Files.createTempDirectory("prefbench-endurance");
    Endurance endurance = new Endurance(work, trials, options.end(1));
    Path folder = Files.createDirectories(options.folder("endurance"));
    Picture chart = endurance.chart();
    Files.write(folder.resolve("endurance.png"), chart.bytes(Format.PNG));
    Files.writeString(folder.resolve("endurance.svg"), chart.svg());
    Files.writeString(folder.resolve("endurance.csv"), endurance.csv());
    Folders.remove(work);
    System.out.println(endurance.trials() + " trials in one worker, see " + folder);
    endurance.faults().forEach(System.out::println);
    return endurance.faults().isEmpty() ? 0 : WRONG;
  }

  @Command(
      name = "all",
      mixinStandardHelpOptions = true,
      description = "Half of the time for fuzz, the other for kills and disk.")
  private int all(@Mixin Options options) throws IOException, InterruptedException {
    int fuzz = fuzz(options, -1, 0.5);
    int kills = kills(options, 0.25);
    int disk = disk(options, 0.25);
    return Math.max(fuzz, Math.max(kills, disk));
  }

  private static int tell(Journal journal, Path folder) {
    System.out.println(folder);
    System.out.print(journal.table());
    return journal.isClean() ? 0 : WRONG;
  }

  /** Runs a campaign. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new CampaignMain()).execute(arguments));
  }
}
