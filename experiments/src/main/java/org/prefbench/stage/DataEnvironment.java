package org.prefbench.stage;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.Environment;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Space;

/**
 * What is known of an environment from its data alone: its spaces, and no simulator. Methods train
 * in it that neither act nor look ahead.
 *
 * <p>Actions are in the box from -1 to 1, to which simulators usually scale them, widened to what
 * the data hold; observations have no bounds; a step is the unit of time; the longest episode tells
 * how long one may be; returns have no scale.
 *
 * @param spec the environment as the data show it
 */
public record DataEnvironment(EnvironmentSpec spec) implements EnvironmentFactory {
  /** Returns the environment that {@code data} show. */
  public static DataEnvironment of(TrajectoryDataset data) {
    int actions = data.header().actionSize();
    double[] low = new double[actions];
    double[] high = new double[actions];
    Arrays.fill(low, -1);
    Arrays.fill(high, 1);
    int longest = 1;
    for (Segment episode : data.episodes()) {
      FloatMatrix values = episode.actions();
      for (int t = 0; t < values.rows(); t++) {
        for (int j = 0; j < actions; j++) {
          low[j] = Math.min(low[j], values.get(t, j));
          high[j] = Math.max(high[j], values.get(t, j));
        }
      }
      longest = Math.max(longest, episode.length());
    }
    return new DataEnvironment(
        new EnvironmentSpec(
            id(data.environment()),
            "known from data alone",
            Space.unbounded(data.header().observationSize()),
            new Space(low, high),
            List.of(),
            1,
            longest,
            Optional.empty()));
  }

  /** Returns a name of a file's environment in the letters that ids here have. */
  private static String id(String name) {
    String id = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return id.matches(".*-v[0-9]+") ? id : id + "-v0";
  }

  @Override
  public Environment create() {
    throw new InvalidInputException(spec.id() + " is known from data alone: there is no simulator");
  }
}
