package {{package}};

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.prefbench.contract.Finding;
import org.prefbench.contract.MethodContract;
import org.prefbench.contract.Rule;

/** The method keeps the rules that every method keeps; add what is true of this one alone. */
class {{class}}Test {
  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    MethodContract contract = new MethodContract(new {{class}}(), Map.of());
    return Arrays.stream(Rule.values())
        .map(rule -> DynamicTest.dynamicTest(rule.word(), () -> keeps(contract, rule)));
  }

  private static void keeps(MethodContract contract, Rule rule) {
    Finding finding = contract.look(rule);
    assertNotEquals(Finding.Outcome.FAIL, finding.outcome(), finding.toString());
  }
}
