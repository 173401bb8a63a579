package org.prefbench.run;

import java.util.ArrayList;
import java.util.List;
import org.prefbench.algorithm.TransportPolicy;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Seed;
import org.prefbench.policy.Policy;
import org.prefbench.stage.Evaluator;
import org.prefbench.stage.Probes;
import org.prefbench.stage.SegmentProbe;
import org.prefbench.stage.Shared;
import org.prefbench.store.CsvText;
import org.prefbench.store.ResultStore;
import org.prefbench.study.Probing;
import org.prefbench.study.Study;
import org.prefbench.study.Trial;

/**
 * Writes the measurements of a trained policy that a study asks for, see {@link Probes} and {@link
 * SegmentProbe}, as CSV files beside the trial's result.
 */
final class ProbeFiles {
  private final ResultStore store;
  private final Trial trial;
  private final List<String> names = new ArrayList<>();

  private ProbeFiles(ResultStore store, Trial trial) {
    this.store = store;
    this.trial = trial;
  }

  /** Writes the probes of a policy and returns their names. */
  static List<String> write(
      Study study,
      Trial trial,
      Evaluator evaluator,
      Shared shared,
      Policy policy,
      Seed seed,
      ResultStore store) {
    ProbeFiles files = new ProbeFiles(store, trial);
    Probing settings = study.probes();
    int length = SharedInputs.length(study.preferences(trial.task()), shared.preferences());
    if (settings.samples() > 0) {
      files.put(
          Probes.SAMPLES,
          Probes.samples(evaluator, policy, settings.samples(), seed.child(Probes.SAMPLES)));
    }
    if (settings.transportPoints() > 0 && policy instanceof TransportPolicy flow) {
      Probes.Grid grid =
          new Probes.Grid(
              settings.transportPoints(),
              settings.transportLow(),
              settings.transportHigh(),
              settings.transportTimes());
      files.put(Probes.TRANSPORT, Probes.transport(grid, length, evaluator, flow, seed));
    }
    shared
        .heldOut()
        .ifPresent(
            heldOut ->
                files.put(
                    SegmentProbe.SEGMENTS,
                    SegmentProbe.measure(
                        evaluator,
                        shared.reference(),
                        heldOut.pairs(),
                        length,
                        policy,
                        seed.child(SegmentProbe.SEGMENTS))));
    return files.names;
  }

  private void put(String name, List<Object[]> lines) {
    AtomicFiles.write(store.probeFile(trial, name), CsvText.of(lines));
    names.add(name);
  }
}
