package org.prefbench.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.FileErrors;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Parameters;
import org.prefbench.core.Sha256;
import org.prefbench.store.KeptPolicies.Kept;
import org.prefbench.study.Protocol.Evaluation;
import org.prefbench.study.Study;
import org.prefbench.study.Trial;

/**
 * The trained policies in a folder of results. They are no part of the results: rows do not build
 * upon them, the provenance does not list them, and the folder {@code policies} may be removed.
 *
 * <pre>
 * policies/DATASET/LABEL/run-N.STATE.policy    a policy; STATE is last or best
 * policies/DATASET/LABEL/run-N.json            {@link KeptPolicies}, written after them
 * </pre>
 *
 * Every file is there whole or not at all. The hash of a policy's file is in the JSON file beside
 * it, which ends with its own.
 */
public final class PolicyStore {
  /** The folder's name within the results. */
  public static final String NAME = "policies";

  private static final String ENDING = ".policy";
  private static final String CARD_ENDING = ".json";
  private static final List<Evaluation> STATES = List.of(Evaluation.LAST, Evaluation.BEST);
  private static final Pattern CARD = Pattern.compile("([^/]+)/([^/]+)/run-(\\d+)\\.json");

  private final ResultStore results;

  /** Opens the policies of a folder of results, where there need not be any. */
  public PolicyStore(ResultStore results) {
    this.results = results;
  }

  /**
   * How many policies there are.
   *
   * @param kept of trials that are there
   * @param bytes of their files
   * @param refused those of which no file can be made
   * @param none trials that ended well and left no policy
   */
  public record Tally(int kept, long bytes, int refused, int none) {}

  /** Returns the folder of all policies. */
  public Path folder() {
    return results.folder().resolve(NAME);
  }

  /** Returns the file of a policy. */
  public Path file(Trial trial, Evaluation state) {
    return file(trial, "." + Parameters.word(state) + ENDING);
  }

  private Path card(Trial trial) {
    return file(trial, CARD_ENDING);
  }

  private Path file(Trial trial, String ending) {
    return folder()
        .resolve(trial.task().label())
        .resolve(trial.method().label())
        .resolve(String.format(Locale.ROOT, "run-%d%s", trial.run(), ending));
  }

  /** Removes what an earlier training of a trial left, before there is another. */
  public void clear(Trial trial) {
    delete(card(trial));
    STATES.forEach(state -> clear(trial, state));
  }

