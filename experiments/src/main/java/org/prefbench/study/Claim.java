package org.prefbench.study;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;

/**
 * A statement about the results of a study, with the comparison that decides it. The components are
 * the keys of a claim in a claims file, in kebab case.
 */
public record Claim(
    @Help("name of the claim: lower case, digits and hyphens") String id,
    @Help("who says so: paper (Kim et al. 2024) or ours") By by,
    @Help("where it is said or what it follows from") String place,
    @Help("what is said, in one sentence") String statement,
    @Help("what had to be read into the words to test them; empty if nothing") @Default("''")
        String reading,
    @Help("why it is no longer tested on these results; empty if it is") @Default("''")
        String withdrawn,
    @Help(
            "name of the claims with which it is corrected for their number (Holm); empty for no"
                + " correction")
        @Default("''")
        String family,
    @Help("id of the study on whose results it is tested") String study,
    @Help("labels of the study's tasks over which scores are averaged; * stands for any part")
        @Default("['*']")
        List<String> tasks,
    @Help("the comparison") Test test) {

  /** Validates the names and copies the list. */
  public Claim {
    Checks.nameLength("id", id);
    Checks.require(
        id.matches("[a-z0-9]+([-.][a-z0-9]+)*"),
        "id must be lower-case letters, digits and hyphens, got '%s'",
        id);
    Checks.require(!statement.isBlank(), "statement must not be empty");
    Checks.require(!tasks.isEmpty(), "tasks must have at least one entry");
    tasks = List.copyOf(tasks);
    checkPatterns("tasks", tasks);
  }

  /** Returns the same claim about another study. */
  Claim on(String other, List<String> labels, Test comparison) {
    return new Claim(
        id, by, place, statement, reading, withdrawn, family, other, labels, comparison);
  }

  /** Returns the same claim on some of its tasks, against one of those that it is compared with. */
  public Claim against(String one, List<String> labels) {
    return on(study, labels, test.of(test.method(), List.of(one), List.of()));
  }

  /** Who makes a claim. */
  public enum By {
    /** The paper, Kim et al. 2024, arXiv 2405.19806. */
    PAPER,
    /** This benchmark. */
    OURS
  }

  /**
   * A comparison {@code method RELATION times x than + plus} of means over tasks.
   *
   * <p>With {@code more-than-on} the left side is how much further {@code method} lies above {@code
   * times x than} on the claim's tasks than on these.
   */
  public record Test(
      @Help("label of the method; for draws also the name of a shared probe, such as preferred")
          String method,
      @Help(
              "above, below; near: apart by at most the tolerance; steadier: smaller standard"
                  + " deviation between trainings")
          Relation relation,
      @Help(
              "label of the method compared with; of several, on each task the one with the highest"
                  + " mean; none: plus alone")
          @Default("[]")
          List<String> than,
      @Help("factor of the other method's mean") @Default("1") double times,
      @Help("what is added to the right side") @Default("0") double plus,
      @Help("the largest difference of what is called near") @Default("0") double tolerance,
      @Help(
              "score: normalised score of the last policy in the headline mode; draws: mean reward of"
                  + " the actions that the policy draws in a one-step task (probe samples); labels:"
                  + " share of held-out pairs that the learned preferences order as labelled")
          @Default("score")
          Measure measure,
      @Help("tasks whose difference is taken off that on the claim's tasks") @Default("[]")
          List<String> moreThanOn) {
    /** Validates what goes with what and copies the lists. */
    public Test {
      than = List.copyOf(than);
      moreThanOn = List.copyOf(moreThanOn);
      checkPatterns("more-than-on", moreThanOn);
      Checks.finite("times", times);
      Checks.finite("plus", plus);
      Checks.require(
          new HashSet<>(than).size() == than.size() && !than.contains(method),
          "than must differ from method and in itself, got %s",
          than);
      Checks.require(
          !than.isEmpty() || times == 1, "times must be 1 where there is no than, got %s", times);
      Checks.require(
          than.size() < 2 || measure == Measure.SCORE,
          "than must have one entry unless scores are measured, got %s",
          than);
      Checks.require(
          than.size() < 2 || times > 0 && moreThanOn.isEmpty(),
          "than must have one entry where times is below 0 or there is more-than-on, got %s",
          than);
      if (relation == Relation.NEAR) {
        Checks.require(
            tolerance > 0, "tolerance must be > 0 where relation is near, got %s", tolerance);
      } else {
        Checks.require(
            tolerance == 0, "tolerance must be 0 unless relation is near, got %s", tolerance);
      }
      if (relation == Relation.STEADIER) {
        Checks.require(
            than.size() == 1, "than must have one entry where relation is steadier, got %s", than);
        Checks.require(
            times == 1 && plus == 0 && moreThanOn.isEmpty() && measure == Measure.SCORE,
            "relation steadier goes without times, plus, measure and more-than-on");
      }
    }

    /** Returns the same comparison of other rows. */
    Test of(String left, List<String> right, List<String> others) {
      return new Test(left, relation, right, times, plus, tolerance, measure, others);
    }
  }

  /** How the left side must lie to the right. */
  public enum Relation {
    /** Larger. */
    ABOVE,
    /** Smaller. */
    BELOW,
    /** No further away than the tolerance. */
    NEAR,
    /** With a smaller standard deviation between trainings. */
    STEADIER
  }

  /** What is compared. */
  public enum Measure {
    /** The normalised score of a run's last policy in the headline mode of the study. */
    SCORE,
    /** The mean reward of the actions that a policy draws in a one-step task. */
    DRAWS,
    /** The share of held-out pairs that what a method learned of preferences orders as labelled. */
    LABELS
  }

  /** Returns whether one of {@code patterns}, in which {@code *} is any part, is the label. */
  public static boolean names(List<String> patterns, String label) {
    return patterns.stream()
        .map(pattern -> pattern.replace(".", "\\.").replace("*", ".*"))
        .anyMatch(label::matches);
  }

  private static void checkPatterns(String key, List<String> patterns) {
    for (String pattern : patterns) {
      Checks.require(
          pattern.matches("[a-z0-9.*-]+"),
          "%s must be labels of lower-case letters, digits, hyphens and *, got '%s'",
          key,
          pattern);
    }
  }

  /** Returns every label that the comparison is about. */
  public List<String> methods() {
    return Stream.concat(Stream.of(test.method()), test.than().stream()).toList();
  }
}
