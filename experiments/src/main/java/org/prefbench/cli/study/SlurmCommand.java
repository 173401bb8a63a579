package org.prefbench.cli.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.Candidates;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Overwriting;
import org.prefbench.cli.shared.PluginJars;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Checks;
import org.prefbench.core.FileErrors;
import org.prefbench.run.Selection;
import org.prefbench.run.batch.KubernetesJobs;
import org.prefbench.run.batch.Phase;
import org.prefbench.run.batch.SlurmScripts;
import org.prefbench.run.capacity.CapacityPlan;
import org.prefbench.run.capacity.CostLedger;
import org.prefbench.store.Home;
import org.prefbench.study.Study;
import org.prefbench.study.StudyFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a study as batch jobs. */
@Command(
    name = "slurm",
    description = {
      "Writes a study as batch jobs for Slurm, or for Kubernetes.",
      "Three jobs follow each other: what trials share, the trials in shards, then their merging and "
          + "the report. The folder has to be on a disk that all machines share. Memory and time "
          + "are learnt from the committed results, as in 'run --plan', with room to spare."
    },
    footer = {
      "",
      "Examples:",
      "  prefbench slurm table3 --shards 40 --output jobs    # then jobs/submit.sh",
      "  prefbench slurm table3 --shards 40 --output /data/jobs --kubernetes \\",
      "      --image eclipse-temurin:17 --claim data --mount /data"
    })
public final class SlurmCommand implements Callable<Integer> {
  /** How much more time and memory is asked for than is expected. */
  private static final double ROOM = 2;

