package org.prefbench.run;

import java.util.ArrayList;
import java.util.List;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.preference.PreferencePair;
import org.prefbench.stage.Probes;
import org.prefbench.stage.Shared;
import org.prefbench.store.CsvText;
import org.prefbench.store.ResultStore;
import org.prefbench.study.Probing;
import org.prefbench.study.Study;

/**
 * Writes what the probes of a one-step task are to be seen against.
 *
 * <pre>
 * probes/DATASET/rejected/run-N.samples.csv   action_0, ..., reward of the rejected segments
 * probes/DATASET/preferred/run-N.samples.csv  the same of the preferred ones
 * probes/DATASET/reward/run-N.density.csv     x, y, value: the reward on a grid of the plane
 * </pre>
 *
 * <p>Of images only the rewards are written.
 */
final class SharedProbes {
  /** Points per axis of the reward's picture. */
  private static final int GRID = 101;

  private SharedProbes() {}

  /** Writes the probes of one run on one task, if the study asks for samples. */
  static void write(Study study, Study.Task task, int run, Shared shared, ResultStore store) {
    if (study.probes().images().isPresent()) {
      List<PreferencePair> pairs = shared.preferences().decided();
      AtomicFiles.write(
          store.sharedProbeFile(task.label(), "rejected", run, Probes.SAMPLES),
          rewards(pairs.stream().map(PreferencePair::rejected).toList()));
      AtomicFiles.write(
          store.sharedProbeFile(task.label(), "preferred", run, Probes.SAMPLES),
          rewards(pairs.stream().map(PreferencePair::preferred).toList()));
      return;
    }
    int count = study.probes().samples();
    if (count == 0) {
      return;
    }
    List<PreferencePair> decided = shared.preferences().decided();
    List<PreferencePair> pairs = decided.subList(0, Math.min(count, decided.size()));
    AtomicFiles.write(
        store.sharedProbeFile(task.label(), "rejected", run, Probes.SAMPLES),
        samples(pairs.stream().map(PreferencePair::rejected).toList()));
    AtomicFiles.write(
        store.sharedProbeFile(task.label(), "preferred", run, Probes.SAMPLES),
        samples(pairs.stream().map(PreferencePair::preferred).toList()));
    if (shared.environment().spec().actions().size() == 2) {
      AtomicFiles.write(
          store.sharedProbeFile(task.label(), "reward", run, "density"),
          reward(study.probes(), shared));
    }
  }

  /** Images have too many numbers to be written; what is known of them is their reward. */
  private static String rewards(List<Segment> segments) {
    List<Object[]> lines = new ArrayList<>();
    lines.add(new Object[] {"reward"});
    segments.forEach(segment -> lines.add(new Object[] {segment.rewards().get(0, 0)}));
    return CsvText.of(lines);
  }

  private static String samples(List<Segment> segments) {
    List<Object[]> lines = new ArrayList<>();
    for (Segment segment : segments) {
      if (lines.isEmpty()) {
        lines.add(Probes.sampleColumns(segment.actions().columns()));
      }
      List<Object> line = new ArrayList<>(Probes.values(segment.actions(), 0));
      line.add((double) segment.rewards().get(0, 0));
      lines.add(line.toArray());
    }
    return CsvText.of(lines);
  }

  private static String reward(Probing settings, Shared shared) {
    EnvironmentSpec spec = shared.environment().spec();
    FloatMatrix grid =
        Probes.grid(GRID, settings.transportLow(), settings.transportHigh(), spec.actions().size());
    VectorEnvironment environment = new VectorEnvironment(shared.environment(), grid.rows());
    for (int i = 0; i < grid.rows(); i++) {
      environment.reset(i, new Seed(0)); // a one-step task begins in the same place
    }
    environment.step(grid);
    List<Object[]> lines = new ArrayList<>();
    lines.add(new Object[] {"x", "y", "value"});
    for (int i = 0; i < grid.rows(); i++) {
      lines.add(new Object[] {grid.get(i, 0), grid.get(i, 1), environment.reward(i)});
    }
    return CsvText.of(lines);
  }
}
