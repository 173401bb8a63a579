package org.prefbench.study;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.preference.Annotator;
import org.prefbench.preference.PairSampler;

/** How pairs of segments are drawn and labelled. */
public record Preferences(
    @Help("number of pairs; of a file the first so many, 0 for all")
        @Default(value = "1000", besideFile = "0")
        int pairs,
    @Help(
            "environment steps per segment; for a file that does not tell them, as those of Uni-RLHF"
                + " and Preference Transformer, 0 for what its name says, else 100")
        @Default(value = "10", besideFile = "0")
        int segmentLength,
    @Help(
            "reference: two roll-outs of the reference policy from one state; logged: two stretches"
                + " of the data")
        @Default("reference")
        Sampler sampler,
    @Help(
            "where the roll-outs of sampler reference start: at a reset (initial), at a state that"
                + " the reference visits (visited), or at a state of the data (dataset)")
        @Default("visited")
        PairSampler.StateDistribution states,
    @Help(
            "who labels the pairs, such as oracle, noisy, myopic, mistake, skip, equal,"
                + " return-plus-value, regret, mixed, cyclic, editor, crowd; by default oracle where there"
                + " are no teachers")
        @Default("''")
        String teacher,
    @Help("parameters of the teacher that differ from its defaults") @Default("{}")
        Map<String, String> parameters,
    @Help(
            "in place of teacher: several who label a share of the pairs each; whose a pair is, or a"
                + " query of a method, is drawn by share from a random stream of its own")
        @Default("''")
        Optional<List<Share>> teachers,
    @Help(
            "labelled pairs to take in place of drawing them: a folder of label create, or a file that"
                + " label import knows; relative to the folder of the study file")
        @Default("''")
        Optional<String> file,
    @Help(
            "roll-outs of sampler reference from each start, of which the best and the worst by their"
                + " true returns are the pair, as in the released code for images; by default two, both"
                + " taken as they come")
        @Default("''")
        Optional<Integer> candidates) {
  /** The most roll-outs from one start. */
  private static final int MOST_CANDIDATES = 1_000;

  /** The teacher where none is named. */
  private static final String ORACLE = "oracle";

  /** Validates the counts and that there is one teacher or a list of them. */
  public Preferences {
    file.ifPresent(path -> Names.checkPath("file", path));
    int least = file.isPresent() ? 0 : 1;
    Checks.between("pairs", pairs, least, Bounds.DRAWS);
    Checks.between("segment-length", segmentLength, least, Bounds.SEGMENT_LENGTH);
    Checks.require(
        2L * pairs * segmentLength <= Bounds.STEPS,
        "pairs must make at most %d steps, got %d pairs of segments of %d",
        Bounds.STEPS,
        pairs,
        segmentLength);
    candidates.ifPresent(count -> checkCandidates(count, pairs, segmentLength));
    Checks.require(
        candidates.isEmpty() || (file.isEmpty() && sampler == Sampler.REFERENCE),
        "candidates must stand beside sampler reference: others roll nothing out");
    parameters = Names.sorted(parameters);
    teachers = teachers.map(List::copyOf);
    if (file.isPresent()) {
      requireNothingDrawn(sampler, states, teacher, parameters, teachers);
    } else if (teachers.isPresent()) {
      Checks.require(
          teacher.isEmpty(), "teacher must not stand beside teachers, got '%s'", teacher);
      Checks.require(
          parameters.isEmpty(), "parameters must not stand beside teachers, which have set");
      Annotator.check("teachers", teachers.get().stream().map(Share::annotator).toList());
    } else if (teacher.isEmpty()) {
      teacher = ORACLE;
    }
  }

  private static void checkCandidates(int count, int pairs, int segmentLength) {
    Checks.between("candidates", count, 2, MOST_CANDIDATES);
    Checks.require(
        (long) count * pairs * segmentLength <= Bounds.STEPS,
        "candidates must make at most %d steps, got %d of %d steps for %d pairs",
        Bounds.STEPS,
        count,
        segmentLength,
        pairs);
  }

  /** What is said of pairs that are drawn and of who labels them would have no effect. */
  private static void requireNothingDrawn(
      Sampler sampler,
      PairSampler.StateDistribution states,
      String teacher,
      Map<String, String> parameters,
      Optional<List<Share>> teachers) {
    Checks.require(
        sampler == Sampler.REFERENCE && states == PairSampler.StateDistribution.VISITED,
        "sampler and states must not stand beside file, whose pairs are drawn already");
    Checks.require(
        teacher.isEmpty() && parameters.isEmpty() && teachers.isEmpty(),
        "teacher must not stand beside file, whose pairs are labelled already");
  }

  /** Returns settings of pairs that an oracle labels. */
  public static Preferences ofOracle(
      int pairs, int segmentLength, Sampler sampler, PairSampler.StateDistribution states) {
    return new Preferences(
        pairs,
        segmentLength,
        sampler,
        states,
        ORACLE,
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Returns the same settings with the path of their file replaced. */
  public Preferences withPath(UnaryOperator<String> change) {
    return new Preferences(
        pairs,
        segmentLength,
        sampler,
        states,
        teacher,
        parameters,
        teachers,
        file.map(change),
        candidates);
  }

  /** Returns who labels the pairs; nobody where they are labelled already. */
  public List<Annotator> annotators() {
    if (file.isPresent()) {
      return List.of();
    }
    return teachers
        .map(shares -> shares.stream().map(Share::annotator).toList())
        .orElseGet(() -> List.of(new Annotator(teacher, parameters)));
  }

  /** A teacher and its share of the pairs. */
  public record Share(
      @Help("id of the teacher") String teacher,
      @Help("share of the pairs, above 0; all shares sum to 1 within 0.002") double share,
      @Help("parameters of the teacher that differ from its defaults") @Default("{}")
          Map<String, String> set,
      @Help("name of the annotator, its own for each; by default the id of the teacher")
          @Default("''")
          String id) {
    /** Validates the share and the name and fills in the name. */
    public Share {
      id = id.isEmpty() ? teacher : id;
      Names.check("id", id);
      set = Names.sorted(set);
      Checks.positive("share", share);
      Checks.between("share", share, 0, 1);
    }

    private Annotator annotator() {
      return new Annotator(id, teacher, set, share);
    }
  }

  /** Where the two segments of a pair come from. */
  public enum Sampler {
    /** Two roll-outs of the reference policy from one state. */
    REFERENCE,
    /** Two stretches of the dataset. */
    LOGGED
  }
}
