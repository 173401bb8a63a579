package org.prefbench.algorithm;

import java.util.Map;
import java.util.Set;
import org.prefbench.core.Parameters;

/**
 * A method with text overrides applied.
 *
 * @param hyperparameters every hyperparameter as text, in order of declaration, defaults included
 */
public record ConfiguredAlgorithm(
    String id, Map<String, String> hyperparameters, Set<Needs> needs, Algorithm algorithm) {

  /**
   * Returns {@code factory}'s method with {@code overrides} in place of its defaults.
   *
   * @throws org.prefbench.core.InvalidInputException if a key is unknown or a value breaks its rule
   */
  public static <H extends Record> ConfiguredAlgorithm of(
      AlgorithmFactory<H> factory, Map<String, String> overrides) {
    H values = values(factory, overrides);
    return new ConfiguredAlgorithm(
        factory.id(), Parameters.asText(values), factory.needs(values), factory.create(values));
  }

  /**
   * Refuses what is known beforehand to fail, see {@link AlgorithmFactory#check}.
   *
   * @throws org.prefbench.core.InvalidInputException also where {@link #of} does
   */
  public static <H extends Record> void check(
      AlgorithmFactory<H> factory, Map<String, String> overrides, Prospect prospect) {
    factory.check(values(factory, overrides), prospect);
  }

  private static <H extends Record> H values(
      AlgorithmFactory<H> factory, Map<String, String> overrides) {
    return Parameters.override(factory.id(), factory.defaults(), overrides);
  }
}
