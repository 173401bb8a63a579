package org.prefbench.run.batch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Phases as array jobs of Slurm, each after the one before it, and the script that submits them.
 * The options of {@code sbatch} are those of Slurm 20.11 and newer.
 */
public final class SlurmScripts {
  /** The script that submits the others. */
  public static final String SUBMIT = "submit.sh";

  private SlurmScripts() {}

  /**
   * Returns the texts of the scripts by their names.
   *
   * @param study what the jobs are called after
   * @param folder where the scripts will be, as all machines of the cluster see it
   */
  public static Map<String, String> of(String study, Path folder, List<Phase> phases) {
    Map<String, String> files = new LinkedHashMap<>();
    List<String> submit =
        new ArrayList<>(
            List.of(
                "#!/usr/bin/env bash",
                "# Submits the jobs of " + study + ", each after the one before it.",
                "set -euo pipefail",
                "cd " + Phase.quoted(folder.toString()),
                "mkdir -p logs",
                "after=()"));
    for (Phase phase : phases) {
      String file = phase.name() + ".sbatch";
      files.put(file, script(study, folder, phase));
      submit.add("job=$(sbatch --parsable ${after[@]+\"${after[@]}\"} " + file + ")");
      submit.add("echo \"" + phase.name() + " ${job%%;*}\"");
      submit.add("after=(--dependency=\"afterok:${job%%;*}\" --kill-on-invalid-dep=yes)");
    }
    files.put(SUBMIT, String.join("\n", submit) + "\n");
    return files;
  }

  private static String script(String study, Path folder, Phase phase) {
    long minutes = phase.time().toMinutes() + 1;
    List<String> lines =
        new ArrayList<>(
            List.of(
                "#!/usr/bin/env bash",
                "#SBATCH --job-name=" + study + "-" + phase.name(),
                "#SBATCH --array=1-" + phase.tasks(),
                "#SBATCH --nodes=1",
                "#SBATCH --ntasks=1",
                "#SBATCH --cpus-per-task=" + phase.cores(),
                "#SBATCH --mem=" + phase.mebibytes() + "M",
                String.format(
                    Locale.ROOT,
                    "#SBATCH --time=%d-%02d:%02d:00",
                    minutes / (24 * 60),
                    minutes / 60 % 24,
                    minutes % 60),
                "#SBATCH --requeue",
                "#SBATCH --output=logs/" + phase.name() + "-%a.log",
                "#SBATCH --open-mode=append",
                "set -euo pipefail",
                "cd " + Phase.quoted(folder.toString()),
                "task=$SLURM_ARRAY_TASK_ID"));
    lines.addAll(phase.script());
    return String.join("\n", lines) + "\n";
  }
}
