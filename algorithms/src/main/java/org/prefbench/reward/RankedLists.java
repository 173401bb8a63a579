package org.prefbench.reward;

import java.util.ArrayList;
import java.util.List;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.dataset.Segment;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferencePair;

/**
 * Lists of items in the order of somebody's preference, built by asking (Choi et al. 2024,
 * "Listwise reward estimation for offline preference-based reinforcement learning", arXiv
 * 2408.04190): an item is inserted by bisection, so that few answers order many pairs.
 *
 * @param lists each a list of groups from worst to best, each of items that are equally good
 */
public record RankedLists(List<List<List<Integer>>> lists) {
  private static final String ANNOTATOR = "ranked-lists"; // of labels that nobody gave by itself

  /** How much is asked. */
  public record Budget(
      @Help("answers that the teacher is asked for, >= 0; 0 asks for as many as there are pairs")
          int queries,
      @Help("answers per list, >= 1 (LiRE: 100)") int queriesPerList) {
    /** Validates. */
    public Budget {
      Checks.atLeast("queries", queries, 0);
      Checks.atLeast("queries-per-list", queriesPerList, 1);
    }
  }

  /** Says which of two items is better. */
  @FunctionalInterface
  public interface Judge {
    /**
     * Returns the answer.
     *
     * @param query how many questions came before
     */
    Label of(int first, int second, int query);
  }

  /**
   * Returns the lists of the items 0 .. items - 1 in their order, as far as the budget lasts: an
   * item is begun only if its last comparison can be paid for, and a list that has no room for
   * another is followed by a new one. Among m groups an item takes at most log2(m + 1) questions,
   * rounded up. An item that is compared in vain is left out.
   *
   * @param queries in all
   * @param queriesPerList in each list
   */
  public static RankedLists ask(int items, int queries, int queriesPerList, Judge judge) {
    List<List<List<Integer>>> lists = new ArrayList<>();
    List<List<Integer>> groups = new ArrayList<>();
    lists.add(groups);
    int asked = 0;
    int before = 0; // asked for earlier lists
    for (int item = 0; item < items; item++) {
      if (asked - before + most(groups) > queriesPerList) {
        groups = new ArrayList<>();
        lists.add(groups);
        before = asked;
      }
      if (asked + most(groups) > queries) {
        break;
      }
      asked += insert(groups, item, asked, judge);
    }
    return new RankedLists(lists);
  }

  /** Returns the questions that one more item can take. */
  private static int most(List<List<Integer>> groups) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(groups.size());
  }

  /** Puts an item where it belongs and returns how many questions that took. */
  private static int insert(List<List<Integer>> groups, int item, int asked, Judge judge) {
    int low = 0;
    int high = groups.size();
    int questions = 0;
    while (low < high) {
      int middle = (low + high) / 2;
      List<Integer> group = groups.get(middle);
      Label label = judge.of(item, group.get(0), asked + questions++);
      switch (label) {
        case FIRST -> low = middle + 1;
        case SECOND -> high = middle;
        case TIE -> {
          group.add(item);
          return questions;
        }
        case SKIP -> {
          return questions;
        }
      }
    }
    groups.add(low, new ArrayList<>(List.of(item)));
    return questions;
  }

  /**
   * Returns all pairs of each list with the labels that follow from it, ties within a group.
   *
   * @param segments what the items stand for
   */
  public List<PreferencePair> pairs(List<Segment> segments) {
    List<PreferencePair> pairs = new ArrayList<>();
    for (List<List<Integer>> groups : lists) {
      for (int g = 0; g < groups.size(); g++) {
        List<Integer> group = groups.get(g);
        for (int i = 0; i < group.size(); i++) {
          Segment first = segments.get(group.get(i));
          for (int other : group.subList(i + 1, group.size())) {
            pairs.add(new PreferencePair(first, segments.get(other), Label.TIE, ANNOTATOR));
          }
          for (List<Integer> better : groups.subList(g + 1, groups.size())) {
            for (int other : better) {
              pairs.add(new PreferencePair(first, segments.get(other), Label.SECOND, ANNOTATOR));
            }
          }
        }
      }
    }
    return pairs;
  }
}
