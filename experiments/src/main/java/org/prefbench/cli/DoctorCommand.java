package org.prefbench.cli;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.prefbench.algorithm.Algorithms;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.chart.Charts;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.cli.shared.PluginJars;
import org.prefbench.core.FileErrors;
import org.prefbench.core.Ledger;
import org.prefbench.core.Message;
import org.prefbench.core.ProgressListener;
import org.prefbench.core.Seed;
import org.prefbench.dataset.GeneratedDataset;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.Environments;
import org.prefbench.numeric.Machine;
import org.prefbench.plot.Format;
import org.prefbench.plot.Picture;
import org.prefbench.plot.Plot;
import org.prefbench.plot.Sheet;
import org.prefbench.preference.Labelers;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.run.Cache;
import org.prefbench.run.Runs;
import org.prefbench.store.Provenance;
import org.prefbench.study.StudyFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says whether this machine can do the work, and what to do if it cannot. */
@Command(
    name = "doctor",
    description = {
      "Checks whether this machine can do the work.",
      "Looks at Java, memory, the processor's vectors, the training engine (one step, offline), a "
          + "chart, the folders that are written to, and what is on the class path. Exit code 1 if "
          + "something is broken, "
          + "with the remedy."
    },
    footer = {"", "Examples:", "  prefbench doctor", "  prefbench --plugins my/jars doctor --json"})
final class DoctorCommand implements Callable<Integer> {
  private static final String OK = "ok";
  private static final String BROKEN = "broken";
  private static final List<String> LIBRARIES =
      List.of("pytorch-engine-", "pytorch-native-", "jhdf-", "tablesaw-core-", "xchart-");
  private static final long MEBIBYTE = 1L << 20;
  private static final long ENOUGH_MEMORY = 512 * MEBIBYTE;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  /** One thing looked at; the remedy is empty if all is well. */
  private record Finding(String what, String found, String remedy) {}

  @Override
  public Integer call() {
    List<Finding> findings =
        List.of(
            java(),
            machine(),
            memory(),
            vectors(),
            engine(),
            drawing(),
            folder("results", resultsFolder()),
            folder("cache", Cache.standardFolder()),
            members(),
            plugins(),
            versions());
    Listing listing = new Listing("check", "state", "found", "remedy");
    for (Finding finding : findings) {
      listing.row(
          finding.what(),
          finding.remedy().isEmpty() ? OK : BROKEN,
          finding.found(),
          finding.remedy().isEmpty() ? "-" : finding.remedy());
    }
    listing.print(spec.commandLine().getOut(), json);
    boolean healthy = findings.stream().allMatch(finding -> finding.remedy().isEmpty());
    return healthy ? ExitCode.OK : ExitCode.FAILURE;
  }

  private static Finding java() {
    return new Finding(
        "java",
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
        Runtime.version().feature() >= 17 ? "" : "use Java 17 or newer (JAVA_HOME)");
  }

  private static Finding machine() {
    return new Finding(
        "machine",
        String.format(
            Locale.ROOT,
            "%s %s, %d processors",
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors()),
        "");
  }

  private static Finding memory() {
    long heap = Runtime.getRuntime().maxMemory();
    return new Finding(
        "memory",
        heap / MEBIBYTE + " MiB heap",
        heap >= ENOUGH_MEMORY ? "" : "give Java more memory (PREFBENCH_JAVA_OPTS=-Xmx2g)");
  }

  /** Slower than usual is no fault: the bits are the same, and others may be using the machine. */
  private static Finding vectors() {
    double speed = Machine.speed();
    return new Finding(
        "vectors",
        String.format(
            Locale.ROOT,
            "%s, %.0f GFLOP/s (usual on an idle core: %.0f); engine limited to %s, its MKL to %s",
            Machine.kernel(),
            speed,
            Machine.usualSpeed(),
            Optional.ofNullable(System.getenv("ATEN_CPU_CAPABILITY")).orElse("nothing"),
            Optional.ofNullable(System.getenv("MKL_CBWR")).orElse("nothing")),
        Machine.handicap().orElse(""));
  }

