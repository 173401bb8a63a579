package org.prefbench.spark;

import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.JavaProcess;
import org.prefbench.core.Message;
import org.prefbench.run.worker.Slot;
import org.prefbench.run.worker.SlotFactory;

/**
 * Slots on the executors of Spark: one task is one job. An executor starts a worker process and
 * keeps it; the results of a job come back as bytes, and the driver alone writes. What a stage made
 * with the training engine, reference and pairs, goes to each machine once, with the first trial
 * there; a dataset is plain Java and is made again on each machine.
 */
public final class SparkSlots implements SlotFactory {
  /** The option with Spark's address of the master. */
  public static final String MASTER = "master";

  /** The variable that holds what machines of one cluster know and others do not. */
  private static final String SECRET = "PREFBENCH_CLUSTER_SECRET";

  /** What the launcher sets for Java and the training engine; workers have to have it too. */
  private static final List<String> ENVIRONMENT =
      List.of("ATEN_CPU_CAPABILITY", "MKL_CBWR", "OPT_OUT_TRACKING", "LC_ALL");

  private static final int EXECUTOR_SECONDS = 120; // that the first executor may take to come

  @Override
  public String id() {
    return "spark";
  }

  @Override
  public Slots open(Request request) {
    Map<String, String> options = new HashMap<>(request.options());
    String master = options.remove(MASTER);
    Checks.require(master != null, "--engine spark needs --master, such as spark://127.0.0.1:7077");
    Checks.require(
        !master.matches("local(\\[[^\\]]*\\])?"),
        "--master %s is one process; 'local-cluster[2,1,1024]' has executors, --engine local none",
        master);
    logTo(request.folders().logs().resolve("spark.log"));
    Thread.currentThread().setContextClassLoader(SparkSlots.class.getClassLoader());
    SparkConf conf = conf(request, master);
    options.forEach(conf::set);
    JavaSparkContext context;
    try {
      context = begin(conf);
    } catch (RuntimeException | SparkException e) { // whatever it throws that reaches no master
      throw new InvalidInputException(
          "cannot begin on Spark at " + master + ": " + Message.reason(e), e);
    }
    SparkRun run = new SparkRun(request, master, context);
    if (!run.awaitExecutor(EXECUTOR_SECONDS)) {
      run.end();
      throw new InvalidInputException(
          "no executor of Spark at " + master + " came within " + EXECUTOR_SECONDS + " s");
    }
    List<Slot> slots = new ArrayList<>();
    for (int i = 0; i < request.jobs(); i++) {
      slots.add(run.slot());
    }
    return new Slots(slots, run::end);
  }

  /** Scala declares no exceptions, and the compiler lets nobody catch what nobody declares. */
  private static JavaSparkContext begin(SparkConf conf) throws SparkException {
    return new JavaSparkContext(conf);
  }

  /** Has Spark log into a file; it looks for this when its first class is loaded. */
  private static void logTo(Path file) {
    System.setProperty("prefbench.spark.log", file.toString());
    System.setProperty(
        "log4j2.configurationFile",
        SparkSlots.class.getResource("driver-log4j2.properties").toString());
  }

  private static SparkConf conf(Request request, String master) {
    SparkConf conf =
        new SparkConf(false)
            .setMaster(master)
            .setAppName("prefbench " + request.study().id())
            .setJars(jars())
            .set("spark.cores.max", String.valueOf(request.jobs()))
            .set("spark.executor.cores", "1")
            .set("spark.executor.memory", "512m")
            // for the worker process, where whoever lends machines counts memory
            .set("spark.executor.memoryOverhead", "3g")
            .set("spark.executor.heartbeatInterval", "2s")
            .set("spark.task.maxFailures", "3") // retried twice
            .set("spark.speculation", "false")
            .set("spark.ui.enabled", "false")
            .set("spark.ui.showConsoleProgress", "false");
    for (String name : ENVIRONMENT) {
      Optional.ofNullable(System.getenv(name)).ifPresent(value -> conf.setExecutorEnv(name, value));
    }
    Optional.ofNullable(System.getenv(SECRET))
        .filter(secret -> !secret.isBlank())
        .ifPresent(
            secret ->
                conf.set("spark.authenticate", "true")
                    .set("spark.authenticate.secret", secret)
                    .set("spark.network.crypto.enabled", "true"));
    address(master).ifPresent(own -> conf.set("spark.driver.host", own));
    return conf;
  }

  /** Returns this machine's address as the master sees it, where the master is named by address. */
  private static Optional<String> address(String master) {
    if (master.startsWith("local-cluster")) {
      return Optional.of("127.0.0.1");
    }
    if (!master.startsWith("spark://")) {
      return Optional.empty();
    }
    String first = master.split(",")[0]; // of masters that stand in for each other
    try (DatagramSocket socket = new DatagramSocket()) {
      URI uri = URI.create(first);
      socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort())); // sends nothing
      return Optional.of(socket.getLocalAddress().getHostAddress());
    } catch (IllegalArgumentException | NullPointerException | SocketException e) {
      return Optional.empty(); // Spark says what is wrong with it
    }
  }

  /** Returns the jars with the classes that executors need. */
  private static String[] jars() {
    return List.of(SparkSlots.class, SlotFactory.class, JavaProcess.class).stream()
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
        .distinct()
        .toArray(String[]::new);
  }
}
