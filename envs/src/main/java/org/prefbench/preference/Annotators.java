package org.prefbench.preference;

import org.prefbench.core.Seed;

/** Who answers which query: one teacher answers all, several have their shares. Immutable. */
public interface Annotators {
  /**
   * Returns who answers one query. The choice depends on the stream of the query alone and draws
   * from a child of it, so that the answer that anybody would give does not depend on the choice.
   *
   * @param query the random stream of the query
   */
  Labeler of(Seed query);
}
