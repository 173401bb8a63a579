package org.prefbench.cli.environment;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.Candidates;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.cli.shared.Overwriting;
import org.prefbench.env.locomotion.Replay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays given states and actions, so that anybody can compare with their own MuJoCo. */
@Command(
    name = "replay",
    description = {
      "Plays states and actions from a CSV file through a physics task.",
      "Input columns qpos0.., qvel0.., act0.. (others are ignored); output columns "
          + "qpos0.., qvel0.., reward, terminated after the step, with all digits. Names ending "
          + "in .gz are compressed files. As in MuJoCo, an action that is nan or beyond 1e10 in "
          + "one coordinate moves nothing: all controls count as zero."
    },
    footer = {
      "",
      "Examples:",
      "  prefbench env replay hopper-v4 --input states.csv --output next.csv",
      "  prefbench env replay ant-v4 --input run.csv.gz --output next.csv --rollout"
    })
final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "ENVIRONMENT",
      completionCandidates = Candidates.EnvironmentIds.class,
      description = "The environment's id.")
  private String environment;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      required = true,
      description = "States and actions, one step per line.")
  private Path input;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      required = true,
      description = "Where the next states go.")
  private Path output;

  @Option(
      names = "--rollout",
      description =
          "Set the first state only and play the actions open loop; a line whose actions are "
              + "all nan ends the episode, and the next line's state starts another.")
  private boolean rollout;

  @Option(
      names = "--substeps",
      paramLabel = "N",
      description = "Engine steps per line, without rewards, instead of one control step.")
  private int substeps;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private Overwriting overwriting;

  @Override
  public Integer call() {
    Replay replay =
        Arguments.typed(
            spec.commandLine(), () -> new Replay(environment, input, rollout, substeps));
    Arguments.checkWritable(output);
    overwriting.check(output, Overwriting.NEVER);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("environment", environment);
    values.put("steps", replay.run(output));
    values.put("output", output.toString());
    Listing.printRecord(spec.commandLine().getOut(), json, values);
    return ExitCode.OK;
  }
}
