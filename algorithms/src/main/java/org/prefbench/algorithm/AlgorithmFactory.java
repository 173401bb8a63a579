package org.prefbench.algorithm;

import java.util.Set;

/**
 * Describes and makes one method. Service provider interface: one line in {@code META-INF/services}
 * registers it.
 *
 * @param <H> the hyperparameters, a record of numbers, booleans, strings, enums and such records;
 *     its compact constructor validates, every component carries {@link org.prefbench.core.Help}
 */
public interface AlgorithmFactory<H extends Record> {
  /** Returns the method's name in studies and tables, such as {@code dpo}. */
  String id();

  /** Returns the method's full name and source in one line: authors, year, arXiv id. */
  String title();

  /** Returns what kind of method it is. */
  Family family();

  /** Returns the default hyperparameters: the paper's where it states them. */
  H defaults();

  /** Returns what the method touches with these hyperparameters. */
  Set<Needs> needs(H hyperparameters);

  /**
   * Refuses what is known beforehand to fail: settings that do not fit the environment, the pairs
   * or the reference. A study is held against this before anything is trained.
   *
   * @throws org.prefbench.core.InvalidInputException whose message has the setting, {@code id.key},
   *     and the rule
   */
  default void check(H hyperparameters, Prospect prospect) {}

  /** Returns the method with its hyperparameters fixed. */
  Algorithm create(H hyperparameters);
}