  /** Trains behaviour cloning for one step on a handful of steps: loads the native library. */
  private static Finding engine() {
    long start = System.nanoTime();
    try {
      GeneratedDataset source = GeneratedDataset.find("pendulum-random-v1");
      TrajectoryDataset data = source.generate(64, new Seed(0), 1, ProgressListener.SILENT);
      ConfiguredAlgorithm.of(
              Algorithms.registered().get("bc"), Map.of("steps", "1", "validation-share", "0"))
          .algorithm()
          .train(
              new TrainingInput(
                  source.environment().spec(),
                  Optional.empty(),
                  data.withoutRewards(),
                  new PreferenceDataset(data.environment(), List.of(), Map.of()),
                  Optional.empty(),
                  Optional.empty()),
              new TrainingContext(new Seed(0), new Ledger(), Monitor.SILENT));
      return new Finding(
          "engine",
          String.format(
              Locale.ROOT, "loads and trains (%.1f s)", (System.nanoTime() - start) * 1e-9),
          "");
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) { // whatever a native library throws is what was found
      return new Finding(
          "engine",
          "fails: " + Message.reason(e),
          "build on this machine (scripts/prefbench does), so that its native library is there");
    }
  }

  /** Draws a small chart with letters. */
  private static Finding drawing() {
    try {
      Plot plot = new Plot("doctor", 0, 1, 0, 1).axes("x", "y");
      double[] ends = {0, 1};
      plot.line("line", ends, ends, Color.BLUE, Plot.solid(2));
      Picture picture = Sheet.of(plot, 200, 160).picture("doctor", "doctor");
      return new Finding(
          "drawing",
          String.format(
              Locale.ROOT,
              "a chart of %d bytes, with the project's own letters",
              picture.bytes(Format.PNG).length),
          "");
    } catch (IllegalStateException e) { // tells the remedy
      return new Finding("drawing", "fails", e.getMessage());
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) { // whatever Java's own libraries throw is what was found
      return new Finding(
          "drawing", "fails: " + Message.reason(e), "use a JDK that has the module java.desktop");
    }
  }

  /** Where studies write if nothing else is said, whatever the study. */
  private static Path resultsFolder() {
    String any = StudyFile.shipped().get(0);
    return Runs.standardOutput(StudyFile.load(any, Map.of()).study()).getParent();
  }

  private static Finding folder(String what, Path folder) {
    Path present = folder.toAbsolutePath().normalize();
    while (!Files.exists(present)) {
      present = present.getParent();
    }
    try {
      Path probe = Files.createTempFile(present, ".prefbench-doctor.", ".tmp");
      Files.delete(probe);
      return new Finding(what, folder + " can be written", "");
    } catch (IOException e) {
      return new Finding(
          what,
          folder + " cannot be written: " + FileErrors.reason(e) + " in " + present,
          "mend the rights, or use --output for results and PREFBENCH_CACHE for the cache");
    }
  }

  private static Finding members() {
    Map<String, List<?>> services = new LinkedHashMap<>();
    services.put("environments", Environments.registered().all());
    services.put("methods", Algorithms.registered().all());
    services.put("teachers", Labelers.registered().all());
    services.put("charts", Charts.registered().all());
    return new Finding(
        "members",
        services.entrySet().stream()
            .map(entry -> entry.getValue().size() + " " + entry.getKey())
            .collect(Collectors.joining(", ")),
        Algorithms.registered().all().isEmpty()
            ? "the jars lack META-INF/services: build anew"
            : "");
  }

  /** Members whose jar is not one of PrefBench's own. */
  private static Finding plugins() {
    Set<String> own = new TreeSet<>();
    for (Class<?> type : List.of(Environments.class, Algorithms.class, DoctorCommand.class)) {
      own.add(jar(type));
    }
    Set<String> found = new TreeSet<>();
    List<Object> members = new ArrayList<>();
    members.addAll(Environments.registered().all());
    members.addAll(Algorithms.registered().all());
    members.addAll(Labelers.registered().all());
    members.addAll(Charts.registered().all());
    for (Object member : members) {
      String jar = jar(member.getClass());
      if (!own.contains(jar)) {
        found.add(member.getClass().getName() + " (" + jar + ")");
      }
    }
    List<String> problems =
        PluginJars.launched().stream()
            .flatMap(jar -> PluginJars.problems(jar, DoctorCommand.class.getClassLoader()).stream())
            .toList();
    return new Finding(
        "plugins",
        found.isEmpty() ? "none" : String.join(", ", found),
        problems.isEmpty() ? "" : "mend or remove: " + String.join("; ", problems));
  }

  private static String jar(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return source == null ? "" : source.getLocation().getPath();
  }

  private static Finding versions() {
    return new Finding(
        "versions",
        String.join("", new Version().getVersion())
            + ", "
            + Provenance.classPathLibraries().stream()
                .filter(jar -> LIBRARIES.stream().anyMatch(jar::startsWith))
                .map(jar -> jar.replaceFirst("[.]jar$", ""))
                .collect(Collectors.joining(", ")),
        "");
  }
}
