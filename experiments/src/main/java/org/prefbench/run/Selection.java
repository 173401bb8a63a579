package org.prefbench.run;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.prefbench.core.Checks;
import org.prefbench.core.Sha256;
import org.prefbench.run.worker.Job;
import org.prefbench.study.Study;
import org.prefbench.study.Trial;

/**
 * The part of a study to run.
 *
 * @param only pattern of the keys of the trials, see {@link Trial#matches}; empty for all
 * @param shard one of equal parts, which together are the study; empty for the whole
 * @param inputsAlone whether to make what trials share and no trials
 */
public record Selection(Optional<String> only, Optional<Shard> shard, boolean inputsAlone) {
  /** The whole study. */
  public static final Selection ALL = new Selection(Optional.empty(), Optional.empty(), false);

  /**
   * One of {@code count} parts. Which part a trial belongs to follows from the study alone, so
   * machines that know nothing of each other do all of it once: the keys are ordered by their
   * SHA-256 and dealt out in turn, so that parts differ by one trial at most and none gets all
   * trials of a slow method.
   *
   * @param index from 1 to {@code count}
   */
  public record Shard(int index, int count) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

    /** Validates the numbers. */
    public Shard {
      Checks.atLeast("number of shards", count, 1);
      Checks.between("shard", index, 1, count);
    }

    /** Returns the shard that is typed as {@code 2/3}. */
    public static Shard parse(String text) {
      Matcher form = FORM.matcher(text);
      Checks.require(
          form.matches(), "shard must be K/N, such as 1/3 for the first of three, got '%s'", text);
      return new Shard(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
    }

    /** Returns this part of some things, in their order. */
    <T> List<T> of(List<T> things, Function<T, String> key) {
      List<T> shuffled =
          things.stream()
              .sorted(Comparator.comparing(thing -> Sha256.of(key.apply(thing))))
              .toList();
      Set<T> own = new HashSet<>();
      for (int i = index - 1; i < shuffled.size(); i += count) {
        own.add(shuffled.get(i));
      }
      return things.stream().filter(own::contains).toList();
    }

    @Override
    public String toString() {
      return index + "/" + count;
    }
  }

  /**
   * Returns the stages to make where {@link #inputsAlone} is asked for: those of the trials that
   * the pattern matches, of which a shard has its part.
   */
  List<Job.Stage> stages(Study study) {
    List<Job.Stage> all =
        IntStream.range(0, study.tasks().size())
            .boxed()
            .flatMap(task -> study.runNumbers().stream().map(run -> new Job.Stage(task, run)))
            .filter(stage -> trials(study, List.of(stage)).stream().anyMatch(this::matches))
            .toList();
    return shard
        .map(part -> part.of(all, stage -> key(study.tasks().get(stage.task()), stage.run())))
        .orElse(all);
  }

  /**
   * Returns the trials to run, or whose inputs are to be made, in the order of the study.
   *
   * @throws org.prefbench.core.InvalidInputException if there are none
   */
  public List<Trial> trials(Study study) {
    List<Trial> all = study.trials();
    List<Trial> part =
        inputsAlone
            ? trials(study, stages(study))
            : shard.map(own -> own.of(all, Trial::key)).orElse(all);
    List<Trial> asked = part.stream().filter(this::matches).toList();
    Checks.require(
        !asked.isEmpty() || shard.isEmpty(),
        "shard %s of %s has nothing to do: there are %d trials of %d runs on tasks",
        shard.map(Shard::toString).orElse(""),
        study.id(),
        all.size(),
        study.tasks().size() * study.runs());
    Checks.require(
        !asked.isEmpty(),
        "no trial of %s matches '%s'; a key is like '%s'",
        study.id(),
        only.orElse(""),
        all.get(0).key());
    return asked;
  }

  /** What the trials of one run on one task share, by name. */
  public record Inputs(String task, int run) {}

  /** Returns what some trials share, in their order. */
  public static List<Inputs> inputs(List<Trial> trials) {
    return trials.stream()
        .map(trial -> new Inputs(trial.task().label(), trial.run()))
        .distinct()
        .toList();
  }

  private boolean matches(Trial trial) {
    return only.map(trial::matches).orElse(true);
  }

  private static List<Trial> trials(Study study, List<Job.Stage> stages) {
    Set<String> keys = new HashSet<>();
    stages.forEach(stage -> keys.add(key(study.tasks().get(stage.task()), stage.run())));
    return study.trials().stream()
        .filter(trial -> keys.contains(key(trial.task(), trial.run())))
        .toList();
  }

  private static String key(Study.Task task, int run) {
    return task.label() + "/" + run;
  }
}
