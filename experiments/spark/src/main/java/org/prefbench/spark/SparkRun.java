package org.prefbench.spark;

import java.io.Serial;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.prefbench.core.Message;
import org.prefbench.run.worker.Job;
import org.prefbench.run.worker.Slot;
import org.prefbench.run.worker.SlotFactory;
import org.prefbench.study.StudyFile;
import org.prefbench.study.Trial;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/** What the slots of one run on Spark share. */
final class SparkRun {
  private static final String PROGRESS = "prefbench-progress";

  /** How Spark tells why it gave up; what follows is the reason of the last attempt. */
  private static final Pattern ABORTED =
      Pattern.compile(
          ".*failed (\\d+) times, most recent failure: Lost task [^(]*\\(TID \\d+\\)"
              + " \\((\\S+) executor [^)]*\\): (.*)");

  private final SlotFactory.Request request;
  private final String master;
  private final JavaSparkContext context;
  private final SparkEvents events;
  private final String study;
  private final Map<Job.Stage, Stage> stages = new ConcurrentHashMap<>();
  private volatile boolean killed;

  /**
   * Where a stage was made, and what of it trials need.
   *
   * @param entries folders within the cache
   * @param bytes their files, by the path within the cache
   */
  private record Stage(
      String host, List<String> entries, Broadcast<HashMap<String, byte[]>> bytes) {}

  SparkRun(SlotFactory.Request request, String master, JavaSparkContext context) {
    this.request = request;
    this.master = master;
    this.context = context;
    events = new SparkEvents(request.notes());
    context.sc().addSparkListener(events);
    study = StudyFile.toYaml(request.study().withPaths(SparkRun::absolute));
  }

  private static String absolute(String path) {
    return Path.of(path).toAbsolutePath().normalize().toString();
  }

  /** Waits for the first executor; returns whether one came. */
  boolean awaitExecutor(int seconds) {
    int before = context.sc().getExecutorMemoryStatus().size() - 1; // the driver has memory too
    return before > 0 || events.awaitExecutor(seconds);
  }

  /** Returns a further slot. */
  Slot slot() {
    return new SparkSlot();
  }

  /** Gives the executors back. */
  void end() {
    events.end();
    context.close();
  }

  /** The work of a task; executors get it as bytes. */
  private static final class Work implements Function<NodeTask, NodeTask.Made> {
    @Serial private static final long serialVersionUID = 1;

    private final Broadcast<HashMap<String, byte[]>> bytes;
    private final LongAccumulator progress;

    Work(Broadcast<HashMap<String, byte[]>> bytes, LongAccumulator progress) {
      this.bytes = bytes;
      this.progress = progress;
    }

    @Override
    public NodeTask.Made call(NodeTask task) throws Exception {
      return Node.run(task, bytes::value, progress::setValue);
    }
  }

  /** One job at a time, wherever an executor is free; rather where the job's stage was made. */
  private final class SparkSlot implements Slot {
    @Override
    public Outcome execute(Job job, Listener listener) {
      Thread.currentThread().setContextClassLoader(SparkRun.class.getClassLoader());
      Optional<Stage> stage = Optional.ofNullable(stages.get(stageOf(job)));
      LongAccumulator progress = context.sc().longAccumulator(PROGRESS);
      events.watch(job.line(), progress.id(), listener);
      try {
        return received(job, collect(job, stage, progress), listener);
      } catch (SparkException e) {
        if (context.sc().isStopped() && !killed) {
          throw new IllegalStateException(
              "Spark at " + master + " has ended the run; 'prefbench resume' goes on: " + reason(e),
              e);
        }
        return new Outcome.Failed(reason(e));
      } finally {
        events.forget(job.line());
      }
    }

    private NodeTask.Made collect(Job job, Optional<Stage> stage, LongAccumulator progress)
        throws SparkException {
      context.sc().setLocalProperty(SparkEvents.JOB, job.line());
      NodeTask task =
          new NodeTask(
              context.sc().applicationId(),
              study,
              request.command(),
              request.folders().cache().toString(),
              request.keep(),
              job.line(),
              stage.map(Stage::entries).orElse(List.of()));
      Broadcast<HashMap<String, byte[]>> bytes =
          stage.map(Stage::bytes).orElseGet(() -> context.broadcast(new HashMap<>()));
      return context
          .sc()
          .makeRDD(place(task, stage), ClassTag$.MODULE$.<NodeTask>apply(NodeTask.class))
          .toJavaRDD()
          .map(new Work(bytes, progress))
          .collect()
          .get(0);
    }

    private Outcome received(Job job, NodeTask.Made made, Listener listener) {
      made.notes().forEach(note -> listener.notes().accept(made.host() + ": " + note));
      if (!made.failure().isEmpty()) {
        return new Outcome.Failed(made.failure() + " (on " + made.host() + ")");
      }
      Outcome outcome = request.receiver().receive(job, made.files(), made.host());
      if (job instanceof Job.Stage own && outcome instanceof Outcome.Done) {
        List<String> entries =
            made.entries().keySet().stream()
                .map(name -> Path.of(name).getParent().toString())
                .distinct()
                .toList();
        stages.put(own, new Stage(made.host(), entries, context.broadcast(made.entries())));
      }
      return outcome;
    }

    @Override
    public void kill() {
      killed = true;
      if (!context.sc().isStopped()) {
        context.cancelAllJobs();
      }
    }

    @Override
    public void close() {} // executors are given back when all slots have ended
  }

  private Job.Stage stageOf(Job job) {
    if (job instanceof Job.Stage stage) {
      return stage;
    }
    Trial trial = request.study().trials().get(((Job.OneTrial) job).index());
    return new Job.Stage(request.study().tasks().indexOf(trial.task()), trial.run());
  }

  private static Seq<Tuple2<NodeTask, Seq<String>>> place(NodeTask task, Optional<Stage> stage) {
    List<String> hosts = stage.map(Stage::host).stream().toList();
    return CollectionConverters.asScala(
            List.of(new Tuple2<>(task, CollectionConverters.asScala(hosts).toSeq())))
        .toSeq();
  }

  private static String reason(SparkException failure) {
    String line = Message.reason(failure).lines().findFirst().orElse("");
    Matcher aborted = ABORTED.matcher(line);
    return aborted.matches()
        ? aborted.group(1)
            + " times on Spark, at last on "
            + aborted.group(2)
            + ": "
            + aborted.group(3)
        : line;
  }
}