  private static final Duration START = Duration.ofMinutes(10); // of Java, on a disk that is busy
  private static final long JAVA = 512L << 20; // bytes of the process beside the workers
  private static final String FIRST_LINE = "#!/usr/bin/env bash";

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "STUDY",
      completionCandidates = Candidates.Studies.class,
      description = "The id of a shipped study, see 'study list', or a YAML file.")
  private String name;

  @Option(
      names = "--shards",
      paramLabel = "N",
      required = true,
      description = "The number of parts that run at the same time.")
  private int shards;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description = "The folder of scripts, logs and results.")
  private Path output;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "1",
      description = "Worker processes, and processors, of each part (default: ${DEFAULT-VALUE}).")
  private int jobs;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = "A preset of the study, as in 'run'.")
  private Optional<String> preset = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Replaces a value, as in 'run'; may be repeated.")
  private List<String> set = List.of();

  @Option(
      names = "--kubernetes",
      description = "Write Indexed Jobs of Kubernetes in place of scripts for Slurm.")
  private boolean kubernetes;

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      description = "For Kubernetes: an image with bash and a JDK 17 or newer.")
  private Optional<String> image = Optional.empty();

  @Option(
      names = "--claim",
      paramLabel = "NAME",
      description = "For Kubernetes: the claim of a volume that has PrefBench and the folder.")
  private Optional<String> claim = Optional.empty();

  @Option(
      names = "--mount",
      paramLabel = "DIR",
      description = "For Kubernetes: where the volume is seen, there as here.")
  private Optional<Path> mount = Optional.empty();

  @Mixin private Overwriting overwriting;

  @Override
  public Integer call() {
    Arguments.checkTyped(spec.commandLine(), this::check);
    StudyFile.Resolved resolved =
        StudyArguments.load(spec.commandLine(), name, List.of(), preset, set, Optional.empty());
    Study study = resolved.study();
    Arguments.checkTyped(spec.commandLine(), () -> shard(shards).trials(study));
    Path folder = output.toAbsolutePath().normalize();
    Arguments.checkWritableFolder(folder);
    CostLedger ledger = CostLedger.of(Home.results());
    List<Phase> phases = phases(study, ledger);
    Map<String, String> files = new LinkedHashMap<>();
    files.put("study.yaml", StudyFile.toYaml(study, folder));
    files.putAll(
        kubernetes
            ? KubernetesJobs.of(
                study.id(),
                folder,
                phases,
                image.orElseThrow(),
                claim.orElseThrow(),
                mount.orElseThrow())
            : SlurmScripts.of(study.id(), folder, phases));
    String last = kubernetes ? KubernetesJobs.APPLY : SlurmScripts.SUBMIT;
    boolean own = Overwriting.beginningWith(FIRST_LINE).test(folder.resolve(last));
    files.keySet().forEach(file -> overwriting.check(folder.resolve(file), any -> own));
    create(folder);
    files.forEach((file, text) -> AtomicFiles.write(folder.resolve(file), text));
    Path submit = folder.resolve(last);
    Checks.require(submit.toFile().setExecutable(true), "%s cannot be made executable", submit);
    files.keySet().forEach(file -> spec.commandLine().getOut().println(folder.resolve(file)));
    return ExitCode.OK;
  }

  private void check() {
    Checks.atLeast("--shards", shards, 1);
    Checks.atLeast("--jobs", jobs, 1);
    boolean all = image.isPresent() && claim.isPresent() && mount.isPresent();
    boolean none = image.isEmpty() && claim.isEmpty() && mount.isEmpty();
    Checks.require(
        kubernetes ? all : none,
        "--image, --claim and --mount must be given with --kubernetes, and only with it");
  }

  private static void create(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + folder + ": " + FileErrors.reason(e), e);
    }
  }

  private Selection shard(int index) {
    return new Selection(Optional.empty(), Optional.of(new Selection.Shard(index, shards)), false);
  }

  private List<Phase> phases(Study study, CostLedger ledger) {
    CapacityPlan whole = CapacityPlan.of(study, study.trials(), ledger);
    double longest = 0;
    for (int index = 1; index <= shards; index++) {
      // a shard finds what its trials share in the cache, which takes no time to speak of
      CapacityPlan part = CapacityPlan.of(study, shard(index).trials(study), ledger);
      longest = Math.max(longest, part.trialSeconds() / jobs + part.longestTrial());
    }
    int makers = Math.min(shards, whole.stages());
    double making = Math.ceil(whole.stages() / (double) makers / jobs) * whole.longestStage();
    long memory = JAVA + (long) (ROOM * jobs * whole.memory());
    String program = program();
    String run = program + " run study.yaml --jobs " + jobs + " --shard \"$task/";
    List<String> shardFolders = new ArrayList<>();
    for (int index = 1; index <= shards; index++) {
      shardFolders.add("shards/" + index);
    }
    // codes 4 and 5: trials that diverged are results, those that failed are rows of the report
    String allowed = " || case $? in 4 | 5) ;; *) exit \"$?\" ;; esac";
    return List.of(
        new Phase(
            "inputs",
            makers,
            List.of(run + makers + "\" --inputs --output \"inputs/$task\"" + allowed),
            jobs,
            memory,
            time(making)),
        new Phase(
            "trials",
            shards,
            List.of(run + shards + "\" --output \"shards/$task\"" + allowed),
            jobs,
            memory,
            time(longest)),
        new Phase(
            "merge",
            1,
            List.of(
                "rm -rf results # of an earlier merge of these shards",
                program + " merge " + String.join(" ", shardFolders) + " --output results",
                program + " report results" + allowed),
            1,
            JAVA + (1L << 30),
            time(0)));
  }

  private static Duration time(double seconds) {
    return START.plusSeconds((long) Math.ceil(ROOM * seconds));
  }

  /** Returns the launcher with the folders of the plug-ins, as bash reads it. */
  private static String program() {
    Path home = Home.folder();
    StringBuilder program =
        new StringBuilder(Phase.quoted(home.resolve("scripts/prefbench").toString()));
    TreeSet<String> folders = new TreeSet<>();
    PluginJars.launched().forEach(jar -> folders.add(jar.toAbsolutePath().getParent().toString()));
    folders.forEach(folder -> program.append(" --plugins ").append(Phase.quoted(folder)));
    return program.toString();
  }
}
