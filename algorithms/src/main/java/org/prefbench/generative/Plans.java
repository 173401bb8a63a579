package org.prefbench.generative;

import java.util.List;
import org.prefbench.core.FloatMatrix;
import org.prefbench.dataset.Segment;
import org.prefbench.nn.Standardizer;

/** Segments as vectors y: their actions step after step, {@code [length * act]}. */
public final class Plans {
  private Plans() {}

  /** Returns y of each segment, filled up with zero actions: {@code [n, length * act]}. */
  public static FloatMatrix of(List<Segment> segments, int length) {
    int width = length * segments.get(0).actions().columns();
    FloatMatrix rows = new FloatMatrix(segments.size(), width);
    for (int i = 0; i < segments.size(); i++) {
      float[] actions = segments.get(i).actions().values();
      System.arraycopy(actions, 0, rows.values(), i * width, actions.length);
    }
    return rows;
  }

  /** Returns one mean and deviation per action coordinate, over all steps of all segments. */
  public static Standardizer scales(List<Segment> segments, int length) {
    Standardizer one =
        Standardizer.of(FloatMatrix.stack(segments.stream().map(Segment::actions).toList()));
    float[] mean = new float[length * one.size()];
    float[] scale = new float[length * one.size()];
    float[] means = one.mean();
    float[] deviations = one.scale();
    for (int k = 0; k < mean.length; k++) {
      mean[k] = means[k % means.length];
      scale[k] = deviations[k % means.length];
    }
    return new Standardizer(mean, scale);
  }
}
