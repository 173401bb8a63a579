package org.prefbench.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prefbench.algorithm.Algorithms;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.TransportPolicy;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Seed;
import org.prefbench.policy.Policy;
import org.prefbench.preference.Annotator;
import org.prefbench.run.probe.ImageProbe;
import org.prefbench.run.probe.RankingProbe;
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
 * Writes the measurements of a trained policy that a study asks for, see {@link Probes}, {@link
 * SegmentProbe}, {@link RankingProbe} and {@link ImageProbe}, as CSV files beside the trial's
 * result.
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
    settings
        .images()
        .ifPresent(
            count ->
                ImageProbe.measure(
                        evaluator, shared.reference(), policy, count, trial.run() == 0, seed)
                    .forEach(files::put));
    shared
        .heldOut()
        .ifPresent(
            heldOut -> {
              files.put(
                  SegmentProbe.SEGMENTS,
                  SegmentProbe.measure(
                      evaluator,
                      shared.reference(),
                      heldOut.pairs(),
                      length,
                      policy,
                      seed.child(SegmentProbe.SEGMENTS)));
              files.put(
                  RankingProbe.RANKING,
                  RankingProbe.measure(
                      shared.environment(),
                      shared.reference(),
                      heldOut.pairs(),
                      length,
                      policy,
                      ideal(study, trial, shared, length),
                      seed.child(RankingProbe.RANKING)));
            });
    return files.names;
  }

  /** Returns what the optimum of the method's objective follows from, where it has one. */
  private static Optional<RankingProbe.Ideal> ideal(
      Study study, Trial trial, Shared shared, int length) {
    Family family = Algorithms.registered().get(trial.method().method()).family();
    Map<String, String> settings = TrialRunner.configured(trial).hyperparameters();
    List<Annotator> own = trial.method().annotators();
    List<Annotator> annotators = own.isEmpty() ? study.preferences(trial.task()).annotators() : own;
    if ((family != Family.DIRECT && family != Family.REWARD)
        || !settings.containsKey("beta")
        || annotators.isEmpty()) {
      return Optional.empty();
    }
    // a mean over the steps under beta is a sum under beta / steps
    double steps = "mean".equals(settings.get("normalise")) ? length : 1;
    return Optional.of(
        new RankingProbe.Ideal(
            Double.parseDouble(settings.get("beta")) / steps, shared.annotators(annotators)));
  }

  private void put(String name, List<Object[]> lines) {
    AtomicFiles.write(store.probeFile(trial, name), CsvText.of(lines));
    names.add(name);
  }
}
