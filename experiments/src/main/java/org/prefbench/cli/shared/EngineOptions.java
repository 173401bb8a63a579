package org.prefbench.cli.shared;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prefbench.core.Checks;
import org.prefbench.run.Runs;
import org.prefbench.run.worker.LocalSlots;
import org.prefbench.run.worker.SlotFactories;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Options that say where the jobs of a run are carried out. */
public final class EngineOptions {
  private static final String MASTER = "master";

  @Option(
      names = "--engine",
      paramLabel = "local|spark",
      defaultValue = LocalSlots.ID,
      description =
          "Where jobs run: processes of this machine, or executors of Spark (default: "
              + "${DEFAULT-VALUE}).")
  private String engine;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "With --engine spark: spark://HOST:PORT, see 'cluster'; local-cluster[N,1,1024]; or, of a "
              + "Spark in SPARK_HOME that has them, yarn or k8s://URL.")
  private Optional<String> master = Optional.empty();

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description =
          "With --engine spark: a property of Spark, such as spark.executor.memory=1g; may be "
              + "repeated.")
  private List<String> conf = List.of();

  /** Returns where jobs are carried out, with what was typed for it. */
  public Runs.Place place(CommandLine command) {
    Map<String, String> options = Arguments.settings(command, "--conf", conf);
    master.ifPresent(url -> options.put(MASTER, url));
    Arguments.checkTyped(
        command,
        () -> {
          boolean local = engine.equals(LocalSlots.ID);
          Checks.require(!local || options.isEmpty(), "--master and --conf are for --engine spark");
          Checks.require(
              local || master.isPresent(),
              "--engine %s needs --master, such as spark://127.0.0.1:7077",
              engine);
        });
    return new Runs.Place(Arguments.typed(command, () -> SlotFactories.get(engine)), options);
  }
}
