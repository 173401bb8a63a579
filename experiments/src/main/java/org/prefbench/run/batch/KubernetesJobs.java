package org.prefbench.run.batch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Phases as Indexed Jobs of Kubernetes (batch/v1, stable since 1.24), and the script that applies
 * one after the other. Folder and program lie on a volume that all nodes can write.
 */
public final class KubernetesJobs {
  /** The script that applies the manifests. */
  public static final String APPLY = "apply.sh";

  /** Tasks that were evicted or killed are begun again so many times, together. */
  private static final int RETRIES_PER_TASK = 2;

  private KubernetesJobs() {}

  /**
   * Returns the texts of the files by their names.
   *
   * @param study what the jobs are called after
   * @param folder where results are, within {@code mount}
   * @param image of the containers, with bash and Java
   * @param claim the claim of the volume
   * @param mount where the volume is seen
   */
  public static Map<String, String> of(
      String study, Path folder, List<Phase> phases, String image, String claim, Path mount) {
    Map<String, String> files = new LinkedHashMap<>();
    List<String> apply =
        new ArrayList<>(
            List.of(
                "#!/usr/bin/env bash",
                "# Applies the jobs of " + study + ", each when the one before it is complete.",
                "set -euo pipefail",
                "cd \"$(dirname \"${BASH_SOURCE[0]}\")\""));
    for (Phase phase : phases) {
      String name = (study + "-" + phase.name()).toLowerCase(Locale.ROOT);
      files.put(phase.name() + ".yaml", manifest(name, folder, phase, image, claim, mount));
      apply.add("kubectl apply -f " + phase.name() + ".yaml");
      apply.add(
          "kubectl wait --for=condition=complete --timeout="
              + (phase.time().toSeconds() + 1) * (RETRIES_PER_TASK + 1)
              + "s job/"
              + name);
    }
    files.put(APPLY, String.join("\n", apply) + "\n");
    return files;
  }

  private static String manifest(
      String name, Path folder, Phase phase, String image, String claim, Path mount) {
    List<String> script =
        new ArrayList<>(
            List.of(
                "set -euo pipefail",
                "cd " + Phase.quoted(folder.toString()),
                "task=$((JOB_COMPLETION_INDEX + 1))"));
    script.addAll(phase.script());
    String text = String.join("\n", script.stream().map(line -> " ".repeat(14) + line).toList());
    return String.format(
        Locale.ROOT,
        """
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: %s
        spec:
          completionMode: Indexed
          completions: %d
          parallelism: %d
          backoffLimit: %d
          template:
            spec:
              restartPolicy: Never
              containers:
                - name: prefbench
                  image: %s
                  command: ["bash", "-c"]
                  args:
                    - |
        %s
                  resources:
                    requests: {cpu: "%d", memory: "%dMi"}
                    limits: {memory: "%dMi"}
                  volumeMounts:
                    - {name: prefbench, mountPath: %s}
              volumes:
                - name: prefbench
                  persistentVolumeClaim: {claimName: %s}
        """,
        name,
        phase.tasks(),
        phase.tasks(),
        RETRIES_PER_TASK * phase.tasks(),
        yaml(image),
        text,
        phase.cores(),
        phase.mebibytes(),
        phase.mebibytes(),
        yaml(mount.toString()),
        yaml(claim));
  }

  private static String yaml(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
