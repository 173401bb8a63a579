package org.prefbench.cli.policy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.Candidates;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Listing;
import org.prefbench.cli.shared.Overwriting;
import org.prefbench.cli.shared.policy.TrialAddress;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.export.PolicyExport;
import org.prefbench.policy.Behaviors;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.policy.onnx.OnnxFormat;
import org.prefbench.policy.onnx.OnnxGraph;
import org.prefbench.policy.outside.PolicyNetwork;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a trained policy for other programs. */
@Command(
    name = "export",
    description = {
      "Writes a policy's network as an ONNX file, which takes observations as the environment gives "
          + "them.",
      "By default that is the mean and the log of the standard deviation of its actions; what plans "
          + "or follows a flow is no network, and only the velocity of a flow can be written."
    },
    footer = {
      "",
      "Examples:",
      "  prefbench policy export hopper-expert --output hopper.onnx",
      "  prefbench policy export my.policy --by-mean --output my.onnx"
    })
final class PolicyExportCommand implements Callable<Integer> {
  private static final String ENDING = ".onnx";

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "ID|TRIAL|FILE",
      completionCandidates = Candidates.Policies.class,
      description =
          "A policy's id, see 'policy list'; one that a trial kept, RESULTS/TASK/METHOD/RUN; or a"
              + " policy file.")
  private String policy;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      required = true,
      description = "The file to write, named *.onnx.")
  private Path output;

  @Option(
      names = "--by-mean",
      description =
          "Write the action without sampling, in its own units, in place of both outputs.")
  private boolean byMean;

  @Option(
      names = "--velocity",
      paramLabel = "N",
      description = "Write the velocity network of the N-th flow of a flow policy, from 1.")
  private Optional<Integer> velocity = Optional.empty();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private Overwriting overwriting;

  @Override
  public Integer call() {
    CommandLine command = spec.commandLine();
    Arguments.checkTyped(
        command,
        () -> {
          Checks.require(
              output.toString().endsWith(ENDING), "--output must end with .onnx, got %s", output);
          Checks.require(
              !byMean || velocity.isEmpty(), "--by-mean and --velocity write different things");
        });
    Arguments.checkWritable(output);
    overwriting.check(output, PolicyExportCommand::isOwn);
    byte[] file = exported(read(command));
    PolicyNetwork written = new OnnxFormat().read(output.toString(), file); // it can be read
    AtomicFiles.write(output, stream -> stream.write(file));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("policy", policy);
    values.put("file", output.toString());
    values.put("outputs", String.join(", ", written.outputs()));
    values.put("bytes", file.length);
    Listing.printRecord(command.getOut(), json, values);
    return ExitCode.OK;
  }

  private Policy read(CommandLine command) {
    Optional<TrialAddress> trial = TrialAddress.parse(policy);
    if (trial.isPresent()) {
      return trial.get().read(command);
    }
    return Arguments.looksLikeFile(policy)
        ? PolicyFiles.read(Path.of(policy))
        : Arguments.typed(command, () -> Behaviors.named(policy)).policy();
  }

  private byte[] exported(Policy read) {
    try {
      if (velocity.isPresent()) {
        return PolicyExport.velocity(read, velocity.get());
      }
      return byMean ? PolicyExport.action(read) : PolicyExport.distribution(read);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(policy + ": " + e.getMessage(), e);
    }
  }

  /** Returns whether a file says at its start that this program produced it. */
  private static boolean isOwn(Path file) {
    try (InputStream input = Files.newInputStream(file)) {
      return OnnxGraph.isOwn(input);
    } catch (IOException e) {
      return false;
    }
  }
}
