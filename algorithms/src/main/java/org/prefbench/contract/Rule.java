package org.prefbench.contract;

import org.prefbench.core.Parameters;

/** The rules, in the order in which they are looked at. */
public enum Rule {
  /** What the method is called. */
  DESCRIPTION("the id is in kebab case, the title names a source and its year in one line"),
  /** What it does unless told otherwise. */
  DEFAULTS("the defaults pass the checks of their own record"),
  /** What its settings mean. */
  HELP("every setting says what it means, under a key in kebab case"),
  /** How study files say its settings. */
  ROUND_TRIP("settings written as text and read back are the same"),
  /** What its settings refuse. */
  RANGE("a fraction refuses NaN and -Infinity, a whole number refuses -1, and says which setting"),
  /** Whether it works at all. */
  TRAINS("trains on the pendulum and acts by finite numbers"),
  /** Whether it works elsewhere. */
  OTHER_SPACES("trains on the hopper: several actions, episodes that end early"),
  /** Whether chance comes from the seed. */
  SAME_SEED("the same seed gives the same policy, whatever was trained in between, in any thread"),
  /** Whether the seed is used. */
  OTHER_SEED("another seed gives another policy, unless there is nothing to learn"),
  /** Whether a killed study resumes to the same bytes. */
  FRESH_PROCESS("a fresh process with other language and time zone trains the same policy"),
  /** Whether being watched matters. */
  MONITOR("reports finite numbers and every checkpoint due, and learns the same when watched"),
  /** {@link org.prefbench.algorithm.Needs#TRUE_REWARDS}. */
  UNDECLARED_REWARDS("reads true rewards only if it declares them"),
  /** {@link org.prefbench.algorithm.Needs#REFERENCE_WEIGHTS}. */
  UNDECLARED_WEIGHTS("looks into the reference policy only if it declares that"),
  /** {@link org.prefbench.algorithm.Needs#TRAINING_SIMULATOR}. */
  UNDECLARED_SIMULATOR("uses the simulator in training only if it declares that"),
  /** {@link org.prefbench.algorithm.Needs#TEACHER}. */
  UNDECLARED_TEACHER("asks the teacher only if it declares that"),
  /** {@link org.prefbench.algorithm.Needs#LOOK_AHEAD}. */
  UNDECLARED_LOOK_AHEAD("forks the simulator while acting only if it declares that"),
  /** Whether its declaration is no longer than it must be. */
  DECLARED_IS_USED("uses the simulator, the teacher and the forks that it declares"),
  /** Whether the next method finds the same reference. */
  REFERENCE_UNCHANGED("leaves the reference policy as it was"),
  /** Whether the next method finds the same data. */
  DATA_UNCHANGED("leaves trajectories and pairs as they were"),
  /** Pairs without a winner. */
  TIES("ties among the pairs leave the policy finite; ties alone too, or are refused in one line"),
  /** Pairs without an answer. */
  SKIPS("so do skipped pairs"),
  /** Nothing to hold out. */
  ONE_PAIR("a single pair leaves the policy finite, or is refused in one line"),
  /** Nothing after the first action. */
  ONE_STEP_SEGMENTS("segments of one step leave the policy finite"),
  /** Padding. */
  UNEVEN_SEGMENTS("pairs of a short and a long segment leave the policy finite"),
  /** Nothing to tell apart. */
  IDENTICAL_SEGMENTS("pairs of a segment with itself leave the policy finite"),
  /** Whether a direct method takes winners for winners. */
  SWAPPED_LABELS("a direct method makes winners likelier than losers, and with swapped labels not"),
  /** Whether a label belongs to its segment. */
  EXCHANGED_SIDES("a direct method learns the same with the sides of every pair exchanged"),
  /** Whether pairs of a batch stand for themselves. */
  REORDERED_PAIRS("a direct method learns the same from the pairs of one batch in another order"),
  /** Whether a mean is one. */
  DOUBLED_SEGMENTS("a direct method of means learns the same from every segment twice over"),
  /** Whether batches change bytes. */
  COPIES("the actions in one copy of the environment do not depend on the other copies"),
  /** Whether the policy survives a file. */
  POLICY_FILE("the policy written and read back acts the same"),
  /** Whether costs are counted. */
  LEDGER("gradient steps, parameters and network evaluations are counted"),
  /** Whether memory is given back. */
  NATIVE_MEMORY("training again and again leaves no more native memory in use");

  private final String meaning;

  Rule(String meaning) {
    this.meaning = meaning;
  }

  /** Returns the rule's name as commands print it, such as {@code same-seed}. */
  public String word() {
    return Parameters.word(this);
  }

  /** Returns the rule in one line. */
  public String meaning() {
    return meaning;
  }

  Finding finding(boolean holds, String seen) {
    return new Finding(this, holds ? Finding.Outcome.PASS : Finding.Outcome.FAIL, seen);
  }

  Finding fail(Throwable failure) {
    return finding(false, Finding.oneLine(failure));
  }

  Finding skip(String why) {
    return new Finding(this, Finding.Outcome.SKIP, why);
  }
}
