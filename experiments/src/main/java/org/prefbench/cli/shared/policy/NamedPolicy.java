package org.prefbench.cli.shared.policy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Behavior;
import org.prefbench.policy.Behaviors;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.policy.outside.ActionHead;
import org.prefbench.policy.outside.NetworkFormat;
import org.prefbench.policy.outside.NetworkPolicy;
import org.prefbench.policy.outside.PolicyNetworks;
import org.prefbench.run.policy.KeptPolicy;
import org.prefbench.shelf.PolicyCard;
import org.prefbench.shelf.PolicyShelf;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * A policy that was typed: the id of a behaviour with or without its version ({@code
 * hopper-expert}), a tier of an environment that was named, a policy that a trial kept, a policy
 * file, or a network from outside.
 *
 * @param name what it is called: the id, or the file as typed
 * @param environment where it acts
 * @param policy the policy
 * @param card what the shelf says of it, if it is on the shelf
 * @param kept the trial that it is of, if a trial kept it
 */
public record NamedPolicy(
    String name,
    EnvironmentFactory environment,
    Policy policy,
    Optional<PolicyCard> card,
    Optional<KeptPolicy> kept)
    implements AutoCloseable {
  /** How the parameter is described in a command's help. */
  public static final String HELP =
      "A policy's id, see 'policy list', with or without its version; one that a trial kept,"
          + " RESULTS/TASK/METHOD/RUN, behind which /best stands for its best checkpoint; a policy"
          + " file; or a network (.onnx, .pt).";

  /**
   * Returns the policy that {@code text} stands for.
   *
   * @param environment the environment's id, if one was named; needed for a file
   * @param outputs what was typed of a network's outputs
   * @throws ParameterException if there is no such policy, or no environment for a file
   * @throws InvalidInputException if the file is not a policy or does not fit the environment
   */
  public static NamedPolicy resolve(
      CommandLine command, Optional<String> environment, String text, NetworkOptions outputs)
      throws IOException {
    Optional<EnvironmentFactory> factory =
        environment.map(id -> Arguments.typed(command, () -> Environments.registered().get(id)));
    Optional<TrialAddress> trial = TrialAddress.parse(text);
    if (trial.isPresent()) {
      Arguments.checkTyped(
          command,
          () -> {
            outputs.checkNone(text);
            Checks.require(
                environment.isEmpty(),
                "a policy of a trial acts where it was trained, which leaves no choice of an"
                    + " environment: %s",
                text);
          });
      KeptPolicy kept = trial.get().open(command);
      return new NamedPolicy(
          text, kept.environment(), kept.policy(), Optional.empty(), Optional.of(kept));
    }
    if (Arguments.looksLikeFile(text)) {
      Arguments.checkTyped(
          command,
          () ->
              Checks.require(
                  factory.isPresent(),
                  "--env is needed, because a policy file does not say where it acts: %s",
                  text));
      return ofFile(command, factory.orElseThrow(), text, outputs);
    }
    Arguments.checkTyped(command, () -> outputs.checkNone(text));
    Behavior behavior = Arguments.typed(command, () -> behavior(environment, text));
    return new NamedPolicy(
        behavior.id(),
        Environments.registered().get(behavior.environment()),
        behavior.policy(),
        card(behavior.id()),
        Optional.empty());
  }

  /**
   * Returns the policy in a file.
   *
   * @throws InvalidInputException if the file is not a policy or does not fit the environment
   */
  public static NamedPolicy ofFile(
      CommandLine command, EnvironmentFactory environment, String file, NetworkOptions outputs) {
    Policy policy = read(command, Path.of(file), environment, outputs);
    checkFits(file, policy, environment);
    return new NamedPolicy(file, environment, policy, Optional.empty(), Optional.empty());
  }

  /** Returns what the policy may see of forks of its environment. */
  public EnvironmentAccess.LookAhead lookAhead() {
    return kept.map(KeptPolicy::lookAhead).orElse(EnvironmentAccess.LookAhead.NONE);
  }

  /** Ends the process that the environment of a kept policy is, where it is one. */
  @Override
  public void close() {
    kept.ifPresent(KeptPolicy::close);
  }

  private static Policy read(
      CommandLine command, Path file, EnvironmentFactory environment, NetworkOptions outputs) {
    Optional<NetworkFormat> format = PolicyNetworks.format(file);
    if (format.isEmpty()) {
      Arguments.checkTyped(command, () -> outputs.checkNone(file.toString()));
      return PolicyFiles.read(file);
    }
    ActionHead head = Arguments.typed(command, outputs::head);
    return NetworkPolicy.of(PolicyNetworks.read(file, format.get()), head, environment.spec());
  }

  /** Returns a behaviour of one policy. */
  private static Behavior behavior(Optional<String> environment, String text) {
    Behavior behavior =
        environment
            .map(
                id ->
                    Behaviors.of(id).stream()
                        .filter(known -> known.isCalled(text))
                        .findFirst()
                        .orElseGet(() -> Behaviors.find(id, text)))
            .orElseGet(() -> Behaviors.named(text));
    behavior.only(); // else there is no policy to speak of
    return behavior;
  }

  /** Returns the card of a policy on the shelf. */
  public static Optional<PolicyCard> card(String id) {
    return PolicyShelf.standard().cards().stream().filter(card -> card.id().equals(id)).findFirst();
  }

  /** Lets the policy of a file act once, so that the error names the file if it cannot. */
  private static void checkFits(String file, Policy policy, EnvironmentFactory environment) {
    VectorEnvironment one = new VectorEnvironment(environment, 1);
    Seed[] seeds = {new Seed(0)};
    one.reset(seeds);
    EnvironmentAccess access =
        new EnvironmentAccess(one, EnvironmentAccess.LookAhead.NONE, new Ledger());
    try (Actor actor = policy.start(access, seeds)) {
      one.step(actor.act(one.observations()));
    } catch (InvalidInputException e) {
      throw new InvalidInputException(
          file + ": the policy does not fit " + environment.spec().id() + ": " + e.getMessage(), e);
    }
  }
}
