package org.prefbench.run.source;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.prefbench.core.Sha256;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.policy.outside.ActionHead;
import org.prefbench.policy.outside.NetworkFormat;
import org.prefbench.policy.outside.PolicyNetworks;
import org.prefbench.process.Command;
import org.prefbench.stage.FileReference;
import org.prefbench.stage.ProcessReference;
import org.prefbench.study.Reference;
import org.prefbench.study.Study;

/** The reference policy of a study that names a file or a command. */
public final class OutsideReference {
  private OutsideReference() {}

  /**
   * Returns the hash of what it depends on: how it acts, the bytes of its file, or the words of its
   * command and the bytes of the files that they name. Where the files lie does not count, nor does
   * how long an answer may take.
   *
   * @throws org.prefbench.core.InvalidInputException if a file cannot be read
   */
  public static String hash(Reference reference) {
    Reference placeless = reference.withPaths(path -> Study.FILE);
    Sha256 hash = new Sha256();
    reference.file().ifPresent(path -> hash.add(FileHash.of(Path.of(path))));
    reference
        .command()
        .ifPresent(
            words -> {
              placeless.command().orElseThrow().forEach(hash::add);
              command(reference).files().forEach(file -> hash.add(FileHash.of(file)));
            });
    return hash.add(reference.version().orElse(""))
        .add(String.valueOf(reference.outputs()))
        .add(String.valueOf(reference.squash()))
        .add(String.valueOf(reference.noise()))
        .hex();
  }

  private static Command command(Reference reference) {
    return new Command(reference.command().orElseThrow(), reference.seconds());
  }

  /**
   * Returns the policy; a process is not started.
   *
   * @throws org.prefbench.core.InvalidInputException if it does not fit the environment
   */
  public static Policy policy(Reference reference, EnvironmentFactory environment) {
    if (reference.command().isPresent()) {
      return ProcessReference.of(
          command(reference), reference.version(), environment, reference.noise().orElse(0.0));
    }
    boolean declared =
        reference.outputs().isPresent()
            || reference.squash().isPresent()
            || reference.noise().isPresent();
    return FileReference.read(
        file(reference), declared ? Optional.of(head(reference)) : Optional.empty(), environment);
  }

  private static Path file(Reference reference) {
    return Path.of(reference.file().orElseThrow());
  }

  private static ActionHead head(Reference reference) {
    boolean deviations =
        reference.outputs().equals(Optional.of(Reference.Outputs.MEAN_AND_LOG_STD));
    return new ActionHead(
        deviations ? ActionHead.Outputs.MEAN_AND_LOG_STD : ActionHead.Outputs.MEAN,
        reference.squash().equals(Optional.of(Reference.Squash.TANH)),
        reference.noise().orElse(0.0));
  }

  /** Returns the stage that gets it. */
  public static Class<?> stage(Reference reference) {
    return reference.command().isPresent() ? ProcessReference.class : FileReference.class;
  }

  /** Returns what reads its file, beside the stage. */
  public static List<Object> members(Reference reference) {
    if (reference.command().isPresent()) {
      return List.of();
    }
    Optional<NetworkFormat> format = PolicyNetworks.format(file(reference));
    return List.of(format.isPresent() ? format.get() : PolicyFiles.read(file(reference)));
  }
}
