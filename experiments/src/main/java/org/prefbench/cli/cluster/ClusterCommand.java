package org.prefbench.cli.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts and stops Spark on machines that have none. */
@Command(
    name = "cluster",
    description = "Starts and stops Spark, for 'run --engine spark', from libraries of its own.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  prefbench cluster start --workers 2",
      "  prefbench run quickstart --engine spark --master spark://127.0.0.1:7077",
      "  prefbench cluster stop"
    })
public final class ClusterCommand {
  private static final String STANDARD_FOLDER =
      "The folder of logs and of what Spark works with (default: results/local/cluster where "
          + "PrefBench is).";

  @Spec private CommandSpec spec;

  @Command(
      name = "start",
      description = {
        "Starts a master of Spark and workers, and tells where they listen and log.",
        "They listen on 127.0.0.1 unless --host names another address of this machine; then the "
            + "variable PREFBENCH_CLUSTER_SECRET must hold a secret, here, where workers join and "
            + "where studies are run. With --master only workers are started, for a master "
            + "elsewhere. They go on until 'cluster stop'."
      },
      footer = {
        "",
        "Examples:",
        "  prefbench cluster start --workers 2",
        "  prefbench cluster start --host 10.0.0.1 --hosts machines.txt"
      })
  int start(
      @Option(
              names = "--workers",
              paramLabel = "N",
              description =
                  "Workers on this machine, each of which does one job at a time (default: one per "
                      + "processor).")
          Optional<Integer> workers,
      @Option(
              names = "--host",
              paramLabel = "ADDRESS",
              defaultValue = "127.0.0.1",
              description = "The address to listen on (default: ${DEFAULT-VALUE}).")
          String host,
      @Option(
              names = "--port",
              paramLabel = "N",
              defaultValue = "7077",
              description = "The port of the master, 0 for any (default: ${DEFAULT-VALUE}).")
          int port,
      @Option(
              names = "--master",
              paramLabel = "URL",
              description = "A master elsewhere, such as spark://10.0.0.1:7077.")
          Optional<String> master,
      @Option(
              names = "--hosts",
              paramLabel = "FILE",
              description =
                  "Starts workers on other machines too, over ssh: a line for each, [USER@]HOST "
                      + "[WORKERS]. PrefBench must lie there as it does here.")
          Optional<Path> hosts,
      @Option(names = "--folder", paramLabel = "DIR", description = STANDARD_FOLDER)
          Optional<Path> folder,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    int count = workers.orElse(Runtime.getRuntime().availableProcessors());
    Arguments.checkTyped(
        spec.commandLine(),
        () -> {
          Checks.atLeast("--workers", count, hosts.isPresent() ? 0 : 1);
          Checks.between("--port", port, 0, 65535);
          checkSecret(host);
        });
    List<ClusterHosts.Host> others = hosts.map(ClusterHosts::read).orElse(List.of());
    others.forEach(other -> checkSecret(other.address()));
    Path place = folder.orElse(SparkCluster.standardFolder());
    SparkCluster.Started started = new SparkCluster(place).start(host, port, master, count);
    new ClusterHosts(place, "ssh").start(others, started.master());
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("master", started.master());
    started.members().forEach((name, member) -> values.put(name, asMap(member)));
    others.forEach(other -> values.put(other.login(), Map.of("workers", other.workers())));
    Listing.printRecord(spec.commandLine().getOut(), json, values);
    return ExitCode.OK;
  }

  private static Map<String, Object> asMap(SparkCluster.Member member) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("address", member.address());
    values.put("page", member.page());
    values.put("process", member.process());
    values.put("log", member.log().toString());
    return values;
  }

  /** What listens where others can reach it runs what they send, unless they have to prove it. */
  private static void checkSecret(String host) {
    try {
      Checks.require(
          InetAddress.getByName(host).isLoopbackAddress() || SparkCluster.secret().isPresent(),
          "%s can be reached from elsewhere: %s must hold a secret",
          host,
          SparkCluster.SECRET);
    } catch (UnknownHostException e) {
      throw new InvalidInputException("there is no machine called '" + host + "'", e);
    }
  }

  @Command(
      name = "stop",
      description = "Ends what 'cluster start' has started, with all that runs in it.",
      footer = {"", "Example: prefbench cluster stop"})
  int stop(
      @Option(names = "--folder", paramLabel = "DIR", description = STANDARD_FOLDER)
          Optional<Path> folder,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    Path place = folder.orElse(SparkCluster.standardFolder());
    List<String> others = new ClusterHosts(place, "ssh").stop();
    int ended = new SparkCluster(place).stop();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("ended", ended);
    if (!others.isEmpty()) {
      values.put("on", String.join(", ", others));
    }
    Listing.printRecord(spec.commandLine().getOut(), json, values);
    return ExitCode.OK;
  }
}
