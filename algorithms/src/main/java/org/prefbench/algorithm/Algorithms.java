package org.prefbench.algorithm;

import org.prefbench.core.Services;

/** The methods on the class path. */
public final class Algorithms {
  private Algorithms() {}

  /** Returns the registered methods, looked up by id such as {@code pfm}. */
  public static Services<AlgorithmFactory<?>> registered() {
    @SuppressWarnings({"unchecked", "rawtypes"}) // ServiceLoader knows no type arguments
    Class<AlgorithmFactory<?>> service = (Class) AlgorithmFactory.class;
    return new Services<>("method", service, AlgorithmFactory::id);
  }
}
