package org.prefbench.contract;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.prefbench.algorithm.Grants;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.Needs;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.Parameters;
import org.prefbench.policy.PolicyFiles;

/** Whether a method touches what it declares, no more and no less, and changes none of it. */
final class NeedRules {
  private NeedRules() {}

  /**
   * Whether something undeclared makes a difference where it is given all the same. The policy must
   * then be the same to the byte; where the reference is given open or boxed, it must act the same.
   */
  static Finding undeclared(Rule rule, Candidate candidate, Needs need) {
    if (candidate.declared().contains(need)) {
      return rule.finding(true, "declared");
    }
    if (candidate.grants().include(need)) {
      return rule.finding(
          false,
          "without "
              + Parameters.word(need)
              + ": "
              + candidate.trouble().map(Finding::oneLine).orElseThrow()
              + "; with it the method works");
    }
    Candidate.Training without = candidate.train();
    Set<Needs> more = EnumSet.of(need);
    more.addAll(candidate.grants().needs());
    Candidate.Training with =
        candidate.train(Problem.pendulum(), new Grants(more), Candidate.SEED, Monitor.SILENT);
    boolean boxed = need == Needs.REFERENCE_WEIGHTS; // the policy's bytes may hold the box
    List<FloatMatrix> actions = without.actions();
    boolean same = actions.equals(with.actions()) && (boxed || without.hash().equals(with.hash()));
    long used =
        switch (need) {
          case TRAINING_SIMULATOR -> with.count(Ledger.Entry.SIMULATOR_STEPS);
          case TEACHER -> with.count(Ledger.Entry.TEACHER_QUERIES);
          case LOOK_AHEAD -> with.count(Ledger.Entry.LOOK_AHEAD_STEPS);
          case TRUE_REWARDS, REFERENCE_WEIGHTS -> 0;
        };
    String given = "given " + Parameters.word(need) + " all the same, ";
    return rule.finding(
        same && used == 0,
        !same
            ? given + "it makes another policy"
            : used > 0
                ? given + "it uses it " + used + " times"
                : given + "it makes the same policy");
  }

  static Finding declaredIsUsed(Candidate candidate) {
    Candidate.Training training = candidate.train();
    training.actions();
    List<String> idle = new ArrayList<>();
    List<String> used = new ArrayList<>();
    for (Needs need : candidate.declared().stream().sorted().toList()) {
      Ledger.Entry entry =
          switch (need) {
            case TRAINING_SIMULATOR -> Ledger.Entry.SIMULATOR_STEPS;
            case TEACHER -> Ledger.Entry.TEACHER_QUERIES;
            case LOOK_AHEAD -> Ledger.Entry.LOOK_AHEAD_STEPS;
            case TRUE_REWARDS, REFERENCE_WEIGHTS -> Ledger.Entry.GRADIENT_STEPS; // not counted
          };
      if (entry != Ledger.Entry.GRADIENT_STEPS) {
        String text = training.count(entry) + " " + Parameters.word(entry);
        (training.count(entry) == 0 ? idle : used).add(text);
      }
    }
    return Rule.DECLARED_IS_USED.finding(
        idle.isEmpty(),
        !idle.isEmpty()
            ? "declared, but never used: " + String.join(", ", idle)
            : used.isEmpty() ? "nothing declared that is counted" : String.join(", ", used));
  }

  static Finding referenceUnchanged(Candidate candidate) {
    Problem problem = Problem.pendulum();
    String before = PolicyFiles.hash(problem.reference());
    candidate.train(problem, candidate.grants(), Candidate.SEED, Monitor.SILENT).actions();
    return unchanged(
        Rule.REFERENCE_UNCHANGED, before, PolicyFiles.hash(problem.reference()), "the reference");
  }

  static Finding dataUnchanged(Candidate candidate) {
    Problem problem = Problem.pendulum();
    String before = problem.dataHash();
    candidate.train(problem, candidate.grants(), Candidate.SEED, Monitor.SILENT).actions();
    return unchanged(Rule.DATA_UNCHANGED, before, problem.dataHash(), "trajectories or pairs");
  }

  private static Finding unchanged(Rule rule, String before, String after, String what) {
    boolean same = before.equals(after);
    return rule.finding(same, same ? "as before" : "training or acting changed " + what);
  }
}
