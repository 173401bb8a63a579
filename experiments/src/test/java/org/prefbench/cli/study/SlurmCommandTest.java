package org.prefbench.cli.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.cli.Main;
import org.prefbench.cli.Shell;
import org.prefbench.cli.TemporaryHome;
import org.prefbench.core.JavaProcess;
import org.prefbench.run.batch.Phase;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialTable;

/** Batch jobs that really run, under a stand-in for {@code sbatch} and by the text of manifests. */
@ExtendWith(TemporaryHome.class)
class SlurmCommandTest {
  private static final String STUDY =
      """
      id: batch
      runs: 2
      tasks: [{dataset: gaussian-1d-random-v0, steps: 200}]
      reference: {behavior: true}
      preferences: {pairs: 20, segment-length: 1, states: initial}
      protocol: {episodes: 50, modes: [sampled], checkpoints: 0, select: [last]}
      methods:
        - {method: reference}
        - {method: best-of-n, label: best-of-two}
        - {method: test-scripted, label: scripted, set: {act: ACT}}
      report: {against: [reference], bootstrap: 200}
      """;

  /** Runs the tasks of an array one after the other; a job whose predecessor failed never runs. */
  private static final String SBATCH =
      """
      #!/usr/bin/env bash
      set -uo pipefail
      after=
      for word; do
        case $word in
          --parsable | --kill-on-invalid-dep=yes) ;;
          --dependency=afterok:*) after=${word##*:} ;;
          --*) echo "sbatch: unrecognized option '$word'" >&2; exit 1 ;;
          *) script=$word ;;
        esac
      done
      id=$(($(find "$SBATCH_STATE" -name 'job-*' | wc -l) + 1))
      array=$(sed -n 's/^#SBATCH --array=//p' "$script")
      state=COMPLETED
      if [ -n "$after" ] && [ "$(cat "$SBATCH_STATE/job-$after")" != COMPLETED ]; then
        state=CANCELLED
      else
        for ((task = ${array%-*}; task <= ${array#*-}; task++)); do
          SLURM_ARRAY_TASK_ID=$task bash "$script" >>"$SBATCH_STATE/log" 2>&1 || state=FAILED
        done
      fi
      echo $state >"$SBATCH_STATE/job-$id"
      echo "$id;cluster"
      """;

  private static Path home;
  private static Path study;
  private static Path whole;

  @TempDir private Path folder;

  @BeforeAll
  static void aLedgerAndALauncher() throws Exception {
    home = Path.of(System.getProperty("prefbench.home"));
    study = Files.writeString(home.resolve("batch.yaml"), STUDY.replace("ACT", "diverge"));
    whole = home.resolve("results/batch");
    assertEquals(4, Shell.run("run", study, "--output", whole, "--jobs", 1).code());
    String java =
        JavaProcess.command(List.of(), List.of(), Main.class, List.of()).stream()
            .map(Phase::quoted)
            .collect(Collectors.joining(" "));
    executable(
        home.resolve("scripts/prefbench"), "#!/usr/bin/env bash\nexec " + java + " \"$@\"\n");
    executable(home.resolve("bin/sbatch"), SBATCH);
  }

