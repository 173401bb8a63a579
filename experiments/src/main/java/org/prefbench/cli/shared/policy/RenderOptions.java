package org.prefbench.cli.shared.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.cli.shared.Overwriting;
import org.prefbench.core.Checks;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.render.Episode;
import org.prefbench.render.Rendering;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands that draw an episode share. */
public final class RenderOptions {
  @Option(
      names = {"--out", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "FILE.gif for a film, FILE.png for a sheet of frames.")
  private Path output;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Root of the random streams; the episode is the first of 'env rollout' with this seed"
              + " (default: 0; of a trial's policy the trial's first evaluation episode).")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Cut the episode after N steps (default: play it to its end).")
  private Optional<Integer> steps = Optional.empty();

  @Option(names = "--deterministic", description = "Act by the mean or mode.")
  private boolean deterministic;

  @Option(
      names = "--width",
      paramLabel = "N",
      description = "Width of the picture in pixels (default: 320 for .gif, 1280 for .png).")
  private Optional<Integer> width = Optional.empty();

  @Option(
      names = "--fps",
      paramLabel = "N",
      description =
          "Frames per second of a film (default: 25); episodes of more than 500 frames are thinned.")
  private Optional<Integer> framesPerSecond = Optional.empty();

  @Option(
      names = "--frames",
      paramLabel = "N",
      description = "Number of frames on a sheet (default: 16).")
  private Optional<Integer> frames = Optional.empty();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private Overwriting overwriting;

  /**
   * Returns how to draw, before anything is computed.
   *
   * @throws CommandLine.ParameterException if an option is out of range
   * @throws org.prefbench.core.InvalidInputException if the file cannot be written
   */
  public Rendering check(CommandLine command) {
    Rendering rendering =
        Arguments.typed(
            command,
            () -> {
              steps.ifPresent(count -> Checks.atLeast("--steps", count, 1));
              return new Rendering(
                  output, optional(width), optional(framesPerSecond), optional(frames));
            });
    Arguments.checkWritable(output);
    return rendering;
  }

  private static OptionalInt optional(Optional<Integer> value) {
    return value.isPresent() ? OptionalInt.of(value.get()) : OptionalInt.empty();
  }

  /** Plays one episode of a policy, draws it and prints what happened. */
  public int draw(CommandLine command, Rendering rendering, NamedPolicy named) throws IOException {
    overwriting.check(output, Overwriting.NEVER);
    EnvironmentFactory factory = named.environment();
    Episode episode =
        Episode.play(
            factory,
            deterministic ? named.policy().deterministic() : named.policy(),
            named.lookAhead(),
            streams(named),
            steps.orElse(factory.spec().maxSteps()));
    int drawn = rendering.write(episode, title(named));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("environment", factory.spec().id());
    values.put("policy", named.name());
    values.put("actions", deterministic ? "deterministic" : "sampled");
    if (named.kept().isEmpty() || seed.isPresent()) {
      values.put("seed", seed.orElse(0L));
    }
    values.put("steps", episode.steps());
    values.put("return", episode.returnAfter(episode.steps()));
    values.put("end", episode.end());
    values.put("frames", drawn);
    values.put("output", output.toString());
    values.put("bytes", Files.size(output));
    Listing.printRecord(command.getOut(), json, values);
    return ExitCode.OK;
  }

  private Episode.Streams streams(NamedPolicy named) {
    return seed.isEmpty() && named.kept().isPresent()
        ? Episode.Streams.ofEvaluation(named.kept().get().seed(), 0)
        : Episode.Streams.ofRollout(new Seed(seed.orElse(0L)));
  }

  /** An id says where the policy acts, a file does not. */
  private static String title(NamedPolicy named) {
    return Arguments.looksLikeFile(named.name())
        ? Path.of(named.name()).getFileName() + " in " + named.environment().spec().id()
        : named.name();
  }
}
