package org.prefbench.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks the coefficients by Butcher's order conditions: a method has order p if and only if for
 * every rooted tree with at most p nodes its elementary weight is 1/gamma(tree) (Hairer, Norsett
 * and Wanner, Solving Ordinary Differential Equations I, theorem II.2.13).
 */
class ButcherTableauTest {
  /** A rooted tree: the subtrees that hang on its root. */
  private record Tree(List<Tree> children) {
    int size() {
      return 1 + children.stream().mapToInt(Tree::size).sum();
    }

    /** gamma: the product of the sizes of all subtrees. */
    double density() {
      return children.stream().mapToDouble(Tree::density).reduce(size(), (a, b) -> a * b);
    }
  }

  static Stream<ButcherTableau> tableaus() {
    return Stream.of(
        ButcherTableau.EULER,
        ButcherTableau.MIDPOINT,
        ButcherTableau.RK4,
        ButcherTableau.DORMAND_PRINCE,
        ButcherTableau.DORMAND_PRINCE_EMBEDDED);
  }

  @Test
  void countsOfRootedTreesAreThoseOfCayley() {
    int[] expected = {1, 1, 2, 4, 9, 20}; // OEIS A000081
    for (int size = 1; size <= 6; size++) {
      assertEquals(expected[size - 1], trees(size).size());
    }
  }

  @ParameterizedTest
  @MethodSource("tableaus")
  void meetsTheConditionsOfItsOrderAndNoMore(ButcherTableau tableau) {
    for (int size = 1; size <= tableau.order(); size++) {
      for (Tree tree : trees(size)) {
        assertEquals(1 / tree.density(), weight(tableau, tree), 1e-14, tableau.name() + tree);
      }
    }
    assertTrue(
        trees(tableau.order() + 1).stream()
            .anyMatch(tree -> Math.abs(weight(tableau, tree) - 1 / tree.density()) > 1e-4),
        tableau.name() + " would be of higher order");
  }

  @ParameterizedTest
  @MethodSource("tableaus")
  void nodesAreRowSums(ButcherTableau tableau) {
    for (int i = 0; i < tableau.stages(); i++) {
      double sum = 0;
      for (double value : tableau.a()[i]) {
        sum += value;
      }
      assertEquals(tableau.c()[i], sum, 1e-14);
    }
  }

  private static double weight(ButcherTableau tableau, Tree tree) {
    double[] stages = stageProducts(tableau, tree);
    double sum = 0;
    for (int i = 0; i < stages.length; i++) {
      sum += tableau.b()[i] * stages[i];
    }
    return sum;
  }

  /**
   * For every stage i the product over the root's subtrees of sum_j a_ij (product of subtree)_j.
   */
  private static double[] stageProducts(ButcherTableau tableau, Tree tree) {
    double[] products = new double[tableau.stages()];
    Arrays.fill(products, 1);
    for (Tree child : tree.children()) {
      double[] inner = stageProducts(tableau, child);
      for (int i = 0; i < products.length; i++) {
        double sum = 0;
        for (int j = 0; j < i; j++) {
          sum += tableau.a()[i][j] * inner[j];
        }
        products[i] *= sum;
      }
    }
    return products;
  }

  private static List<Tree> trees(int size) {
    List<Tree> result = new ArrayList<>();
    List<Tree> smaller = new ArrayList<>();
    for (int s = 1; s < size; s++) {
      smaller.addAll(trees(s));
    }
    hang(size - 1, smaller, 0, List.of(), result);
    return result;
  }

  /** Adds every multiset of {@code subtrees[from..]} with {@code left} nodes in all. */
  private static void hang(
      int left, List<Tree> subtrees, int from, List<Tree> chosen, List<Tree> result) {
    if (left == 0) {
      result.add(new Tree(chosen));
      return;
    }
    for (int i = from; i < subtrees.size(); i++) {
      if (subtrees.get(i).size() <= left) {
        List<Tree> more = new ArrayList<>(chosen);
        more.add(subtrees.get(i));
        hang(left - subtrees.get(i).size(), subtrees, i, List.copyOf(more), result);
      }
    }
  }
}
