package org.prefbench.claims;

import java.math.BigDecimal;
import java.util.List;
import org.prefbench.study.Claim;

/** The comparison that decides a claim, as a formula. */
public final class ClaimFormula {
  private ClaimFormula() {}

  /** Returns the formula of a claim, such as {@code pfm > reference on hopper-medium-v2}. */
  public static String of(Claim claim) {
    Claim.Test test = claim.test();
    String right = right(test);
    String on = claim.tasks().equals(List.of("*")) ? "" : " on " + String.join(", ", claim.tasks());
    if (!test.moreThanOn().isEmpty()) {
      right = difference(test.method(), right) + " on " + String.join(", ", test.moreThanOn());
      String left = difference(test.method(), right(test)) + on;
      return relate(test, left, right + plus(test, true));
    }
    return relate(test, test.method(), right + plus(test, !right.isEmpty())) + on;
  }

  private static String relate(Claim.Test test, String left, String right) {
    return switch (test.relation()) {
      case ABOVE -> left + " > " + right;
      case BELOW -> left + " < " + right;
      case NEAR -> "|" + left + " - " + right + "| <= " + plain(test.tolerance());
      case STEADIER -> "std(" + left + ") < std(" + right + ")";
    };
  }

  private static String difference(String left, String right) {
    return right.isEmpty() ? left : "(" + left + " - " + right + ")";
  }

  private static String right(Claim.Test test) {
    String factor = test.times() == 1 ? "" : plain(test.times()) + " × ";
    return switch (test.than().size()) {
      case 0 -> "";
      case 1 -> factor + test.than().get(0);
      default -> factor + "best of (" + String.join(", ", test.than()) + ")";
    };
  }

  private static String plus(Claim.Test test, boolean follows) {
    if (test.plus() == 0) {
      return follows ? "" : "0";
    }
    return (follows ? " + " : "") + plain(test.plus());
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
