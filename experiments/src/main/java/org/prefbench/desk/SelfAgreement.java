package org.prefbench.desk;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.prefbench.preference.Label;

/**
 * How often an annotator answered a pair that came twice the same way, whatever sides it was on;
 * pairs that were skipped once are left out.
 *
 * @param alike pairs with the same answer twice
 * @param pairs pairs with two answers
 */
record SelfAgreement(int alike, int pairs) {

  /** Returns the agreement in the answers of one annotator. */
  static SelfAgreement of(List<AnswerFile.Given> answers) {
    Map<Integer, Label> first = new HashMap<>();
    int alike = 0;
    int pairs = 0;
    for (AnswerFile.Given given : answers) {
      Label shown = given.answer().label();
      Label label = given.query().left() == Query.Side.FIRST ? shown : shown.exchanged();
      Label before = first.putIfAbsent(given.query().pair(), label);
      if (before != null && before != Label.SKIP && label != Label.SKIP) {
        pairs++;
        alike += before == label ? 1 : 0;
      }
    }
    return new SelfAgreement(alike, pairs);
  }

  @Override
  public String toString() {
    return alike + " of " + pairs;
  }
}