  private static void executable(Path file, String text) throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertTrue(file.toFile().setExecutable(true));
  }

  private static List<Map<String, String>> results(Path output) {
    return TrialTable.read(output.resolve("trials.csv")).stream()
        .map(SlurmCommandTest::reproducible)
        .toList();
  }

  private static Map<String, String> reproducible(TrialRow row) {
    Map<String, String> values = TrialTable.values(row);
    values.keySet().removeIf(column -> !TrialTable.reproducible(column));
    return values;
  }

  private String bash(Map<String, String> environment, String... words) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }

  @Test
  void theScriptsRunAndWhatTheyMergeIsTheWhole() throws Exception {
    Path jobs = folder.resolve("it's here"); // a blank and a quote
    String written = Shell.ok("slurm", study, "--shards", 3, "--output", jobs);
    assertEquals(5, written.lines().count(), written);
    Path state = Files.createDirectory(folder.resolve("state"));
    String path = home.resolve("bin") + ":" + System.getenv("PATH");
    String said =
        bash(
            Map.of("PATH", path, "SBATCH_STATE", state.toString()),
            jobs.resolve("submit.sh").toString());
    String log = Files.readString(state.resolve("log"));
    assertEquals("inputs 1\ntrials 2\nmerge 3\n", said);
    for (int job = 1; job <= 3; job++) {
      assertEquals("COMPLETED\n", Files.readString(state.resolve("job-" + job)), log);
    }
    assertEquals(results(whole), results(jobs.resolve("results")));
    Shell.ok("verify", jobs.resolve("results"));
    assertTrue(Files.exists(jobs.resolve("results/report.html")));
    assertTrue(Files.exists(jobs.resolve("inputs/2/stages")), "two runs, two makers");
    assertFalse(Files.exists(jobs.resolve("inputs/3")));
    Shell.ok("slurm", study, "--shards", 4, "--output", jobs); // its own files it replaces
    Files.writeString(jobs.resolve("submit.sh"), "mine");
    Shell.fails(3, "exists already|--overwrite", "slurm", study, "--shards=3", "--output", jobs);
  }

  @Test
  void timeAndMemoryAreAskedForWithRoom() throws Exception {
    Path jobs = folder.resolve("jobs");
    Shell.ok("slurm", study, "--shards", 2, "--jobs", 3, "--output", jobs);
    List<String> lines = Files.readAllLines(jobs.resolve("trials.sbatch"));
    assertTrue(lines.contains("#SBATCH --array=1-2"), lines.toString());
    assertTrue(lines.contains("#SBATCH --cpus-per-task=3"), lines.toString());
    long peak =
        TrialTable.read(whole.resolve("trials.csv")).stream()
            .filter(row -> row.status() == TrialRow.Status.OK) // of which plans are learnt
            .mapToLong(row -> row.resources().peakBytes())
            .max()
            .getAsLong();
    String memory =
        lines.stream().filter(line -> line.startsWith("#SBATCH --mem=")).findAny().get();
    long mebibytes = Long.parseLong(memory.replaceAll("\\D", ""));
    assertEquals(512 + 2 * 3 * peak / (1 << 20), mebibytes, 1, "twice the largest, and Java");
    assertTrue(lines.contains("#SBATCH --time=0-00:11:00"), "ten minutes and seconds: " + lines);
  }

  @Test
  void manifestsRunTheSameScript() throws Exception {
    Path jobs = folder.resolve("jobs");
    Shell.ok(
        "slurm",
        study,
        "--shards=2",
        "--output",
        jobs,
        "--kubernetes",
        "--image=jdk:17",
        "--claim=data",
        "--mount",
        folder);
    YAMLMapper yaml = new YAMLMapper();
    for (String phase : List.of("inputs", "trials", "merge")) {
      JsonNode job = yaml.readTree(jobs.resolve(phase + ".yaml").toFile());
      assertEquals("Job", job.get("kind").asText());
      assertEquals("batch-" + phase, job.get("metadata").get("name").asText());
      assertEquals("Indexed", job.get("spec").get("completionMode").asText());
      JsonNode pod = job.get("spec").get("template").get("spec");
      assertEquals("Never", pod.get("restartPolicy").asText());
      JsonNode container = pod.get("containers").get(0);
      assertEquals("jdk:17", container.get("image").asText());
      assertEquals(
          pod.get("volumes").get(0).get("name"), container.get("volumeMounts").get(0).get("name"));
      assertTrue(
          container.get("args").get(0).asText().contains("run study.yaml --jobs 1 --shard")
              != phase.equals("merge"));
      if (phase.equals("inputs")) { // the others differ in a line of the script
        String index = String.valueOf(job.get("spec").get("completions").asInt() - 1);
        bash(
            Map.of("JOB_COMPLETION_INDEX", index),
            container.get("command").get(0).asText(),
            container.get("command").get(1).asText(),
            container.get("args").get(0).asText());
      }
    }
    assertTrue(Files.exists(jobs.resolve("inputs/2/stages")), "counted from 0 there, from 1 here");
    String apply = Files.readString(jobs.resolve("apply.sh"));
    assertTrue(apply.indexOf("wait") < apply.indexOf("apply -f trials.yaml"), apply);
  }

  @Test
  void whatIsTypedWrong() {
    Shell.fails(2, "--shards must be >= 1, got 0", "slurm", study, "--shards=0", "--output=x");
    Shell.fails(2, "shard 7/7 of batch", "slurm", study, "--shards=7", "--output=x");
    Shell.fails(
        2, "--image, --claim and --mount", "slurm", study, "--shards=1", "--output=x", "--image=a");
    assertFalse(Files.exists(Path.of("x")));
  }
}