  /** Removes the file of one policy. */
  public void clear(Trial trial, Evaluation state) {
    delete(file(trial, state));
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new InvalidInputException(file + " cannot be removed: " + FileErrors.reason(e), e);
    }
  }

  /** Writes the file of a policy; only {@link #put} makes it one that is kept. */
  public Kept write(Trial trial, Evaluation state, long step, byte[] policy) {
    AtomicFiles.write(file(trial, state), output -> output.write(policy));
    String hash = new Sha256().add(policy, policy.length).hex();
    return new Kept(state, step, hash, policy.length, "");
  }

  /** Tells which policies of a trial are kept, when their files are written. */
  public void put(Trial trial, KeptPolicies policies) {
    JsonFile.write(card(trial), policies);
  }

  /** Takes what another folder keeps of a trial, if it keeps anything. */
  void take(PolicyStore from, Trial trial) {
    from.get(trial)
        .ifPresent(
            known -> {
              known.policies().stream()
                  .filter(Kept::hasFile)
                  .map(Kept::state)
                  .forEach(state -> ResultStore.copy(from.file(trial, state), file(trial, state)));
              put(trial, known);
            });
  }

  /**
   * Returns what is known of a trial's policies, if any were asked for.
   *
   * @throws InvalidInputException if that file is damaged
   */
  public Optional<KeptPolicies> get(Trial trial) {
    return read(card(trial));
  }

  private static Optional<KeptPolicies> read(Path card) {
    return JsonFile.read(card, KeptPolicies.class, "record of kept policies");
  }

  /**
   * Returns whether nothing is left to do for the policies of a trial: for every wanted state that
   * its rows have there is the file that was written, or the reason why there can be none.
   *
   * @throws InvalidInputException if a file cannot be read
   */
  public boolean isComplete(Trial trial, TrialResult result, Set<Evaluation> wanted) {
    Set<Evaluation> states = new HashSet<>(wanted);
    states.retainAll(result.rows().stream().map(TrialRow::evaluation).toList());
    if (result.status() != TrialRow.Status.OK || states.isEmpty()) {
      return true;
    }
    Optional<KeptPolicies> known = get(trial).filter(one -> one.inputs().equals(result.inputs()));
    return known.isPresent()
        && states.stream()
            .allMatch(state -> known.get().in(state).filter(one -> holds(trial, one)).isPresent());
  }

  /**
   * Returns the file of a policy that is kept, as it was written.
   *
   * @throws InvalidInputException if it is missing or was changed
   */
  public Path intact(Trial trial, Kept kept) {
    Path file = file(trial, kept.state());
    problem(file, kept)
        .ifPresent(
            text -> {
              throw new InvalidInputException(file + text);
            });
    return file;
  }

  private boolean holds(Trial trial, Kept kept) {
    return !kept.hasFile() || problem(file(trial, kept.state()), kept).isEmpty();
  }

  /** Counts the policies of a study's trials; their files are not read. */
  public Tally tally(Study study) {
    int kept = 0;
    int refused = 0;
    int none = 0;
    long bytes = 0;
    for (Trial trial : study.trials()) {
      Optional<TrialResult> result = results.trial(trial);
      if (result.filter(one -> one.status() == TrialRow.Status.OK).isEmpty()) {
        continue;
      }
      List<Kept> policies =
          get(trial)
              .filter(known -> known.inputs().equals(result.get().inputs()))
              .map(KeptPolicies::policies)
              .orElse(List.of());
      none += policies.isEmpty() ? 1 : 0;
      for (Kept one : policies) {
        boolean there = one.hasFile() && Files.exists(file(trial, one.state()));
        kept += there ? 1 : 0;
        bytes += there ? one.bytes() : 0;
        refused += one.hasFile() ? 0 : 1;
      }
    }
    return new Tally(kept, bytes, refused, none);
  }

  /**
   * Returns one line for every file of policies that is not as it was written, is missing, or
   * belongs to no trial.
   */
  List<String> differences() {
    List<String> lines = new ArrayList<>();
    Set<Path> expected = new HashSet<>();
    for (Path card : files(CARD_ENDING)) {
      expected.add(card);
      STATES.forEach(state -> expected.add(beside(card, state)));
      try {
        compare(card, read(card).orElseThrow(), lines);
      } catch (InvalidInputException e) {
        lines.add(e.getMessage().replace(results.folder() + "/", ""));
      }
    }
    files("").stream()
        .filter(file -> !expected.contains(file))
        .forEach(file -> lines.add(results.name(file) + " is none of the files that a run kept"));
    return lines;
  }

  private static Path beside(Path card, Evaluation state) {
    String name = card.getFileName().toString();
    return card.resolveSibling(name.replace(CARD_ENDING, "." + Parameters.word(state) + ENDING));
  }

  private void compare(Path card, KeptPolicies known, List<String> lines) {
    String name = results.name(card);
    Matcher place = CARD.matcher(name.substring(NAME.length() + 1));
    for (Kept kept : known.policies()) {
      Path policy = beside(card, kept.state());
      if (kept.hasFile()) {
        problem(policy, kept).ifPresent(text -> lines.add(results.name(policy) + text));
      }
    }
    if (!place.matches()
        || !known
            .key()
            .equals(
                place.group(1) + "/" + place.group(2) + "/" + Integer.parseInt(place.group(3)))) {
      lines.add(name + ": is the record of " + known.key());
      return;
    }
    Path trial = results.trialFiles().get(known.key());
    if (trial == null) {
      lines.add(name + ": there is no result of this trial");
    } else if (!ResultStore.readTrial(trial).orElseThrow().inputs().equals(known.inputs())) {
      lines.add(name + ": the policies are not of the training that the trial's result is of");
    }
  }

  /** Returns what is wrong with a file that is kept, if anything is. */
  private static Optional<String> problem(Path file, Kept kept) {
    try {
      if (!Files.isRegularFile(file)) {
        return Optional.of(" is missing");
      }
      return Sha256.of(file).equals(kept.sha256())
          ? Optional.empty()
          : Optional.of(" was changed after it was written: its hash does not hold");
    } catch (IOException e) {
      return Optional.of(" cannot be read: " + e);
    }
  }

  private List<Path> files(String ending) {
    if (!Files.isDirectory(folder())) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(folder())) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().endsWith(ending))
          .filter(
              file -> !file.getFileName().toString().endsWith(".tmp")) // of a run that was killed
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new InvalidInputException(folder() + " cannot be read: " + e, e);
    }
  }
}
